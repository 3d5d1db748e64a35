import Customs

/// What an order to open a transit must hold.
enum TransitRules {
    /// The order with its container number in normal form.
    static func checked(_ order: TransitOrder) throws(FieldFault) -> TransitOrder {
        if let transit = order.transit { try TextRules.identifier(transit, "transit") }
        var order = order
        order.container = try TextRules.container(order.container, "container")
        try TextRules.identifier(order.seal, "seal")
        try TextRules.length(order.declaration, "declaration", bytes: 1...200)
        try TextRules.identifier(order.origin, "origin")
        try TextRules.identifier(order.destination, "destination")
        if let route = order.route { try TextRules.identifier(route, "route") }
        _ = try FixTimeRule.checked(order.deadline, "deadline", receivedAt: nil)
        if let startsAt = order.startsAt {
            _ = try FixTimeRule.checked(startsAt, "startsAt", receivedAt: nil)
            guard order.deadline > startsAt else {
                throw FieldFault(
                    .outOfRange, "deadline", "is \(order.deadline.rfc3339), not after startsAt (\(startsAt.rfc3339))")
            }
        }
        try TextRules.length(order.plate, "plate", bytes: 0...200)
        return order
    }
}
