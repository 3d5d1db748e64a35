import Customs

/// Detects: the seal goes on reporting, and its receiver has lost the satellites.
///
/// Inputs: fix mode, satellites, carrier-to-noise. A report is bad where it has no fix, or where the signal collapsed: `cn0`
/// more than 12 dB under what this seal had before and under 25 dB-Hz, with fewer than 5 satellites (without `cn0`: fewer
/// than 4 satellites where it had 6 and more, and a fix that is worth nothing). Three bad reports in a row that span `after`
/// are a finding; it begins with the first. Before the seal's first fix of the transit there is nothing to lose.
/// Ends: the fix is back.
/// Defaults: 120 s is longer than the drive through a tunnel of 2 km. Satellites are tracked down to about 25 dB-Hz, and a
/// sky that is merely bad (valleys, high buildings) leaves 28 and more. Under the roofs of a facility a loss is usual and
/// raises nothing where the container was slow; in a rest area, queue or checkpoint it must have stood there in the open
/// before, or the loss must last 10 times as long.
/// Fooled by: long tunnels (Hải Vân: 6.3 km) and ferries' decks; a broken antenna; a seal on the shaded side of a deep
/// valley. Misses: a jammer in a facility; one that is on before the transit begins.
struct GNSSJammingRule: Sendable {
    struct State: Codable, Sendable, Hashable {
        /// The first bad report.
        fileprivate(set) var badSince = Timestamp.distantPast
        /// The last one.
        fileprivate(set) var badUntil = Timestamp.distantPast
        /// Where it last had a good fix.
        fileprivate(set) var lastGood = GridPoint(latitude: 0, longitude: 0)
        fileprivate(set) var bad: UInt8 = 0
        /// Good fixes in a row at one place.
        fileprivate(set) var still: UInt8 = 0
        /// Means of good fixes: whole satellites, and quarters of a dB.
        fileprivate(set) var usualSatellites: UInt8 = 0
        fileprivate(set) var usualCarrierToNoise: UInt8 = 0
        fileprivate(set) var hasHadFix = false
        fileprivate(set) var wasSlow = false
        fileprivate(set) var isOpen = false

        /// Whether the last report had no fix or a collapsed signal: what neighbours are compared by.
        var isBad: Bool { bad > 0 }
    }

    private static let leastBadReports = 3
    private static let collapseDecibels = 12.0
    private static let weakCarrierToNoise = 25.0
    /// Fixes of a lorry that stands are this near to each other.
    private static let stillMeters = 40.0
    private static let stillFixes = 3
    private static let slowSpeed = 3.0

    private let isEnabled: Bool
    private let afterSeconds: Double

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
    }

    func step(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard isEnabled, step.kind == .report, step.isInOrder else { return }
        let item = step.evidence
        if isBad(item, state) {
            guard state.hasHadFix else { return }
            if state.bad == 0 { state.badSince = step.time }
            state.badUntil = step.time
            if state.bad < .max { state.bad += 1 }
            if !state.isOpen { openIfDue(&state, step, &findings) }
        } else if !Placement.isPoor(item) {
            if state.isOpen { close(&state, at: step.time, &findings) }
            state.bad = 0
            learn(&state, step)
        }
    }

    private func isBad(_ item: Evidence, _ state: State) -> Bool {
        if item.fix == nil || item.mode < 2 { return true }
        guard let satellites = item.satellites else { return false }
        guard let ratio = item.carrierToNoise else {
            return satellites < 4 && state.usualSatellites >= 6 && Placement.isPoor(item)
        }
        return ratio < Self.weakCarrierToNoise && satellites < 5
            && ratio < Double(state.usualCarrierToNoise) / 4 - Self.collapseDecibels
    }

    private func learn(_ state: inout State, _ step: TransitStep) {
        let item = step.evidence
        if let fix = item.fix, step.fix != nil { state.lastGood = fix }
        if let satellites = item.satellites {
            let now = UInt8(clamping: satellites)
            state.usualSatellites = state.hasHadFix ? Self.nearer(state.usualSatellites, to: now) : now
        }
        if let ratio = item.carrierToNoise {
            let now = UInt8(min(255, max(0, ratio * 4)))
            state.usualCarrierToNoise = state.hasHadFix ? Self.nearer(state.usualCarrierToNoise, to: now) : now
        }
        let isStill = step.fix != nil && step.movement.distanceMeters < Self.stillMeters
        state.still = isStill ? min(state.still, 254) + 1 : 0
        state.wasSlow = isStill || (item.speedMetersPerSecond.map { $0 < Self.slowSpeed } ?? false)
        state.hasHadFix = true
    }

    /// A step of an eighth, and at least of one.
    private static func nearer(_ old: UInt8, to now: UInt8) -> UInt8 {
        let difference = Int(now) - Int(old)
        return UInt8(clamping: Int(old) + (abs(difference) >= 8 ? difference / 8 : difference.signum()))
    }

    private func openIfDue(_ state: inout State, _ step: TransitStep, _ findings: inout Findings) {
        guard Int(state.bad) >= Self.leastBadReports, let limit = limit(state, step.standing) else { return }
        let lasted = step.time.seconds(since: state.badSince)
        guard lasted >= limit else { return }
        let item = step.evidence
        var finding = Finding(rule: .gnssJamming, startedAt: state.badSince, firedAt: step.time)
        finding.position = state.lastGood.coordinate
        finding.evidence = [
            "sign": .text(item.fix == nil || item.mode < 2 ? "fix-lost" : "signal-collapsed"),
            "badReports": .number(Double(state.bad)), "lostSeconds": .number(lasted), "limitSeconds": .number(limit),
            "after": .number(afterSeconds), "mode": .number(Double(item.mode)),
        ]
        if let satellites = item.satellites {
            finding.evidence["satellites"] = .number(Double(satellites))
            finding.evidence["satellitesBefore"] = .number(Double(state.usualSatellites))
        }
        if let ratio = item.carrierToNoise {
            finding.evidence["cn0"] = .number(ratio)
            finding.evidence["cn0Before"] = .number(Double(state.usualCarrierToNoise) / 4)
        }
        if let error = item.errorMeters { finding.evidence["errorMeters"] = .number(error) }
        findings.open(finding)
        state.isOpen = true
    }

    /// How long the loss must last; `nil` where it says nothing.
    private func limit(_ state: State, _ place: StandingPlace) -> Double? {
        guard place.isForStanding, state.wasSlow else { return afterSeconds }
        if place.isFacility { return nil }
        return Int(state.still) >= Self.stillFixes ? afterSeconds : 10 * afterSeconds
    }

    private func close(_ state: inout State, at time: Timestamp, _ findings: inout Findings) {
        findings.close(
            .gnssJamming, at: time,
            evidence: [
                "fixBackAt": .time(time), "totalSeconds": .number(time.seconds(since: state.badSince)),
                "badReports": .number(Double(state.bad)),
            ])
        state.isOpen = false
    }
}
