import Customs

/// Detects: the seal has said nothing for longer than it should.
///
/// Inputs: the evidence times of reports, with or without a fix; the interval that the device declares; and where
/// earlier transits fell silent on the same road. Limit: `max(after, intervals x interval)`, so that a seal told to
/// report every half hour is not lost after 15 minutes. Where three transits or more, and three of ten, fell silent
/// in the same 5 km or beside them, the place has no network: the limit is half as long again as two of them were
/// silent, two hours at most. A backlog that fills the silence withdraws the alert: the seal was reporting, and only
/// its network was away. The battery decides nothing: a low one that reports is `seal-battery-low`, and a seal that
/// fell silent is lost, empty or not; what it last said of its battery is in the evidence. Defaults: 900 s is the
/// slowest interval of Vietnamese truck trackers (15 min at rest); 5 intervals ride out a tunnel. Fooled by: a seal
/// that reports less often than it declares; one that is robbed where all fall silent, for as long as they do.
struct SealSignalLostRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        /// Long past before the first report.
        fileprivate var lastHeard = Timestamp.distantPast
        /// Where it was then.
        fileprivate var lastPlace: GridPoint?
        /// Declared; 0 where it is not.
        fileprivate var interval = 0
        /// What earlier transits allow here; 0 where they teach nothing.
        fileprivate var taughtSeconds: Float = 0
        /// The day and the piece of the road that it is taken from.
        fileprivate var day: Int32 = 0
        fileprivate var piece: Int16 = -1
        /// Ten-thousandths.
        fileprivate var battery = Evidence.absent16
        fileprivate var isOpen = false
    }

    private let isEnabled: Bool
    private let afterSeconds: Double
    private let intervals: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
        intervals = settings["intervals"]
    }

    func step(
        _ state: inout State, _ step: TransitStep, _ road: RoadProgress, _ plan: TransitPlan,
        _ experience: Experience, _ findings: inout Findings
    ) {
        guard isEnabled, step.kind == .report else { return }
        // A report from before the last one fills a gap in the record, but says nothing of now.
        guard step.isInOrder || step.time >= state.lastHeard else { return }
        if state.isOpen {
            let silence = step.time.seconds(since: heard(state, plan))
            findings.close(.sealSignalLost, at: step.time, evidence: ["silentSeconds": .number(silence)])
            state.isOpen = false
        }
        state.lastHeard = max(heard(state, plan), step.time)
        if let interval = step.evidence.interval { state.interval = Int(interval) }
        state.battery = step.evidence.rawBattery
        if step.fix != nil { state.lastPlace = step.evidence.fix }
        guard let way = plan.way else { return }
        let day = experience.day(at: state.lastHeard)
        guard state.piece != road.piece || state.day != day else { return }
        state.piece = road.piece
        state.day = day
        state.taughtSeconds = Float(taught(state, way, experience)?.limitSeconds ?? 0)
    }

    func advance(
        _ state: inout State, to time: Timestamp, _ plan: TransitPlan, _ experience: Experience,
        _ findings: inout Findings
    ) {
        guard let deadline = deadline(state, plan, findings), time >= deadline else { return }
        let lastHeard = heard(state, plan)
        var finding = Finding(rule: .sealSignalLost, startedAt: lastHeard, firedAt: deadline)
        finding.position = state.lastPlace?.coordinate
        finding.evidence = [
            state.lastHeard == .distantPast ? "waitingSince" : "lastReport": .time(lastHeard),
            "limitSeconds": .number(limit(state)), "after": .number(afterSeconds), "intervals": .number(intervals),
        ]
        if state.interval > 0 { finding.evidence["interval"] = .number(Double(state.interval)) }
        if state.battery != Evidence.absent16 {
            finding.evidence["lastBattery"] = .number(Double(state.battery) / 10_000)
        }
        if let way = plan.way, let silence = taught(state, way, experience) {
            finding.evidence["earlierTransits"] = .number(Double(silence.passes))
            finding.evidence["earlierSilences"] = .number(Double(silence.count))
            finding.evidence["earlierMeanSeconds"] = .number(silence.meanSeconds.rounded())
            finding.evidence["earlierUsualSeconds"] = .number(silence.usualSeconds)
        }
        finding.say("limit") { Words.duration(limit(state), $0) }
        findings.open(finding)
        state.isOpen = true
    }

    func deadline(_ state: State, _ plan: TransitPlan, _ findings: Findings) -> Timestamp? {
        guard isEnabled, !state.isOpen, !findings.isFull(.sealSignalLost) else { return nil }
        return heard(state, plan).advanced(bySeconds: limit(state))
    }

    private func heard(_ state: State, _ plan: TransitPlan) -> Timestamp {
        state.lastHeard == .distantPast ? plan.watchedFrom : state.lastHeard
    }

    private func limit(_ state: State) -> Double {
        max(afterSeconds, intervals * Double(state.interval), Double(state.taughtSeconds))
    }

    private func taught(_ state: State, _ way: RouteWay, _ experience: Experience) -> UsualSilence? {
        guard state.piece >= 0 else { return nil }
        return experience.version(at: state.lastHeard)?.route(way)?.usualSilence(about: Int(state.piece))
    }
}
