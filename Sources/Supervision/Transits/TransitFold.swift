import Customs
import Geofencing

/// One transit's state after some of its evidence: a value, so that a copy is a checkpoint.
struct TransitFold: Codable, Sendable, Hashable {
    let handle: Int32
    let plan: TransitPlan
    var departedAt: Timestamp?
    var arrivedAt: Timestamp?
    var endedAt: Timestamp?
    /// Whether it has folded a position.
    private(set) var hasFix = false
    var rules: RuleStates
    var findings = Findings()

    init(handle: Int32, plan: TransitPlan) {
        self.handle = handle
        self.plan = plan
        rules = RuleStates(plan: plan)
    }

    /// Takes one item of evidence that belongs to the transit.
    mutating func fold(_ step: TransitStep, rules book: Rules) {
        guard endedAt == nil else { return }
        book.advance(&self, to: step.time)
        progress(step)
        if step.position != nil { hasFix = true }
        book.step(&self, step)
    }

    /// Time passes with no evidence.
    mutating func advance(to time: Timestamp, rules book: Rules) {
        guard endedAt == nil else { return }
        book.advance(&self, to: time)
    }

    mutating func end(at time: Timestamp, rules book: Rules) {
        guard endedAt == nil else { return }
        book.advance(&self, to: time)
        endedAt = time
        findings.closeAll(at: time)
    }

    /// The next moment at which time alone changes something.
    func nextDeadline(rules book: Rules) -> Timestamp? {
        endedAt == nil ? book.nextDeadline(self) : nil
    }

    /// Status by evidence; an officer's ending is laid over it.
    var status: TransitStatus {
        if arrivedAt != nil { return .arrived }
        return departedAt != nil ? .inTransit : .open
    }

    private mutating func progress(_ step: TransitStep) {
        if departedAt == nil { departedAt = departure(step) }
        if arrivedAt == nil, departedAt != nil { arrivedAt = arrival(step) }
    }

    private func departure(_ step: TransitStep) -> Timestamp? {
        switch step.kind {
        case .gateOut where step.facility == plan.origin: return step.time
        case .report where step.position != nil:
            if let left = step.changes.first(where: { $0.change == .exited && plan.originZones.contains($0.zone) }) {
                return max(left.at, plan.startsAt)
            }
            return plan.originZones.contains(where: step.inside.contains) ? nil : step.time
        default: return nil
        }
    }

    private func arrival(_ step: TransitStep) -> Timestamp? {
        switch step.kind {
        case .gateIn where step.facility == plan.destination: return step.time
        case .report where step.position != nil:
            if let entry = step.changes.first(where: {
                $0.change == .entered && plan.destinationZones.contains($0.zone)
            }) {
                return entry.at
            }
            return plan.destinationZones.contains(where: step.inside.contains) ? step.time : nil
        default: return nil
        }
    }
}

/// One item of evidence with what the earlier stages made of it.
struct TransitStep: Sendable {
    let kind: Evidence.Kind
    let time: Timestamp
    /// `nil` without a fix, and for evidence too late to be placed among the positions.
    let position: Coordinate?
    /// The device's own estimate, where it gives one.
    let horizontalErrorMeters: Double?
    let state: SealState
    let interval: Double?
    let facility: String?
    /// The zones that hold the position.
    let inside: [ZoneIndex.Handle]
    /// What happened at the edges of zones on the way to it.
    let changes: [ZoneTracker.Change]
}
