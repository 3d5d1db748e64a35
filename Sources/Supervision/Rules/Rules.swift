import Customs
import Geofencing

/// The rules that watch a transit, in the order in which they run.
struct Rules: Sendable {
    let sealTampered: SealTamperedRule
    let sealUnlocked: SealUnlockedRule
    let sealSignalLost: SealSignalLostRule
    let unauthorisedStop: UnauthorisedStopRule
    let forbiddenZone: ForbiddenZoneRule
    let wrongDestination: WrongDestinationRule
    let transitOverdue: TransitOverdueRule
    let settings: RuleBook
    private let zones: ZoneIndex

    init(settings: RuleBook, zones: ZoneIndex) {
        self.settings = settings
        self.zones = zones
        sealTampered = SealTamperedRule(settings[.sealTampered])
        sealUnlocked = SealUnlockedRule(settings[.sealUnlocked])
        sealSignalLost = SealSignalLostRule(settings[.sealSignalLost])
        unauthorisedStop = UnauthorisedStopRule(settings[.unauthorisedStop])
        forbiddenZone = ForbiddenZoneRule(settings[.forbiddenZone])
        wrongDestination = WrongDestinationRule(settings[.wrongDestination])
        transitOverdue = TransitOverdueRule(settings[.transitOverdue])
    }

    /// Lets each enabled rule see one item of evidence.
    func step(_ transit: inout TransitFold, _ step: TransitStep) {
        sealTampered.step(&transit.rules.sealTampered, step, &transit.findings)
        sealUnlocked.step(&transit.rules.sealUnlocked, step, &transit.findings)
        sealSignalLost.step(&transit.rules.sealSignalLost, step, &transit.findings)
        unauthorisedStop.step(&transit.rules.unauthorisedStop, step, zones, &transit.findings)
        forbiddenZone.step(step, zones, &transit.findings)
        wrongDestination.step(transit.plan, step, zones, &transit.findings)
        transitOverdue.step(transit.plan, arrivedAt: transit.arrivedAt, &transit.findings)
    }

    /// Lets the rules that watch the clock see how far it is.
    func advance(_ transit: inout TransitFold, to time: Timestamp) {
        sealSignalLost.advance(transit.rules.sealSignalLost, to: time, &transit.findings)
        transitOverdue.advance(transit.plan, arrivedAt: transit.arrivedAt, to: time, &transit.findings)
    }

    /// When time alone will next fire a rule.
    func nextDeadline(_ transit: TransitFold) -> Timestamp? {
        let deadlines = [
            sealSignalLost.deadline(transit.rules.sealSignalLost, transit.findings),
            transitOverdue.deadline(transit.plan, arrivedAt: transit.arrivedAt, transit.findings),
        ]
        return deadlines.compactMap { $0 }.min()
    }
}

/// What each rule remembers of one transit.
struct RuleStates: Codable, Sendable, Hashable {
    var sealTampered = SealTamperedRule.State()
    var sealUnlocked = SealUnlockedRule.State()
    var sealSignalLost: SealSignalLostRule.State
    var unauthorisedStop = UnauthorisedStopRule.State()

    init(plan: TransitPlan) {
        sealSignalLost = SealSignalLostRule.State(lastHeard: plan.watchedFrom)
    }
}
