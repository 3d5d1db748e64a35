import Customs
import Geofencing

/// Folds a seal's evidence from its start and writes down what one rule made of each step of one transit.
struct Tracer {
    private let world: World
    private let plan: TransitPlan
    private let handle: Int32
    private let rule: RuleCode
    private var fold = SealFold()
    private(set) var steps: [TraceStep] = []

    /// The rule's memory and findings at a moment.
    private struct Picture {
        var state: StateValue?
        var findings: [Finding] = []
    }

    init(world: World, plan: TransitPlan, handle: Int32, rule: RuleCode) {
        self.world = world
        self.plan = plan
        self.handle = handle
        self.rule = rule
    }

    mutating func take(_ item: Witness.Item) {
        let evidence = item.evidence
        let isInOrder = evidence.order >= fold.order
        let concerns = fold.concerns(evidence, handle, in: world)
        var before = picture(of: fold)
        if isInOrder, concerns, let passed = timePassed(to: evidence.time, from: before) { before = passed }
        var placement = fold.placement
        let movement =
            isInOrder && evidence.kind == .report
            ? placement.place(evidence, world.rules.plausibility) : nil
        let result = fold.fold(evidence, in: world)
        // Nothing here is published, so nothing has to be remembered.
        fold.forget(zoneChanges: fold.zoneChanges.count, transitsEndedBefore: .distantPast)
        guard concerns else { return }

        var step = step(at: evidence.time, TraceStep.Kind(evidence.kind), before: before)
        step.receivedAt = item.receivedAt
        step.isTooLate = !isInOrder
        step.zones = fold.tracker.inside.map { world.zones[$0].id }
        step.changes = result.changes.map {
            TraceStep.ZoneMeeting(change: $0.change, zone: world.zones[$0.zone].id, at: $0.at)
        }
        step.facility = evidence.facility
        step.context = fold.transits.last { $0.handle == handle }?.context(of: rule)
        if evidence.kind == .report || evidence.kind == .numberReused { describe(item, movement, in: &step) }
        steps.append(step)
    }

    /// After all evidence: what the clock finds up to `time`.
    mutating func finish(at time: Timestamp) { _ = timePassed(to: time, from: picture(of: fold)) }

    private func describe(_ item: Witness.Item, _ movement: Movement?, in step: inout TraceStep) {
        let evidence = item.evidence
        step.sequence = evidence.sequence
        step.boot = item.boot
        step.position = evidence.position
        step.verdict = movement?.verdict.word
        step.speedMetersPerSecond = evidence.speedMetersPerSecond
        step.errorMeters = evidence.errorMeters
        step.satellites = evidence.satellites
        step.carrierToNoise = evidence.carrierToNoise
        step.battery = evidence.battery
        step.interval = evidence.interval
        step.state = evidence.state
    }

    /// A step of its own where time alone changes something before the next evidence; what it leaves behind.
    ///
    /// Folding the evidence lets the same time pass once more, so only a copy is shown it.
    private mutating func timePassed(to time: Timestamp, from before: Picture) -> Picture? {
        var shown = fold
        shown.advance(to: time, in: world)
        let after = picture(of: shown)
        guard after.state != before.state || after.findings != before.findings else { return nil }
        let fired = after.findings.last { !before.findings.contains($0) }
        var step = step(at: fired?.firedAt ?? time, .clock, before: before, after: after)
        step.zones = fold.tracker.inside.map { world.zones[$0].id }
        steps.append(step)
        return after
    }

    private func step(at time: Timestamp, _ kind: TraceStep.Kind, before: Picture, after: Picture? = nil) -> TraceStep {
        let after = after ?? picture(of: fold)
        var step = TraceStep(rule: rule, transit: plan.transit, seal: plan.seal, time: time, kind: kind)
        step.before = before.state
        step.after = after.state
        step.findings = Self.changes(from: before.findings, to: after.findings)
        return step
    }

    private func picture(of fold: SealFold) -> Picture {
        guard let transit = fold.transits.last(where: { $0.handle == handle }) else { return Picture() }
        return Picture(state: transit.memory(of: rule), findings: transit.findings.all.filter { $0.rule == rule })
    }

    private static func changes(from before: [Finding], to after: [Finding]) -> [TraceStep.FindingChange] {
        guard before != after else { return [] }
        func counterpart(of finding: Finding, in others: [Finding]) -> Finding? {
            others.last { $0.startedAt == finding.startedAt && $0.qualifier == finding.qualifier }
        }
        var changes: [TraceStep.FindingChange] = []
        for finding in after {
            guard let old = counterpart(of: finding, in: before) else {
                changes.append(.opened)
                if finding.endedAt != nil { changes.append(.closed) }
                continue
            }
            guard old != finding else { continue }
            changes.append(old.endedAt == nil && finding.endedAt != nil ? .closed : .updated)
        }
        for finding in before where counterpart(of: finding, in: after) == nil { changes.append(.withdrawn) }
        return changes
    }
}

extension SealFold {
    /// Whether an item is the transit's: its own start or end, or evidence while it is the one that runs.
    fileprivate func concerns(_ item: Evidence, _ handle: Int32, in world: World) -> Bool {
        switch item.kind {
        case .transitStarts, .transitEnds: return item.transit == handle
        case .report, .numberReused, .gateIn, .gateOut:
            return currentTransit(at: item.time, in: world).map { transits[$0].handle == handle } ?? false
        }
    }
}

extension TraceStep.Kind {
    fileprivate init(_ kind: Evidence.Kind) {
        switch kind {
        case .transitStarts: self = .transitStarts
        case .report: self = .report
        case .numberReused: self = .numberReused
        case .gateIn: self = .gateIn
        case .gateOut: self = .gateOut
        case .transitEnds: self = .transitEnds
        }
    }
}

extension Movement.Verdict {
    /// The verdict as the trace writes it.
    fileprivate var word: String { self == .noFix ? "no-fix" : String(describing: self) }
}
