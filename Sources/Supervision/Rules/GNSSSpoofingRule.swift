import Customs
import Geofencing

/// Detects: the receiver is told where it is by somebody else.
///
/// Inputs: signs that have nothing to do with one another, each 0...1 times a weight under the limit, joined like
/// independent chances; a sign counts for 30 minutes after it was seen. No sign reaches the limit alone, nor do several of
/// one family; two clear ones of different families do.
/// - Motion: the reported speed (measured by Doppler) and the displacement (from positions) disagree over three fixes and
///   more, steadily, on a seal where they agreed before.
/// - Jump: three fixes in a row agree on a place that nothing on the road reaches; an acceleration that no lorry has.
/// - Quality: error, satellites and signal are the same to the digit over 2 minutes of driving where they varied before; or
///   the signal rose at once above what satellites give.
/// - Gate: the container passes a gate while its last fix, under 10 minutes old, is over 2 km from there.
/// - Clock: reports come early by the leap seconds between GPS and UTC or more, with no number missing.
/// Ends: an officer clears it. One finding an episode: what follows within 2 hours of the last sign belongs to it. While an
/// episode is young, positions decide no arrival; a gate event does.
/// Defaults: 0.7 needs two signs at least; 2 km and 10 min are farther than any gate from its facility's zone.
/// Fooled by: a faulty receiver that loses its almanac and its speed at once; a gate event for the wrong container after a real
/// loss of fix. Misses: a spoofer that replays the true road with matching speed and natural noise; a seal at rest.
struct GNSSSpoofingRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        fileprivate var signs = SpoofingSigns()
        fileprivate var lastFix = GridPoint(latitude: 0, longitude: 0)
        fileprivate var lastFixAt = Timestamp.distantPast
        fileprivate var lastTime = Timestamp.distantPast
        /// Since when speed and displacement disagree, and since when the receiver says the same numbers.
        fileprivate var mismatchSince = Timestamp.distantPast
        fileprivate var sameSince = Timestamp.distantPast
        fileprivate var lastSequence: UInt32 = 0
        fileprivate var lastTie: UInt32 = 0
        /// Metres a second of the last pair of fixes, east and north.
        fileprivate var east: Float = 0
        fileprivate var north: Float = 0
        fileprivate var lastSpeed: Float = -1
        /// Displacement by time of the last pair; negative where there is none.
        fileprivate var lastImplied: Float = -1
        fileprivate var usualCarrierToNoise: Float = 0
        fileprivate var lastError = Evidence.absent16
        fileprivate var lastInterval = Evidence.absent16
        fileprivate var lastSatellites = Evidence.absent8
        fileprivate var lastCarrierToNoise = Evidence.absent8
        /// Pairs of fixes in a row where they disagree, and pairs where they agreed.
        fileprivate var mismatches: UInt8 = 0
        fileprivate var agreements: UInt8 = 0
        /// Moving fixes in a row with the same numbers, and changes of them.
        fileprivate var same: UInt8 = 0
        fileprivate var varied: UInt8 = 0
        fileprivate var high: UInt8 = 0
        /// Reports in a row at the declared interval.
        fileprivate var regular: UInt8 = 0
        fileprivate var isReportedFaster = false
        fileprivate var hasVelocity = false
        /// Kinds of signs that the finding tells; 0 where there is none.
        fileprivate var told: UInt8 = 0
        fileprivate var startedAt = Timestamp.distantPast
        /// The last sign of the episode.
        fileprivate var seenAt = Timestamp.distantPast

        /// Since when positions are suspect; `nil` while they are not.
        func suspectSince(at time: Timestamp) -> Timestamp? {
            told != 0 && time.seconds(since: seenAt) <= GNSSSpoofingRule.suspectSeconds ? startedAt : nil
        }
    }

    /// So long after its last sign an episode makes positions suspect: half of what a sign counts.
    static let suspectSeconds = 900.0
    /// What follows within this time belongs to the episode.
    private static let episodeSeconds = 7200.0

    private let isEnabled: Bool
    private let limit: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        limit = settings["score"]
    }

    /// Runs before all that asks whether positions are suspect.
    func step(_ state: inout State, _ step: TransitStep, _ zones: ZoneIndex, _ findings: inout Findings) {
        guard isEnabled, step.isInOrder else { return }
        switch step.kind {
        case .report:
            compareQuality(&state, step)
            compareClock(&state, step)
            if step.fix != nil { compareMotion(&state, step) }
        case .gateIn, .gateOut: compareGate(&state, step, zones)
        default: return
        }
        guard !state.signs.isEmpty else { return }
        judge(&state, step, &findings)
    }

    private func judge(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        state.signs.forget(before: step.time)
        if state.told != 0 {
            if let until = state.signs.until, until > state.seenAt { state.seenAt = until }
            if step.time.seconds(since: state.seenAt) > Self.episodeSeconds { state.told = 0 }
        }
        let kinds = state.signs.kinds
        guard kinds & ~state.told != 0 else { return }
        let score = state.signs.score
        guard score >= limit else { return }
        if state.told == 0 {
            state.startedAt = state.signs.since ?? step.time
            state.seenAt = step.time
        } else if step.time.seconds(since: state.startedAt) > SpoofingSigns.seconds {
            // Told already, and what is new comes too late to tell more of it.
            state.told |= kinds
            return
        }
        let firedAt = state.told == 0 ? step.time : nil
        state.told |= kinds
        tell(state, score: score, firedAt: firedAt, step, &findings)
    }

    private func tell(
        _ state: State, score: Double, firedAt: Timestamp?, _ step: TransitStep, _ findings: inout Findings
    ) {
        let known = findings.all.last { $0.rule == .gnssSpoofing && $0.startedAt == state.startedAt }
        var finding = Finding(
            rule: .gnssSpoofing, startedAt: state.startedAt, firedAt: firedAt ?? known?.firedAt ?? step.time)
        finding.position = known?.position ?? step.fix ?? step.evidence.position ?? state.lastFix.coordinate
        let rounded = (score * 100).rounded() / 100
        finding.evidence = state.signs.evidence
        finding.evidence["score"] = .number(rounded)
        finding.evidence["scoreLimit"] = .number(limit)
        if let speed = step.evidence.speedMetersPerSecond { finding.evidence["speed"] = .number(speed) }
        if step.movement.seconds > 0 {
            let implied = step.movement.distanceMeters / step.movement.seconds
            finding.evidence["speedByPositions"] = .number((implied * 10).rounded() / 10)
        }
        if let ratio = step.evidence.carrierToNoise {
            finding.evidence["cn0"] = .number(ratio)
            finding.evidence["cn0Before"] = .number(Double(state.usualCarrierToNoise.rounded()))
        }
        finding.say("score") { Words.number(rounded, $0) }
        findings.open(finding)
    }
}

// MARK: Motion

extension GNSSSpoofingRule {
    /// Pairs of fixes farther apart in time than this say nothing of the speed between them.
    private static let longestPairSeconds = 300.0
    /// Disagreements in a row before they mean anything.
    private static let leastMismatches: UInt8 = 3
    /// A seal whose speed never agreed has a fault of its own: knots for metres a second.
    private static let leastAgreements: UInt8 = 4
    /// What brakes and engines of a loaded lorry can do, with room: m/s².
    private static let mostAcceleration = 5.0

    private func compareMotion(_ state: inout State, _ step: TransitStep) {
        let movement = step.movement
        let speed = step.evidence.speedMetersPerSecond
        if movement.verdict == .resettled {
            let isOneDevice = step.evidence.tie == state.lastTie && movement.alternations <= 2
            state.signs.add(.jumpThenTrack, isOneDevice ? 1 : 0.4, since: state.lastFixAt, at: step.time)
        }
        if movement.verdict == .plausible, movement.seconds > 0, movement.seconds <= Self.longestPairSeconds,
            let speed, state.lastSpeed >= 0
        {
            comparePair(&state, step, speed: speed)
        } else {
            state.mismatches = 0
            state.hasVelocity = false
            state.lastImplied = -1
        }
        state.lastSpeed = speed.map(Float.init) ?? -1
        state.lastFix = GridPoint(step.fix ?? state.lastFix.coordinate)
        state.lastFixAt = step.time
    }

    private func comparePair(_ state: inout State, _ step: TransitStep, speed: Double) {
        let movement = step.movement
        let implied = movement.distanceMeters / movement.seconds
        let slack = 2 * (step.evidence.errorMeters ?? 10) / movement.seconds
        compareAcceleration(&state, implied, slack: slack, step)
        let before = Double(state.lastSpeed)
        let (low, high) = (min(before, speed), max(before, speed))
        let isSlower = implied > 1.3 * high + 2 + slack
        let isFaster = low > 1.35 * implied + 1 + slack
        guard isSlower || isFaster else {
            state.mismatches = 0
            state.hasVelocity = false
            // Round a bend and at a light they differ a little; what counts is that they can agree.
            if implied > 3, abs(implied - (low + high) / 2) < 0.25 * implied + slack {
                state.agreements = min(state.agreements, 254) + 1
            }
            return
        }
        let (lastEast, lastNorth) = (Double(state.east), Double(state.north))
        let hadVelocity = state.hasVelocity && state.isReportedFaster == isFaster
        setVelocity(&state, movement, to: step.fix)
        let change = hypotenuse(Double(state.east) - lastEast, Double(state.north) - lastNorth)
        // Stop and go samples speeds at random; what is steady at both ends and wrong in between is not that. A road's
        // bends make the way longer than the displacement, but not on a straight and even course.
        let isSteady = high - low <= 0.2 * high + 1
        let isEven = change <= 0.15 * implied + 1.5 * slack
        if !hadVelocity {
            state.mismatches = isSteady ? 1 : 0
            state.mismatchSince = state.lastFixAt
            state.isReportedFaster = isFaster
        } else if isSteady, isEven || isSlower {
            state.mismatches = min(state.mismatches, 254) + 1
        } else if isFaster {
            state.mismatches = 1
            state.mismatchSince = state.lastFixAt
        }
        guard state.mismatches >= Self.leastMismatches, state.agreements >= Self.leastAgreements else { return }
        let strength = state.mismatches > Self.leastMismatches ? 1 : 0.8
        state.signs.add(.speedAgainstDisplacement, strength, since: state.mismatchSince, at: step.time)
    }

    private func compareAcceleration(_ state: inout State, _ implied: Double, slack: Double, _ step: TransitStep) {
        let change = abs(implied - Double(state.lastImplied)) - 2 * slack
        if state.lastImplied >= 0, change > Self.mostAcceleration * step.movement.seconds {
            state.signs.add(.acceleration, 1, since: step.time, at: step.time)
        }
        state.lastImplied = Float(implied)
    }

    private func setVelocity(_ state: inout State, _ movement: Movement, to fix: Coordinate?) {
        guard let from = movement.from, let fix else { return }
        let north = Geodesy.nearbyMeters(from, Coordinate(latitude: fix.latitude, longitude: from.longitude))
        let squared = movement.distanceMeters * movement.distanceMeters - north * north
        var degrees = fix.longitude - from.longitude
        if abs(degrees) > 180 { degrees -= degrees > 0 ? 360 : -360 }
        let east = max(0, squared).squareRoot()
        state.north = Float((fix.latitude < from.latitude ? -north : north) / movement.seconds)
        state.east = Float((degrees < 0 ? -east : east) / movement.seconds)
        state.hasVelocity = true
    }

    private func hypotenuse(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
}

// MARK: Quality, clock and gates

extension GNSSSpoofingRule {
    private static let leastSame: UInt8 = 4
    private static let sameSeconds = 120.0
    private static let leastVaried: UInt8 = 5
    /// Moving fixes are this far apart.
    private static let movedMeters = 20.0
    /// The mean over the satellites in use is under this in the open sky; a spoofer's are all loud, to win.
    private static let loudCarrierToNoise: Float = 46
    private static let riseDecibels: Float = 4
    private static let leastHigh: UInt8 = 3
    /// What GPS time is ahead of UTC since 2017.
    private static let leapSeconds = 18.0
    /// A seal that reports when it likes is never early.
    private static let leastRegular: UInt8 = 5
    private static let gateMeters = 2000.0
    private static let gateSeconds = 600.0

    private func compareQuality(_ state: inout State, _ step: TransitStep) {
        let item = step.evidence
        let ratio = item.rawCarrierToNoise
        if item.rawError != state.lastError || item.rawSatellites != state.lastSatellites
            || ratio != state.lastCarrierToNoise
        {
            state.varied = min(state.varied, 254) + 1
            state.same = 0
            state.sameSince = step.time
            state.lastError = item.rawError
            state.lastSatellites = item.rawSatellites
            state.lastCarrierToNoise = ratio
        } else if step.movement.distanceMeters >= Self.movedMeters {
            state.same = min(state.same, 254) + 1
            if state.same >= Self.leastSame, state.varied >= Self.leastVaried { addSameness(&state, step) }
        }
        guard ratio != Evidence.absent8 else { return }
        let value = Float(ratio)
        if state.usualCarrierToNoise == 0 { state.usualCarrierToNoise = value }
        let rise = value - state.usualCarrierToNoise
        if value >= Self.loudCarrierToNoise, rise >= Self.riseDecibels {
            state.high = min(state.high, 254) + 1
            if state.high >= Self.leastHigh {
                state.signs.add(
                    .signalRise, Double(rise - Self.riseDecibels + 2) / 6, since: step.time, at: step.time)
            }
            return
        }
        state.high = 0
        state.usualCarrierToNoise += rise / 16
    }

    private func addSameness(_ state: inout State, _ step: TransitStep) {
        let item = step.evidence
        let said =
            (item.rawError != Evidence.absent16 ? 1 : 0) + (item.rawSatellites != Evidence.absent8 ? 1 : 0)
            + (item.rawCarrierToNoise != Evidence.absent8 ? 1 : 0)
        // Satellites alone stay the same for minutes on an open road.
        guard said >= 2, item.rawError != Evidence.absent16,
            step.time.seconds(since: state.sameSince) >= Self.sameSeconds
        else { return }
        let strength = 0.7 + 0.15 * Double(state.same - Self.leastSame)
        state.signs.add(.tooPerfect, said == 3 ? strength : strength / 2, since: state.sameSince, at: step.time)
    }

    private func compareClock(_ state: inout State, _ step: TransitStep) {
        let item = step.evidence
        let sequence = UInt32(truncatingIfNeeded: item.sequence)
        if item.clockErrorSeconds != 0 {
            // Positions at the wrong times make jumps too, so that this is not quite a sign of its own.
            state.signs.add(.clockStep, 0.4, since: step.time, at: step.time)
        } else if sequence == state.lastSequence &+ 1, item.tie == state.lastTie,
            item.rawInterval == state.lastInterval, let interval = item.interval, interval > 0,
            // Waking up to drive, a seal reports early too.
            state.lastSpeed >= 3, (item.speedMetersPerSecond ?? 0) >= 3
        {
            let early = interval - step.time.seconds(since: state.lastTime)
            if abs(early) < 3 {
                state.regular = min(state.regular, 254) + 1
            } else {
                if early >= max(8, 0.15 * interval), early < interval, state.regular >= Self.leastRegular {
                    let isLeap = abs(early - Self.leapSeconds) <= 1
                    state.signs.add(.clockStep, isLeap ? 1 : 0.5, since: step.time, at: step.time)
                }
                state.regular = 0
            }
        }
        state.lastTime = step.time
        state.lastSequence = sequence
        state.lastTie = item.tie
        state.lastInterval = item.rawInterval
    }

    private func compareGate(_ state: inout State, _ step: TransitStep, _ zones: ZoneIndex) {
        guard let facility = step.evidence.facility, state.lastFixAt > .distantPast,
            step.time.seconds(since: state.lastFixAt) <= Self.gateSeconds
        else { return }
        let place = state.lastFix.coordinate
        let handles = zones.handles(facility: facility)
        guard !handles.isEmpty, handles.allSatisfy({ zones.clearance(of: $0, at: place) > Self.gateMeters })
        else { return }
        state.signs.add(.gateAgainstPosition, 1, since: step.time, at: step.time)
    }
}
