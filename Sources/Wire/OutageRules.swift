import Customs

/// What an operator must say of an outage.
enum OutageRules {
    static func checked(_ order: OutageOrder) throws(FieldFault) -> OutageOrder {
        if let outage = order.outage { try TextRules.identifier(outage, "outage") }
        // One that is planned may be announced well before it begins.
        _ = try FixTimeRule.checked(order.startsAt, "startsAt", receivedAt: nil)
        var order = order
        order.reason = try TextRules.sentence(order.reason, "reason")
        return order
    }
}
