import Customs
import Foundation
import Server
import Testing

@Suite("The partner desk")
struct PartnerDeskTests {
    private static let at = Timestamp(milliseconds: 1_772_409_600_000)
    private static let zones = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"id":"port","kind":"seaport","name":"Port","facility":"PORT","radius":500},
        "geometry":{"type":"Point","coordinates":[106.68,20.86]}},
        {"type":"Feature","properties":{"id":"yard","kind":"icd","name":"Yard","facility":"YARD","radius":500},
        "geometry":{"type":"Point","coordinates":[106.5,20.9]}}]}
        """

    /// Two partners of one operator, one of another, one of an officer, and an operator with none.
    private static func desk() throws -> PartnerDesk {
        let folder = try ConfigurationFolder(
            mainExtra: """
                partners:
                  - {name: sea, account: port, senders: [SEA], timeZone: Asia/Tokyo, facilities: {QUAY: PORT}}
                  - {name: rail, account: port, senders: [RAIL], timeZone: Europe/Berlin}
                  - {name: yard, account: yard, senders: [YARDTOS]}
                  - {name: office, account: officer, senders: [OFFICE, SEA]}
                """)
        try folder.write("zones.geojson", zones)
        func key(_ digit: String) -> String { String(repeating: digit, count: 64) }
        try folder.write(
            "accounts.yaml",
            """
            - {name: port, role: operator, facilities: [PORT, YARD], keySHA256: \(key("a"))}
            - {name: yard, role: operator, facilities: [YARD], keySHA256: \(key("b"))}
            - {name: officer, role: officer, keySHA256: \(key("c"))}
            - {name: chief, role: supervisor, keySHA256: \(key("d"))}
            - {name: other, role: operator, facilities: [PORT], keySHA256: \(key("e"))}
            """)
        return PartnerDesk(try folder.read())
    }

    private static func interchange(from sender: String) -> [UInt8] {
        Array("UNB+UNOA:2+\(sender)+VASSCM+260303:0702+1'UNH+1+CODECO:D:95B:UN'".utf8)
    }

    private static func post(_ account: Account, _ body: [UInt8], _ type: String = "application/edifact") -> Envelope {
        Envelope(
            source: .http(HTTPCall(method: "POST", path: "/v1/gate-events", contentType: type, account: account)),
            receivedAt: at, body: body)
    }

    private static func message(_ topic: String, _ body: [UInt8] = Array("{}".utf8)) -> Envelope {
        Envelope(source: .mqtt(broker: "b", topic: topic), receivedAt: at, body: body)
    }

    private static func call(_ envelope: Envelope) throws -> HTTPCall {
        guard case .http(let call) = envelope.source else {
            throw Unexpected(description: "\(envelope.source) is no call")
        }
        return call
    }

    private struct Unexpected: Error { var description: String }

    @Test(
        "chooses how posted EDIFACT is read: by account, then by sender, and else in the usual way",
        arguments: [
            ("port", Role.operator, "SEA", "sea"), ("port", .operator, "RAIL", "rail"),
            ("port", .operator, "NOBODY", "default"), ("yard", .operator, "NOBODY", "yard"),
            // A sender that belongs to another account's partner says nothing.
            ("yard", .operator, "SEA", "yard"), ("other", .operator, "SEA", "default"),
            ("officer", .officer, "NOBODY", "office"), ("chief", .supervisor, "SEA", "sea"),
            ("chief", .supervisor, "NOBODY", "default"),
        ])
    func posted(account: String, role: Role, sender: String, partner: String) throws {
        let envelope = Self.post(
            Account(name: account, role: role, facilities: ["PORT"]), Self.interchange(from: sender))
        let placed = try Self.desk().placed(envelope)
        let call = try Self.call(placed)
        #expect(call.partner?.name == partner)
        #expect(call.account == Account(name: account, role: role, facilities: ["PORT"]), "the account stays as it is")
        #expect(call.via == nil && placed.body == envelope.body && placed.receivedAt == envelope.receivedAt)
    }

    @Test("lets a partner know every facility's own code, besides its own words for places")
    func places() throws {
        let account = Account(name: "port", role: .operator, facilities: ["PORT"])
        let call = try Self.call(try Self.desk().placed(Self.post(account, Self.interchange(from: "SEA"))))
        #expect(call.partner?.facilities == ["PORT": "PORT", "YARD": "YARD", "QUAY": "PORT"])
        #expect(call.partner?.timeZone == "Asia/Tokyo")
        let chief = Account(name: "chief", role: .supervisor)
        let usual = try Self.call(try Self.desk().placed(Self.post(chief, Self.interchange(from: "X"))))
        #expect(usual.partner?.facilities == ["PORT": "PORT", "YARD": "YARD"])
        #expect(usual.partner?.timeZone == "Asia/Ho_Chi_Minh")
    }

    @Test("leaves alone what is no EDIFACT, what is placed already, and seals")
    func untouched() throws {
        let desk = try Self.desk()
        let account = Account(name: "port", role: .operator, facilities: ["PORT"])
        var placedCall = try Self.call(desk.placed(Self.post(account, Self.interchange(from: "RAIL"))))
        placedCall.partner?.name = "as it was"
        for envelope in [
            Self.post(account, Array("[]".utf8), "application/json"), Self.message("vasscm/v1/seals/S1/reports"),
            Self.message("owntracks/a/b"), Self.message("vasscm/v1/clock"),
            Envelope(source: .tick, receivedAt: Self.at),
            Envelope(source: .http(placedCall), receivedAt: Self.at, body: Self.interchange(from: "SEA")),
        ] { #expect(desk.placed(envelope) == envelope) }
    }

    @Test(
        "makes a message on a facility's topic a call in its operator's name, narrowed to that facility",
        arguments: [
            ("PORT", "port"), ("YARD", "port"), ("NOWHERE", "mqtt-NOWHERE"),
        ])
    func messages(facility: String, account: String) throws {
        let topic = "vasscm/v1/facilities/\(facility)/gate-events"
        let call = try Self.call(try Self.desk().placed(Self.message(topic)))
        #expect(call.method == "POST" && call.path == "/v1/gate-events" && call.contentType == "application/json")
        #expect(call.account == Account(name: account, role: .operator, facilities: [facility]))
        #expect(call.via == "mqtt \(topic)" && call.partner == nil)
    }

    @Test("tells partners of one facility apart by the sender, and never takes an officer's rights from a message")
    func senders() throws {
        let desk = try Self.desk()
        func partner(_ facility: String, _ sender: String) throws -> (String?, Account) {
            let message = Self.message("vasscm/v1/facilities/\(facility)/codeco", Self.interchange(from: sender))
            let call = try Self.call(desk.placed(message))
            #expect(call.contentType == "application/edifact")
            return (call.partner?.name, call.account)
        }
        #expect(
            try partner("YARD", "YARDTOS") == ("yard", Account(name: "yard", role: .operator, facilities: ["YARD"])))
        #expect(try partner("YARD", "RAIL") == ("rail", Account(name: "port", role: .operator, facilities: ["YARD"])))
        #expect(try partner("PORT", "OFFICE").1 == Account(name: "port", role: .operator, facilities: ["PORT"]))
        #expect(
            try partner("NOWHERE", "SEA")
                == ("default", Account(name: "mqtt-NOWHERE", role: .operator, facilities: ["NOWHERE"])))
    }

    @Test("makes a file a call of its partner's account, as JSON where it begins as JSON does")
    func files() throws {
        let desk = try Self.desk()
        let edi = EDIPartner(name: "sea", timeZone: "Asia/Tokyo")
        let partner = Partner(edi: edi, account: Account(name: "port", role: .operator, facilities: ["PORT", "YARD"]))
        for (text, isJSON) in [
            ("{}", true), (" \r\n\t[{}]", true), ("\u{feff}{}", true), ("UNB+UNOA", false), ("UNA:+.? '", false),
            ("x", false),
        ] {
            let call = try Self.call(
                desk.file("a.txt", of: partner, body: Array(text.utf8), receivedAt: Self.at))
            #expect(call.contentType == (isJSON ? "application/json" : "application/edifact"), "\(text)")
            #expect(call.account == partner.account && call.via == "folder sea/a.txt")
            #expect(call.partner?.facilities == (isJSON ? nil : ["PORT": "PORT", "YARD": "YARD"]))
        }
    }

    @Test("answers over MQTT with a result for each event, a thousand a message, on the topic beside the posted one")
    func answers() throws {
        let desk = try Self.desk()
        let placed = desk.placed(Self.message("vasscm/v1/facilities/PORT/gate-events"))
        let outcomes = (1...2300).map { number in
            Outcome.gateEvent(
                GateEventOutcome(
                    eventId: "e\(number)", status: .accepted,
                    receipt: Receipt(sequence: Int64(number), receivedAt: Self.at)))
        }
        var answered = AnsweredCall(
            call: try Self.call(placed), body: placed.body, receivedAt: Self.at, outcomes: outcomes)
        let messages = FacilityAnswers.messages(to: answered)
        #expect(messages.map(\.topic) == Array(repeating: "vasscm/v1/facilities/PORT/gate-events/results", count: 3))
        struct Results: Decodable {
            struct Result: Decodable { var eventId: String }
            var results: [Result]
        }
        let results = try messages.map { try JSONDecoder().decode(Results.self, from: Data($0.payload)).results }
        #expect(results.map(\.count) == [1000, 1000, 300])
        #expect(results.flatMap { $0.map(\.eventId) } == (1...2300).map { "e\($0)" })
        // Who posted over HTTP has the answer already.
        answered.call.via = nil
        #expect(FacilityAnswers.messages(to: answered).isEmpty)
    }
}
