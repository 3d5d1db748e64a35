import Customs
import SimulatorKit
import Testing
import Wire

@Suite("Hostile input")
struct FuzzTests {
    private let seeds = [
        Sample.report("\"lat\":20.5,\"lon\":106.25,\"state\":\"locked\",\"boot\":\"a\\u00e9\\n\""),
        "[\(Sample.report()),\(Sample.report("\"x\":{\"y\":[null,true,1e5]}"))]",
        "{\"_type\":\"location\",\"tst\":1772413323,\"lat\":20.1,\"lon\":106.1,\"vel\":72}",
        "{\"position\":{\"fixTime\":\"\(Sample.time)\",\"latitude\":1,\"longitude\":2,\"attributes\":{\"alarm\":\"door\"}},"
            + "\"device\":{\"uniqueId\":\"1\"}}",
        "{\"class\":\"TPV\",\"mode\":3,\"time\":\"\(Sample.time)\",\"lat\":1.5,\"lon\":2.5}",
        "{\"eventId\":\"e\",\"facility\":\"VNHPH\",\"type\":\"gate-in\",\"time\":\"\(Sample.time)\","
            + "\"container\":\"CSQU3054383\"}",
    ]

    @Test("200,000 seeded inputs, random and mutated, never crash and give the same answer twice")
    func neverCrashes() {
        var random = SplitMix64(seed: 4711)
        var accepted = 0
        for round in 0..<200_000 {
            let body = round % 4 == 0 ? Mutation.noise(&random) : mutated(&random)
            let envelope = envelope(body, kind: Int.random(in: 0..<40, using: &random))
            let decoded = Wire.decode(envelope)
            if round % 64 == 0 { #expect(Wire.decode(envelope) == decoded) }
            accepted += decoded.observations.count
        }
        // The mutations must not spoil everything, or only the first check would be tested.
        #expect(accepted > 10_000)
    }

    @Test("50,000 seeded lines never crash the reading of recordings")
    func recordings() {
        var random = SplitMix64(seed: 99)
        var decoder = RecordingDecoder(gpsdSeals: ["*": "G1"], account: { _ in Sample.officer })
        let line = "{\"tst\":\"\(Sample.time)\",\"topic\":\"t\",\"payload\":\"\\u0041\\ud83d\\udd12\",\"qos\":1}"
        var read = 0
        for number in 1...50_000 {
            let bytes = number % 3 == 0 ? mutated(&random) : Mutation.of(Array(line.utf8), &random)
            if let envelope = try? decoder.envelope(line: bytes, number: number) {
                read += 1
                _ = Wire.decode(envelope)
            }
        }
        #expect(read > 1000)
    }

    private func envelope(_ body: [UInt8], kind: Int) -> Envelope {
        let text = String(decoding: body, as: UTF8.self)
        switch kind {
        case 0: return Sample.http("/v1/gate-events", text)
        case 1: return Sample.http("/v1/transits", text)
        case 2: return Sample.http("/v1/alerts/a/comment", text)
        case 3..<10: return Sample.mqtt(body, topic: "owntracks/u/D1")
        case 10..<17: return Sample.mqtt(body, topic: "traccar/positions")
        case 17..<24:
            return Envelope(
                source: .gpsd(daemon: "d", seals: ["*": "G1"]), receivedAt: Sample.received, body: body)
        default: return Sample.mqtt(body)
        }
    }

    private func mutated(_ random: inout SplitMix64) -> [UInt8] {
        Mutation.of(Array(seeds[Int.random(in: 0..<seeds.count, using: &random)].utf8), &random)
    }
}
