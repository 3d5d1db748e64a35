import Customs

/// What a decision on a declaration must hold.
enum ClearanceRules {
    /// Containers of one decision.
    static let maximumContainers = 10_000
    /// Decisions of one call.
    static let maximumDecisions = 10_000

    /// The order with its container numbers in normal form, each once, sorted.
    static func checked(_ order: ClearanceOrder, receivedAt: Timestamp) throws(FieldFault) -> ClearanceOrder {
        var order = order
        if let decidedAt = order.decidedAt {
            _ = try FixTimeRule.checked(decidedAt, "decidedAt", receivedAt: receivedAt)
        }
        try TextRules.reference(order.declaration, "declaration")
        order.reason = try TextRules.optionalSentence(order.reason, "reason", isRequired: false)
        guard let containers = order.containers else { return order }
        guard 1...maximumContainers ~= containers.count else {
            throw FieldFault(
                .outOfRange, "containers", "are \(containers.count), not 1 to \(maximumContainers)")
        }
        var numbers = Set<String>()
        for (index, container) in containers.enumerated() {
            numbers.insert(try TextRules.container(container, "containers[\(index)]"))
        }
        order.containers = numbers.sorted()
        return order
    }
}
