import Customs
import Foundation
import SimulatorKit
import Testing
import Wire

@Suite("Hostile gate events")
struct PortFuzzTests {
    /// 200,000, or what the environment's VASSCM_FUZZ says.
    private static let count = ProcessInfo.processInfo.environment["VASSCM_FUZZ"].flatMap(Int.init) ?? 200_000

    private static let json = [
        "{\"eventId\":\"e\",\"facility\":\"VNHPH\",\"type\":\"gate-in\",\"time\":\"\(Sample.time)\","
            + "\"container\":\"CSQU3054383\",\"seals\":[{\"number\":\"S1\",\"issuer\":\"customs\"}],"
            + "\"vehicle\":{\"plate\":\"15C-1\"},\"amends\":\"replace\"}",
        "[{\"eventId\":\"e\\u00e9\",\"facility\":\"VNHPH\",\"type\":\"scan\",\"time\":\"\(Sample.time)\","
            + "\"container\":\"CSQU3054383\",\"result\":{\"verdict\":\"clear\",\"reference\":\"r\"}}]",
    ].map { Array($0.utf8) }

    private static let other: [(method: String, path: String, body: [UInt8])] = [
        ("PUT", "/v1/clearances/301", "{\"containers\":[\"CSQU3054383\"],\"status\":\"held\",\"reason\":\"x\"}"),
        ("PUT", "/v1/clearances", "[{\"declaration\":\"301\",\"status\":\"released\"}]"),
        ("PUT", "/v1/manifests/C1", "{\"facility\":\"VNHPH\",\"containers\":[{\"number\":\"CSQU3054383\"}]}"),
        ("POST", "/v1/facilities/VNHPH/outages", "{\"startsAt\":\"\(Sample.time)\",\"reason\":\"x\"}"),
        ("POST", "/v1/facilities/VNHPH/outages/O1/end", "{\"endsAt\":\"\(Sample.time)\"}"),
    ].map { ($0.0, $0.1, Array($0.2.utf8)) }

    private static let edifact = [
        EDISample.interchange(
            EDISample.equipment + "SEL+VN1+CU+1'RFF+ABT:301'TDT+1++3++:172:ZZZ+++15C1:146'" + EDISample.equipment,
            head: "BGM+34+D1+9'TDT+20+V1+1'NAD+MS+X'", unb: "UNA:+.? 'UNB+UNOC:3+SENDER+VNCUS+260302:0805+IC7'"),
        EDISample.interchange(head: "BGM+46++5'", type: "COARRI:D:00B:UN:SMDG20"),
        EDISample.interchange(EDISample.equipment + "EQD+CN+MSKU1234565+0000:102:5++3+5'DTM+203:202603020802:203'"),
    ].map { Array($0.utf8) }

    /// The first words of a detail that names no field: a place in the text, or what the call is about.
    private static let subjects: Set<String> = [
        "segment", "invalid", "malformed", "the", "eventId", "facility", "type", "time", "container", "sizeType",
        "fullEmpty", "direction", "seals", "vehicle", "declaration", "billOfLading", "booking", "call", "replaces",
        "cancels", "amends", "result", "containers", "status", "reason", "vessel", "voyage", "expectedAt", "outage",
        "startsAt", "endsAt",
    ]

    @Test("200,000 or more damaged calls never crash, and each refusal names a field, a segment or a byte")
    func neverCrashes() {
        var random = SplitMix64(seed: 2603)
        var (accepted, refused, unnamed) = (0, 0, [String]())
        for round in 0..<Self.count {
            let call: HTTPCall
            let body: [UInt8]
            switch round % 8 {
            case 0, 1, 2, 3:
                call = EDISample.call()
                body = mutated(Self.edifact, &random)
            case 4, 5, 6:
                call = HTTPCall(method: "POST", path: "/v1/gate-events", account: Sample.officer)
                body = mutated(Self.json, &random)
            default:
                let seed = Self.other[Int.random(in: 0..<Self.other.count, using: &random)]
                call = HTTPCall(method: seed.method, path: seed.path, account: Sample.officer)
                body = Mutation.harsh(seed.body, with: Self.json[0], &random)
            }
            let envelope = Envelope(source: .http(call), receivedAt: Sample.received, body: body)
            let decoded = Wire.decode(envelope)
            accepted += decoded.count - decoded.reasons.count
            for rejection in decoded.rejections {
                refused += 1
                if !names(rejection.detail) { unnamed.append(rejection.detail) }
            }
            if decoded.isEmpty { unnamed.append("nothing for \(String(decoding: body, as: UTF8.self))") }
            if round % 64 == 0 { check(envelope, call, decoded) }
        }
        #expect(unnamed.prefix(5) == [])
        // The mutations must neither spoil everything nor nothing.
        #expect(accepted > Self.count / 5)
        #expect(refused > Self.count / 5)
    }

    /// The same again is the same, and its answer can be read.
    private func check(_ envelope: Envelope, _ call: HTTPCall, _ decoded: Decoded) {
        #expect(Wire.decode(envelope) == decoded)
        guard call.contentType == "application/edifact" else { return }
        let answer = EDIAnswer.make(to: envelope.body, call: call, outcomes: [], at: Sample.received)
        let read = EDIDecoder.segments(answer)
        #expect(read.faults.isEmpty)
        #expect(read.segments.last?[0] == ["UNZ"])
    }

    private func names(_ detail: String) -> Bool {
        var first = detail.prefix { $0 != " " }
        if first.first == "[", let end = first.firstIndex(of: "]") {
            first = first[first.index(after: end)...].drop { $0 == "." }
            if first.isEmpty { return true }
        }
        let root = String(first.prefix { $0 != "." && $0 != "[" })
        guard Self.subjects.contains(root) else { return false }
        guard ["segment", "invalid", "malformed"].contains(root) else { return true }
        return detail.contains(" byte ")
    }

    private func mutated(_ seeds: [[UInt8]], _ random: inout SplitMix64) -> [UInt8] {
        let seed = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        let others = Int.random(in: 0..<4, using: &random) == 0 ? Self.json + Self.edifact : seeds
        return Mutation.harsh(seed, with: others[Int.random(in: 0..<others.count, using: &random)], &random)
    }
}
