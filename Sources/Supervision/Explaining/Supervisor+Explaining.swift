public import Customs

extension Supervisor {
    /// Keeps the whole evidence of these seals from now on, for `trace`; to be called before the first observation.
    public mutating func keepEvidence(of seals: Set<String>) { witness = Witness(seals: seals) }

    /// Whether there was so much evidence of the witnessed seals that some was not kept.
    public var isWitnessFull: Bool { witness?.isFull ?? false }

    /// Every step of a witnessed seal's transit, in the order of its evidence, with what the rule made of it; at the end
    /// what the clock found up to now. Empty where the transit or its seal was not witnessed.
    public func trace(transit: String, rule: RuleCode) -> [TraceStep] {
        guard let witness, let handle = witness.handles[transit] else { return [] }
        let world = witness.worlds[transit] ?? world
        guard let plan = world.plans[handle] else { return [] }
        var tracer = Tracer(world: world, plan: plan, handle: handle, rule: rule)
        for item in witness.orderedItems(of: plan.seal) { tracer.take(item) }
        tracer.finish(at: clock)
        return tracer.steps
    }

    /// Writes an item down where its seal is witnessed; before it is folded.
    mutating func note(_ evidence: Evidence, of index: Int, boot: String? = nil, receivedAt: Timestamp) {
        let name = seals[index].name
        guard witness?.seals.contains(name) ?? false else { return }
        let item = Witness.Item(
            evidence: evidence, receivedAt: receivedAt, boot: boot == "0" ? nil : boot,
            foldedAfter: seals[index].history.placeOfLate(evidence))
        witness?.note(item, of: name, in: world)
    }
}
