import Customs

extension Supervisor {
    /// Customs decides on containers of a declaration. What left before is judged by what held then: by this decision too,
    /// where it says that it was made earlier.
    mutating func decide(
        _ order: ClearanceOrder, by account: Account, receivedAt: Timestamp, into effects: inout [Effect]
    ) -> Outcome {
        guard account.role.has(.postClearances) else {
            return .rejected(Rejection(.forbidden, "account “\(account.name)” may not decide on clearances"))
        }
        let handles: [Int32]
        if let numbers = order.containers {
            guard !numbers.isEmpty else {
                return .rejected(Rejection(.outOfRange, "containers: names no container"))
            }
            handles = Set(numbers).sorted().map { containers.claim($0) }
        } else {
            handles = declarations.containers(order.declaration)
            guard !handles.isEmpty else {
                return .rejected(
                    Rejection(.notFound, "declaration “\(order.declaration)” has named no container; name them"))
            }
        }
        let decision = ClearanceDecision(
            declaration: order.declaration, containers: handles.map { containers[$0].number }.sorted(),
            status: order.status, reason: order.reason, decidedAt: min(order.decidedAt ?? receivedAt, receivedAt),
            by: account.name, sequence: claimSequence())
        effects.append(Effect(sequence: decision.sequence, at: receivedAt, kind: .clearance(decision)))
        let fact = ClearanceFact(decision)
        for handle in handles {
            let number = containers[handle].number
            let before = decision.decidedAt < receivedAt ? portFold(of: number) : nil
            containers[handle].decide(fact)
            containers[handle].lastHeardAt = max(containers[handle].lastHeardAt, receivedAt)
            declarations.add(handle, to: order.declaration)
            judgeAgain(number, from: before, into: &effects)
        }
        letGoOfContainers(atMost: min(handles.count, 256) * Self.lookedAtPerStep)
        return .clearance(decision)
    }
}
