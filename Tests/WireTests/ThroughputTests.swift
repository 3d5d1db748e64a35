import Customs
import Testing
import Wire

@Suite("Throughput")
struct ThroughputTests {
    @Test("100,000 reports alone and in arrays of 100 decode to the same; the rate is printed, not asserted")
    func rate() {
        let one = Sample.report("\"mode\":3,\"lat\":20.864912,\"lon\":106.683214,\"speed\":13.89,\"battery\":0.87")
        let single = Sample.mqtt(one)
        let batch = Sample.mqtt("[" + repeatElement(one, count: 100).joined(separator: ",") + "]")
        var decoded = 0
        let clock = ContinuousClock()
        let alone = clock.measure { for _ in 0..<100_000 { decoded += Wire.decode(single).count } }
        let batched = clock.measure { for _ in 0..<1000 { decoded += Wire.decode(batch).count } }
        #expect(decoded == 200_000)
        #expect(Wire.decode(batch).digests.allSatisfy { $0 == Wire.decode(single).digests[0] })
        print("Decoded 100,000 reports of \(one.utf8.count) bytes alone in \(alone), in arrays in \(batched).")
    }
}
