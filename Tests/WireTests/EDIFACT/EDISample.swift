import Customs
import Wire

/// Messages for the tests of UN/EDIFACT, all made up.
enum EDISample {
    static let operatorAccount = Account(name: "op-1", role: .operator, facilities: ["VNHPH"])

    static let partner: EDIPartner = {
        var partner = EDIPartner(name: "hph", timeZone: "Asia/Ho_Chi_Minh")
        partner.facilities = ["VNHPH": "VNHPH", "VNCLI": "VNCLI", "TCHP1": "VNHPH"]
        return partner
    }()

    /// The group of one container.
    static let equipment = "EQD+CN+CSQU3054383+22G1:102:5++3+5'DTM+7:202603020802:203'LOC+165+VNHPH:139:6'"

    /// A whole interchange: four segments before `groups`, so that its first is segment 4.
    static func interchange(
        _ groups: String = equipment, head: String = "BGM+34+D1+9'", type: String = "CODECO:D:95B:UN:ITG14",
        unb: String = "UNB+UNOA:2+SENDER+VNCUS+260302:0805+IC7'", tail: String = "CNT+16:1'UNT+7+M1'UNZ+1+IC7'"
    ) -> String {
        "\(unb)UNH+M1+\(type)'\(head)\(groups)\(tail)"
    }

    static func call(
        account: Account = Sample.officer, partner: EDIPartner? = partner, type: String = "application/edifact"
    ) -> HTTPCall {
        HTTPCall(method: "POST", path: "/v1/gate-events", contentType: type, account: account, partner: partner)
    }

    static func decode(
        _ body: [UInt8], account: Account = Sample.officer, partner: EDIPartner? = partner
    ) -> Decoded {
        Wire.decode(
            Envelope(
                source: .http(call(account: account, partner: partner)), receivedAt: Sample.received, body: body))
    }

    static func decode(
        _ text: String, account: Account = Sample.officer, partner: EDIPartner? = partner
    ) -> Decoded {
        decode(Array(text.utf8), account: account, partner: partner)
    }

    /// The event of one group in an otherwise plain message.
    static func event(_ group: String, head: String = "BGM+34+D1+9'") -> GateEvent? {
        decode(interchange(group, head: head)).gateEvents.first
    }

    /// The answer to a body whose every event was accepted.
    static func answer(_ body: String, partner: EDIPartner? = partner, account: Account = Sample.officer) -> String {
        let outcomes = decode(body, account: account, partner: partner).map { item -> Outcome in
            switch item {
            case .success(.gateEvent(let event, _)):
                .gateEvent(
                    GateEventOutcome(
                        eventId: event.eventId, status: .accepted,
                        receipt: Receipt(sequence: 17, receivedAt: Sample.received)))
            case .success: .none
            case .failure(let rejection): .rejected(rejection)
            }
        }
        let answer = EDIAnswer.make(
            to: Array(body.utf8), call: call(account: account, partner: partner), outcomes: outcomes,
            at: Sample.received)
        return String(decoding: answer, as: UTF8.self)
    }
}

extension Array where Element == Result<Observation, Rejection> {
    var gateEvents: [GateEvent] {
        compactMap { if case .success(.gateEvent(let event, _)) = $0 { event } else { nil } }
    }
}
