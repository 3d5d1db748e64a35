import Customs
import Foundation
import Testing
import Wire

@Suite("CODECO at its largest")
struct EDIScaleTests {
    private func body(_ count: Int) -> [UInt8] {
        var text = "UNB+UNOA:2+SENDER+VNCUS+260302:0805+IC7'UNH+M1+CODECO:D:00B:UN'BGM+34++9'"
        for index in 0..<count {
            let digits = String(index)
            let number = "MSKU" + String(repeating: "0", count: 7 - digits.count) + digits
            text +=
                "EQD+CN+\(number)+22G1:102:5++3+5'RFF+BN:BK\(index)'DTM+7:202603020802:203'LOC+165+VNHPH:139:6'"
                + "MEA+AAE+G+KGM:11000'SEL+VN\(index)+CU+1'TDT+1++3++:172:ZZZ+++15C\(index):146'"
        }
        return Array((text + "CNT+16:\(count)'UNT+\(count * 7 + 4)+M1'UNZ+1+IC7'").utf8)
    }

    @Test("9,999 containers in one message are taken in order; the rate is printed, not asserted")
    func largest() {
        let body = body(9999)
        let clock = ContinuousClock()
        var decoded: Decoded = []
        let duration = clock.measure { decoded = EDISample.decode(body) }
        #expect(decoded.gateEvents.count == 9999)
        #expect(decoded.gateEvents.last?.container == "MSKU0009998")
        #expect(decoded.gateEvents.last?.seals == [.init(number: "VN9998", issuer: .customs, condition: .intact)])
        print("Decoded 9,999 containers of \(body.count) bytes in \(duration).")
    }

    @Test("A text takes no more memory for 99,999 containers than for one group, beyond the text itself")
    func memory() throws {
        let body = body(99_999)
        var (taken, most) = (0, 0)
        try body.withUnsafeBytes { bytes in
            EDIDecoder.forEachItem(bytes, call: EDISample.call(), receivedAt: Sample.received) { _ in taken += 1 }
            taken = 0
            let before = try residentBytes()
            EDIDecoder.forEachItem(bytes, call: EDISample.call(), receivedAt: Sample.received) { item in
                taken += 1
                if taken % 5000 == 0, let now = try? residentBytes() { most = max(most, now - before) }
            }
        }
        #expect(taken == 99_999)
        // The events alone would be over 40 MB.
        #expect(most < 8 << 20)
    }

    private func residentBytes() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(fields[1]) ?? 0) * 4096
    }

    @Test("More equipments than a text may hold are refused from there on, and the rest is taken")
    func limit() {
        let text = "UNH+1+CODECO:D:95B:UN'BGM+34++9'" + String(repeating: "EQD+CN'", count: 150_000)
        let decoded = EDISample.decode(text)
        #expect(decoded.count <= 100_003)
        #expect(decoded.reasons.contains(.payloadTooLarge))
        let answer = EDIAnswer.make(
            to: Array(text.utf8), call: EDISample.call(), outcomes: [], at: Sample.received)
        #expect(EDIDecoder.segments(answer).faults.isEmpty)
    }
}
