import Customs

/// Detects: reports are missing from a seal's numbers.
///
/// Inputs: numbers of one boot in the order of the fix times. Where a number is followed by a later one that is not
/// the next, those between are missing, visible since the later one's time, and alerted `after` that. All that is
/// missing at one time is one finding; it begins with the last report before the first gap. A report that comes late
/// is put in its place, so that the gap was never there. Where numbers of a gap come one after the other, as behind
/// an old report that is sent again, the rest of it is visible only since the last of them. Not missing: numbers
/// before a transit's first report, between boots, and of sources that the server numbers. Ends: every missing number
/// has come. Defaults: 600 s, for a device sends a backlog within minutes of its network. Fooled by: a device that
/// leaves numbers out; that counts on while it is switched off.
struct SealSequenceGapRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        fileprivate(set) var missing: [Gap] = []
        /// Missing, but no longer known by number.
        fileprivate(set) var more: Int64 = 0
        fileprivate(set) var hasBegun = false
        fileprivate(set) var isOpen = false
    }

    struct Gap: Codable, Sendable, Hashable {
        var boot: UInt32
        var first: Int64
        var last: Int64
        /// Time of the report before it.
        var before: Timestamp
        /// Time of the report that showed it.
        var since: Timestamp
    }

    private let isEnabled: Bool
    private let afterSeconds: Double
    /// More gaps are only counted.
    private static let mostGaps = 32
    /// Ranges that the evidence lists.
    private static let mostListed = 8

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ plan: TransitPlan, _ findings: inout Findings) {
        guard isEnabled, step.kind == .report else { return }
        switch step.number.relation {
        case .next where state.hasBegun, .unnumbered: return
        case .ahead where state.hasBegun:
            let gap = Gap(
                boot: step.evidence.tie, first: step.number.highest + 1, last: step.evidence.sequence - 1,
                before: max(step.number.highestAt, plan.startsAt), since: step.time)
            add(gap, to: &state)
            if state.isOpen { publish(state, &findings) }
        case .behind where !state.missing.isEmpty: fill(&state, step, &findings)
        default: break
        }
        state.hasBegun = true
    }

    func advance(_ state: inout State, to time: Timestamp, _ plan: TransitPlan, _ findings: inout Findings) {
        guard let due = deadline(state, plan, findings), time >= due,
            let first = state.missing.min(by: { $0.since < $1.since })
        else { return }
        state.isOpen = true
        var finding = Finding(rule: .sealSequenceGap, startedAt: first.before, firedAt: due)
        finding.evidence = ["after": .number(afterSeconds), "since": .time(first.since)]
        describe(&finding, state)
        findings.open(finding)
    }

    func deadline(_ state: State, _ plan: TransitPlan, _ findings: Findings) -> Timestamp? {
        guard !state.missing.isEmpty, !state.isOpen, !findings.isFull(.sealSequenceGap) else { return nil }
        return state.missing.map(\.since).min()?.advanced(bySeconds: afterSeconds)
    }

    private func add(_ gap: Gap, to state: inout State) {
        guard gap.first <= gap.last else { return }
        if state.missing.count < Self.mostGaps {
            state.missing.append(gap)
        } else {
            let (sum, overflows) = state.more.addingReportingOverflow(gap.last - gap.first + 1)
            state.more = overflows ? .max : sum
        }
    }

    private func fill(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        let number = step.evidence.sequence
        let index = state.missing.firstIndex {
            $0.boot == step.evidence.tie && $0.first <= number && number <= $0.last
        }
        guard let index else { return }
        let gap = state.missing.remove(at: index)
        // A report from before the history fills its number, and says nothing of when the others were due.
        let time = step.isInOrder ? step.time : gap.since
        var lower = gap
        lower.last = number - 1
        lower.since = time
        add(lower, to: &state)
        var upper = gap
        upper.first = number + 1
        upper.before = step.isInOrder ? step.time : gap.before
        upper.since = time
        add(upper, to: &state)
        if step.isInOrder, !state.isOpen {
            // The seal has counted to this number by now: higher ones, which ran ahead, are not due yet.
            for index in state.missing.indices
            where state.missing[index].boot == gap.boot && state.missing[index].first > number {
                state.missing[index].since = step.time
                state.missing[index].before = step.time
            }
        }
        guard state.isOpen else { return }
        publish(state, &findings)
        if state.missing.isEmpty, state.more == 0 {
            findings.close(.sealSequenceGap, at: step.time, evidence: ["filledAt": .time(step.time)])
            state.isOpen = false
        }
    }

    private func publish(_ state: State, _ findings: inout Findings) {
        guard var finding = findings.last(.sealSequenceGap), finding.endedAt == nil else { return }
        describe(&finding, state)
        findings.open(finding)
    }

    /// The numbers that are missing now; the last word stays when all have come.
    private func describe(_ finding: inout Finding, _ state: State) {
        guard !state.missing.isEmpty || state.more > 0 else { return }
        let count = state.missing.reduce(Double(state.more)) { $0 + Double($1.last - $1.first) + 1 }
        let gaps = state.missing.sorted { ($0.boot, $0.first) < ($1.boot, $1.first) }
        let ranges = gaps.prefix(Self.mostListed).map { gap in
            gap.first == gap.last ? "\(gap.first)" : "\(gap.first)-\(gap.last)"
        }
        let isAll = gaps.count <= Self.mostListed && state.more == 0
        finding.evidence["missing"] = .number(count)
        finding.evidence["ranges"] = .text(ranges.joined(separator: ", ") + (isAll ? "" : ", …"))
        finding.words["count"] = "\(Int64(min(count, 9e18)))"
    }
}
