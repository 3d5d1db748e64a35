import Customs
import Geofencing

/// The rules that watch a transit, in the order in which they run.
struct Rules: Sendable {
    let sealClockWrong: SealClockWrongRule
    let sealReportReplayed: SealReportReplayedRule
    let sealSequenceGap: SealSequenceGapRule
    let sealTampered: SealTamperedRule
    let sealUnlocked: SealUnlockedRule
    let sealBatteryLow: SealBatteryLowRule
    let sealSignalLost: SealSignalLostRule
    let sealCloned: SealClonedRule
    let positionJump: PositionJumpRule
    let positionFrozen: PositionFrozenRule
    let gnssJamming: GNSSJammingRule
    let gnssSpoofing: GNSSSpoofingRule
    let routeDeviation: RouteDeviationRule
    let unauthorisedStop: UnauthorisedStopRule
    let forbiddenZone: ForbiddenZoneRule
    let wrongDestination: WrongDestinationRule
    let overspeed: OverspeedRule
    let transitOverdue: TransitOverdueRule
    let transitLateForecast: TransitLateForecastRule
    let leftWithoutGateOut: LeftWithoutGateOutRule
    let gateEventWithoutPresence: GateEventWithoutPresenceRule
    let truckChanged: TruckChangedRule
    /// These look across transits, and run when what they look at changes.
    let meetingSuspected: MeetingSuspectedRule
    let jammedArea: JammedArea
    /// What the placing stage holds a fix against.
    let plausibility: Placement.Limits
    /// From when on a device's clock is wrong.
    let clock: ClockTolerance

    init(settings: RuleBook) {
        sealClockWrong = SealClockWrongRule(settings[.sealClockWrong])
        sealReportReplayed = SealReportReplayedRule(settings[.sealReportReplayed])
        sealSequenceGap = SealSequenceGapRule(settings[.sealSequenceGap])
        sealTampered = SealTamperedRule(settings[.sealTampered])
        sealUnlocked = SealUnlockedRule(settings[.sealUnlocked])
        sealBatteryLow = SealBatteryLowRule(settings[.sealBatteryLow])
        sealSignalLost = SealSignalLostRule(settings[.sealSignalLost])
        sealCloned = SealClonedRule(settings[.sealCloned])
        positionJump = PositionJumpRule(settings[.positionJump])
        positionFrozen = PositionFrozenRule(settings[.positionFrozen])
        gnssJamming = GNSSJammingRule(settings[.gnssJamming])
        gnssSpoofing = GNSSSpoofingRule(settings[.gnssSpoofing])
        routeDeviation = RouteDeviationRule(settings[.routeDeviation])
        unauthorisedStop = UnauthorisedStopRule(settings[.unauthorisedStop])
        forbiddenZone = ForbiddenZoneRule(settings[.forbiddenZone])
        wrongDestination = WrongDestinationRule(settings[.wrongDestination])
        overspeed = OverspeedRule(settings[.overspeed])
        transitOverdue = TransitOverdueRule(settings[.transitOverdue])
        transitLateForecast = TransitLateForecastRule(settings[.transitLateForecast])
        leftWithoutGateOut = LeftWithoutGateOutRule(settings[.leftWithoutGateOut])
        gateEventWithoutPresence = GateEventWithoutPresenceRule(settings[.gateEventWithoutPresence])
        truckChanged = TruckChangedRule(settings[.truckChanged])
        meetingSuspected = MeetingSuspectedRule(settings[.meetingSuspected])
        jammedArea = JammedArea(settings[.gnssJamming])
        plausibility = Placement.Limits(
            speed: settings[.positionJump]["speed"], frozenFixes: Int(settings[.positionFrozen]["fixes"]),
            frozenSpeed: settings[.positionFrozen]["speed"])
        clock = ClockTolerance(settings[.sealClockWrong])
    }

    /// What makes a stay in a facility.
    var facilityLimits: FacilityStays.Limits {
        FacilityStays.Limits(
            returnSeconds: leftWithoutGateOut.afterSeconds, nearMeters: gateEventWithoutPresence.distanceMeters,
            nearSeconds: gateEventWithoutPresence.windowSeconds)
    }

    /// Lets the rule see it first that says whether its position can be trusted.
    func judge(_ transit: inout TransitFold, _ step: TransitStep, _ world: World) {
        gnssSpoofing.step(&transit.rules.gnssSpoofing, step, world.zones, &transit.findings)
    }

    /// Lets each rule see one item of evidence.
    func step(_ transit: inout TransitFold, _ step: TransitStep, _ plan: TransitPlan, _ world: World) {
        sealClockWrong.step(&transit.rules.sealClockWrong, step, &transit.findings)
        sealReportReplayed.step(&transit.rules.sealReportReplayed, step, plan, &transit.findings)
        sealSequenceGap.step(&transit.rules.sealSequenceGap, step, plan, &transit.findings)
        sealTampered.step(&transit.rules.sealTampered, step, &transit.findings)
        sealUnlocked.step(&transit.rules.sealUnlocked, step, plan, &transit.findings)
        sealBatteryLow.step(&transit.rules.sealBatteryLow, step, &transit.findings)
        sealSignalLost.step(
            &transit.rules.sealSignalLost, step, transit.road, plan, world.experience, &transit.findings)
        sealCloned.step(&transit.rules.sealCloned, step, &transit.findings)
        positionJump.step(&transit.rules.positionJump, step, &transit.findings)
        positionFrozen.step(&transit.rules.positionFrozen, step, plan, &transit.findings)
        gnssJamming.step(&transit.rules.gnssJamming, step, &transit.findings)
        routeDeviation.step(
            &transit.rules.routeDeviation, step, isUnderWay: transit.status == .inTransit, plan, world.zones,
            &transit.findings)
        unauthorisedStop.step(&transit.rules.unauthorisedStop, transit.standing, step, &transit.findings)
        forbiddenZone.step(step, world.zones, &transit.findings)
        wrongDestination.step(plan, step, world.zones, &transit.findings)
        overspeed.step(&transit.rules.overspeed, step, &transit.findings)
        transitOverdue.step(plan, arrivedAt: transit.arrivedAt, &transit.findings)
        transitLateForecast.step(
            &transit.rules.transitLateForecast, step, (transit.departedAt, transit.arrivedAt), transit.road, plan,
            world, &transit.findings)
        stepGates(&transit, step, plan, world)
    }

    /// Lets the rules see it that hold gate and seal against each other.
    private func stepGates(_ transit: inout TransitFold, _ step: TransitStep, _ plan: TransitPlan, _ world: World) {
        guard step.kind != .report || !transit.rules.gateEventWithoutPresence.checks.isEmpty else { return }
        let spoofing = transit.rules.gnssSpoofing
        leftWithoutGateOut.step(&transit.facilities, world.zones, &transit.findings)
        gateEventWithoutPresence.step(
            &transit.rules.gateEventWithoutPresence, step, transit.facilities,
            isSuspect: spoofing.suspectSince(at: step.time) != nil, world.zones, &transit.findings)
        truckChanged.step(&transit.rules.truckChanged, step, plan, world.zones, &transit.findings)
    }

    /// The transit ends, and nothing that follows is its own.
    func finish(_ transit: inout TransitFold, at time: Timestamp, _ world: World) {
        let spoofing = transit.rules.gnssSpoofing
        gateEventWithoutPresence.finish(
            &transit.rules.gateEventWithoutPresence, at: time,
            isSuspect: { spoofing.suspectSince(at: $0) != nil }, world.zones, &transit.findings)
    }

    /// Lets the rules that watch the clock see how far it is.
    func advance(_ transit: inout TransitFold, to time: Timestamp, _ plan: TransitPlan, _ world: World) {
        sealSequenceGap.advance(&transit.rules.sealSequenceGap, to: time, plan, &transit.findings)
        sealSignalLost.advance(
            &transit.rules.sealSignalLost, to: time, plan, world.experience, &transit.findings)
        transitOverdue.advance(plan, arrivedAt: transit.arrivedAt, to: time, &transit.findings)
        let spoofing = transit.rules.gnssSpoofing
        leftWithoutGateOut.advance(
            &transit.facilities, to: time, suspectSince: { spoofing.suspectSince(at: $0) }, world.zones,
            &transit.findings)
        gateEventWithoutPresence.advance(
            &transit.rules.gateEventWithoutPresence, to: time,
            isSuspect: { spoofing.suspectSince(at: $0) != nil }, world.zones, &transit.findings)
    }

    /// When time alone will next fire a rule.
    func nextDeadline(_ transit: TransitFold, _ plan: TransitPlan, _ world: World) -> Timestamp? {
        var next: Timestamp?
        func consider(_ deadline: Timestamp?) {
            if let deadline { next = next.map { min($0, deadline) } ?? deadline }
        }
        consider(sealSequenceGap.deadline(transit.rules.sealSequenceGap, plan, transit.findings))
        consider(sealSignalLost.deadline(transit.rules.sealSignalLost, plan, transit.findings))
        consider(transitOverdue.deadline(plan, arrivedAt: transit.arrivedAt, transit.findings))
        consider(leftWithoutGateOut.deadline(transit.facilities))
        consider(gateEventWithoutPresence.deadline(transit.rules.gateEventWithoutPresence))
        return next
    }
}

/// What each rule remembers of one transit.
struct RuleStates: Codable, Sendable, Hashable {
    var sealClockWrong = SealClockWrongRule.State()
    var sealReportReplayed = SealReportReplayedRule.State()
    var sealSequenceGap = SealSequenceGapRule.State()
    var sealTampered = SealTamperedRule.State()
    var sealUnlocked = SealUnlockedRule.State()
    var sealBatteryLow = SealBatteryLowRule.State()
    var sealSignalLost = SealSignalLostRule.State()
    var sealCloned = SealClonedRule.State()
    var positionJump = PositionJumpRule.State()
    var positionFrozen = PositionFrozenRule.State()
    var gnssJamming = GNSSJammingRule.State()
    var gnssSpoofing = GNSSSpoofingRule.State()
    var routeDeviation = RouteDeviationRule.State()
    var unauthorisedStop = UnauthorisedStopRule.State()
    var overspeed = OverspeedRule.State()
    var transitLateForecast = TransitLateForecastRule.State()
    var gateEventWithoutPresence = GateEventWithoutPresenceRule.State()
    var truckChanged = TruckChangedRule.State()
}
