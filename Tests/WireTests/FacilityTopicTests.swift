import Customs
import Testing
import Wire

@Suite("Topics of a facility")
struct FacilityTopicTests {
    @Test("A topic names its facility and how its events are written")
    func parse() throws {
        for form in FacilityTopic.Form.allCases {
            let topic = FacilityTopic.topic(facility: "VNHPH", form)
            let parsed = try #require(FacilityTopic.parse(topic)).get()
            #expect(parsed == ("VNHPH", form))
            let call = FacilityTopic.call(topic: topic, form, account: Sample.officer, partner: EDISample.partner)
            #expect(call.contentType == (form == .json ? "application/json" : "application/edifact"))
            #expect(call.path == "/v1/gate-events")
            #expect(call.via == "mqtt \(topic)")
        }
        #expect(FacilityTopic.topic(facility: "A", .json) == "vasscm/v1/facilities/A/gate-events")
        #expect(FacilityTopic.topic(facility: "A", .edifact) == "vasscm/v1/facilities/A/codeco")
        #expect(FacilityTopic.parse("vasscm/v1/seals/A/reports") == nil)
    }

    @Test(
        "A topic that is none of a facility's is refused",
        arguments: ["VNHPH", "VNHPH/x", "a b/codeco", "/codeco", "A/codeco/x"])
    func wrong(rest: String) {
        let decoded = Wire.decode(Sample.mqtt("{}", topic: "vasscm/v1/facilities/" + rest))
        #expect(decoded.reasons == [.wrongTopic])
        #expect(decoded.rejections.first?.subject == .gateEvent)
    }

    @Test("A message that no partner is configured for says so")
    func bare() {
        let decoded = Wire.decode(Sample.mqtt(EDISample.interchange(), topic: "vasscm/v1/facilities/VNHPH/codeco"))
        #expect(decoded.reasons == [.unknownSource])
        #expect(decoded.rejections.first?.detail.contains("no partner is configured") == true)
    }

    @Test("A recorded message of a facility's topic becomes its partner's call")
    func recorded() throws {
        let topic = "vasscm/v1/facilities/VNHPH/codeco"
        let call = FacilityTopic.call(topic: topic, .edifact, account: Sample.officer, partner: EDISample.partner)
        var decoder = RecordingDecoder(gpsdSeals: [:], account: { _ in Sample.officer }) { envelope in
            guard case .mqtt(_, topic) = envelope.source else { return envelope }
            return Envelope(source: .http(call), receivedAt: envelope.receivedAt, body: envelope.body)
        }
        let line = RecordingWriter.line(Sample.mqtt(EDISample.interchange(), topic: topic))
        var lines = RecordingLines()
        try Array(line.utf8).withUnsafeBytes { try decoder.decode(line: $0, number: 1, into: &lines) }
        #expect(lines.items.gateEvents.count == 1)
    }

    @Test("Calls with EDIFACT, its partner and how it came are written and read again, byte for byte")
    func recordedCalls() throws {
        var decoder = RecordingDecoder(gpsdSeals: [:], account: { _ in Sample.officer })
        for body in [Array(EDISample.interchange().utf8), [0x55, 0x4e, 0x42, 0xe9, 0x27, 0x0d, 0x0a], []] {
            var call = EDISample.call()
            call.via = "folder hph/1.edi"
            for call in [call, HTTPCall(method: "PUT", path: "/v1/clearances/301", account: Sample.officer)] {
                let envelope = Envelope(source: .http(call), receivedAt: Sample.received, body: body)
                let line = RecordingWriter.line(envelope)
                #expect(!line.contains("\n"))
                #expect(try decoder.envelope(line: Array(line.utf8), number: 1) == envelope)
            }
        }
    }
}
