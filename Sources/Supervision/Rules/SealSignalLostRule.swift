import Customs

/// Detects: the seal has said nothing for longer than it should.
///
/// Inputs: the evidence times of reports, with or without a fix, and the interval that the device declares. Limit:
/// `max(after, intervals x interval)`, so that a seal told to report every half hour is not lost after 15 minutes.
/// A backlog that fills the silence withdraws the alert: the seal was reporting, and only its network was away.
/// Defaults: 900 s is the slowest interval of Vietnamese truck trackers (15 min at rest); 5 intervals ride out a tunnel.
/// Fooled by: a seal that reports less often than it declares.
struct SealSignalLostRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        var lastHeard: Timestamp
        var interval = 0.0
        var lastPlace: Coordinate?
        var hasReported = false

        init(lastHeard: Timestamp) { self.lastHeard = lastHeard }
    }

    private let isEnabled: Bool
    private let afterSeconds: Double
    private let intervals: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
        intervals = settings["intervals"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, step.kind == .report else { return }
        if findings.isOpen(.sealSignalLost) {
            let silence = step.time.seconds(since: state.lastHeard)
            findings.close(.sealSignalLost, at: step.time, evidence: ["silentSeconds": .number(silence)])
        }
        // A report from before the last one fills a gap in the record, but says nothing of now.
        state.lastHeard = max(state.lastHeard, step.time)
        state.hasReported = true
        if let interval = step.interval { state.interval = interval }
        if let place = step.position { state.lastPlace = place }
    }

    func advance(_ state: State, to time: Timestamp, _ findings: inout Findings) {
        guard let deadline = deadline(state, findings), time >= deadline else { return }
        var finding = Finding(rule: .sealSignalLost, startedAt: state.lastHeard, firedAt: deadline)
        finding.position = state.lastPlace
        finding.evidence = [
            state.hasReported ? "lastReport" : "waitingSince": .time(state.lastHeard),
            "limitSeconds": .number(limit(state)), "after": .number(afterSeconds), "intervals": .number(intervals),
        ]
        if state.interval > 0 { finding.evidence["interval"] = .number(state.interval) }
        finding.words = ["limit": Words.duration(limit(state))]
        findings.open(finding)
    }

    func deadline(_ state: State, _ findings: Findings) -> Timestamp? {
        guard isEnabled, !findings.isOpen(.sealSignalLost), !findings.isFull(.sealSignalLost) else { return nil }
        return state.lastHeard.advanced(bySeconds: limit(state))
    }

    private func limit(_ state: State) -> Double { max(afterSeconds, intervals * state.interval) }
}
