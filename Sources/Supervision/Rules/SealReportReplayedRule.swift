import Customs

/// Detects: an old report is sent again, changed under a number that was used, or under a new number.
///
/// Inputs: a report that is refused because another body has its number; and a new number whose fix is older by
/// `tolerance` than one of a smaller number. A backlog, however late, has its numbers in the order of its times and
/// never fires. Old reports within an hour of one another are one finding; it begins with the oldest of them.
/// Latched. Defaults: 120 s lets a device send its last few reports in another order. Fooled by: a clock that is set
/// back by minutes while the numbers go on; a second device that uses the same boot.
struct SealReportReplayedRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        var renumbered = Episode()
        var reused = Episode()
        /// What the device said was the time of the last refused body.
        var reusedSaidAt = Timestamp.distantPast
        /// The row of suspects that was counted last, and how many of it.
        var suspect: Int64 = -1
        var suspects: Int32 = 0
    }

    /// Old reports that belong together.
    struct Episode: Codable, Sendable, Hashable {
        var startedAt = Timestamp.distantPast
        var lastAt = Timestamp.distantPast
        var lastNumber: Int64 = -1
        var count: Int32 = 0
    }

    private let isEnabled: Bool
    private let toleranceSeconds: Double
    private static let episodeSeconds = 3600.0

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        toleranceSeconds = settings["tolerance"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ plan: TransitPlan, _ findings: inout Findings) {
        guard isEnabled else { return }
        if step.kind == .numberReused {
            reuse(&state, step, &findings)
        } else if step.number.relation == .behind {
            let isCounted = step.number.suspect == state.suspect && step.number.suspects == state.suspects
            if !isCounted { judge(&state, step, plan, &findings) }
        }
    }

    private func judge(_ state: inout State, _ step: TransitStep, _ plan: TransitPlan, _ findings: inout Findings) {
        let number = step.number
        guard number.suspect >= 0 else { return }
        // Where the old report is older than all that is known, it is held against the newest of the others.
        let isItself = number.suspect == step.evidence.sequence
        let other = isItself ? number.highestAt : step.time
        guard other.seconds(since: number.suspectAt) > toleranceSeconds else { return }
        let isNew = number.suspect != state.suspect
        // A row that goes on behind one that was counted begins with what was counted there.
        let counted = isNew ? (number.suspect == state.renumbered.lastNumber ? 1 : 0) : state.suspects
        state.suspect = number.suspect
        state.suspects = number.suspects
        guard number.suspects > counted else { return }
        let startedAt = max(number.suspectAt, plan.startsAt)
        take(&state.renumbered, at: startedAt, count: number.suspects - counted)
        state.renumbered.lastNumber = isItself ? number.suspect : max(number.highest, number.suspect)
        publish(
            state.renumbered, step, "",
            [
                "seq": .number(Double(number.suspect)), "fixTime": .time(number.suspectAt),
                "earlierSeq": .number(Double(isItself ? number.highest : step.evidence.sequence)),
                "earlierFixTime": .time(other), "olderSeconds": .number(other.seconds(since: number.suspectAt)),
            ], &findings)
    }

    private func reuse(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        // The refused body may be delivered twice, as any other; under a wrong clock each counts when it comes.
        let saidAt = step.time.advanced(bySeconds: -Double(step.evidence.clockErrorSeconds))
        let isAgain = abs(saidAt.seconds(since: state.reusedSaidAt)) <= 1
        if isAgain, state.reused.lastNumber == step.evidence.sequence { return }
        state.reusedSaidAt = saidAt
        take(&state.reused, at: step.time, count: 1)
        state.reused.lastNumber = step.evidence.sequence
        publish(
            state.reused, step, "number-reused",
            ["seq": .number(Double(step.evidence.sequence)), "fixTime": .time(step.time)], &findings)
    }

    private func take(_ episode: inout Episode, at time: Timestamp, count: Int32) {
        if episode.count == 0 || abs(time.seconds(since: episode.lastAt)) > Self.episodeSeconds {
            episode.startedAt = time
            episode.count = 0
        }
        episode.lastAt = time
        episode.count += count
    }

    private func publish(
        _ episode: Episode, _ step: TransitStep, _ variant: String, _ evidence: [String: EvidenceValue],
        _ findings: inout Findings
    ) {
        let known = findings.all.last {
            $0.rule == .sealReportReplayed && $0.variant == variant && $0.startedAt == episode.startedAt
        }
        var finding =
            known
            ?? Finding(
                rule: .sealReportReplayed, startedAt: episode.startedAt, firedAt: step.time)
        if known == nil {
            finding.variant = variant
            finding.qualifier = variant
            finding.evidence = evidence
            finding.evidence["tolerance"] = variant.isEmpty ? .number(toleranceSeconds) : nil
        }
        finding.evidence["reports"] = .number(Double(episode.count))
        findings.open(finding)
    }
}
