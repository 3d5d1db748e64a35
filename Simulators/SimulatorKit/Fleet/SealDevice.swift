import Customs
import Foundation

/// What a seal on a journey measures and says, with a receiver's errors and what its plan does to it.
struct SealDevice {
    let seal: String
    let container: String
    let pattern: ReportingPattern
    private var random: SplitMix64
    let boot: String
    private let namesContainer: Bool
    /// Seconds after the start at which it reports first.
    private let phaseSeconds: Int
    private let quality: DeviceQuality
    private let wasUsed: Bool
    private let batteryAtStart: Double
    private let batteryPerHour: Double
    private(set) var sequence: Int64 = 0
    /// The receiver's error where it is large: it changes slowly.
    private var drift = (east: 0.0, north: 0.0)
    private var frozenFix: Coordinate?

    /// - Parameter quality: of its receiver; a fine one where there is none.
    init(
        seal: String, container: String, pattern: ReportingPattern, random: SplitMix64,
        quality: DeviceQuality? = nil, used: UsedSeal? = nil
    ) {
        var random = random
        self.seal = seal
        self.container = container
        self.pattern = pattern
        let ownBoot = random.chance(0.25) ? "1" : "0"
        boot = used?.boot ?? ownBoot
        sequence = used?.lastSequence ?? 0
        wasUsed = used != nil
        namesContainer = random.chance(0.5)
        // Not at once: the first report must come after the transit was opened.
        phaseSeconds = 5 + random.whole(0...(pattern.movingSeconds - 1))
        let fine = DeviceQuality.fine(&random)
        self.quality = quality ?? fine
        batteryAtStart = random.number(0.85...1)
        batteryPerHour = random.number(0.004...0.012)
        self.random = random
    }

    /// What it makes on the journey, in that order.
    mutating func emissions(of journey: Journey, plan: DevicePlan) -> [Emission] {
        var emissions: [Emission] = []
        var replays = plan.replay?.seconds ?? []
        var second = phaseSeconds
        while second < journey.samples.count {
            guard !plan.isSilent(second) else {
                // Nobody has heard of a longer interval: it tries again at the usual one.
                second += pattern.movingSeconds
                continue
            }
            let (next, interval) = following(second, on: journey, plan)
            sequence += 1
            let report = report(of: journey, second: second, interval: interval, plan: plan)
            emissions.append(Emission(report: report, second: second, fate: fate(second, plan)))
            if let replay = plan.replay, let first = replays.first, second >= first {
                replays.removeFirst()
                if let again = self.again(replay, at: second, emissions) { emissions.append(again) }
            }
            second = next
        }
        return emissions
    }

    /// When it reports next, and the interval that it says it does now.
    private func following(
        _ second: Int, on journey: Journey, _ plan: DevicePlan
    ) -> (second: Int, interval: Int) {
        guard pattern.restingSeconds != pattern.movingSeconds, journey.isStanding(second) else {
            return (second + pattern.movingSeconds, pattern.movingSeconds)
        }
        let end = min(second + pattern.restingSeconds, journey.samples.count)
        let state = plan.state(second)
        let wake = (second + 1..<max(end, second + 1)).first { !journey.isStanding($0) || plan.state($0) != state }
        return (wake ?? second + pattern.restingSeconds, pattern.restingSeconds)
    }

    private mutating func fate(_ second: Int, _ plan: DevicePlan) -> Emission.Fate {
        if plan.lost?.contains(second) == true { return .lost }
        if let backlog = plan.backlogs.first(where: { $0.seconds.contains(second) }) {
            return .kept(until: backlog.seconds.upperBound + backlog.heldSeconds)
        }
        if plan.unordered?.contains(second) == true { return .delayed(seconds: random.number(5...300)) }
        return .sent
    }

    /// An old report once more.
    private mutating func again(_ replay: DevicePlan.Replay, at second: Int, _ made: [Emission]) -> Emission? {
        guard var old = made.last(where: { $0.second <= second - replay.ageSeconds })?.report else { return nil }
        if replay.hasNewSequence {
            sequence += 1
            old.sequence = sequence
        } else if let fix = old.position {
            old.position = Earth.place(fix, movedEast: 900, north: -700).rounded
            old.battery = old.battery.map { $0 - 0.01 }
        }
        return Emission(report: old, second: second, fate: .sent)
    }

    // MARK: One report

    private mutating func report(
        of journey: Journey, second: Int, interval: Int, plan: DevicePlan
    ) -> SealReport {
        let sample = journey.samples[second]
        let place = journey.place(second)
        let errorMeters = quality.errorMeters
        let error = errorMeters * random.number(0.9...1.1)
        var speed = abs(sample.speedMetersPerSecond + 0.15 * random.normal())
        var course = journey.road.path.courseDegrees(atMeters: sample.meters) + 2 * random.normal()
        if course < 0 { course += 360 }
        if course >= 359.95 { course = 0 }
        var fix = Earth.place(
            place, movedEast: errorMeters * 0.7 * random.normal(), north: errorMeters * 0.7 * random.normal())
        if quality.strayShare > 0, random.chance(quality.strayShare) {
            let meters = random.number(DeviceQuality.strayMeters)
            let angle = random.number(0...(2 * .pi))
            fix = Earth.place(fix, movedEast: meters * sin(angle), north: meters * cos(angle))
        }
        if plan.speedSpike?.contains(second) == true { speed = random.number(36...48) }
        let travelled = sample.meters / journey.road.path.lengthMeters
        var report = SealReport(
            seal: seal, boot: boot, sequence: sequence, fixTime: journey.time(second), mode: 3, position: fix,
            altitudeMeters: 8 + 120 * travelled + 3 * random.normal(), speedMetersPerSecond: speed,
            // A receiver that stands has no course.
            courseDegrees: speed > 0.5 ? course : nil, horizontalErrorMeters: error,
            satellites: random.whole(8...14), hdop: random.number(0.7...1.4),
            carrierToNoise: random.number(36...45), state: plan.state(second),
            battery: battery(second, plan), intervalSeconds: Double(interval),
            container: namesContainer ? container : nil)
        see(plan.sky(second), place, &report)
        deceive(&report, second: second, plan: plan)
        if !quality.tellsError { (report.horizontalErrorMeters, report.hdop) = (nil, nil) }
        if !quality.tellsSatellites { report.satellites = nil }
        if !quality.tellsSignal { report.carrierToNoise = nil }
        report.position = report.position?.rounded
        return report
    }

    private func battery(_ second: Int, _ plan: DevicePlan) -> Double {
        let hours = Double(second) / 3600
        guard let low = plan.batteryLow else { return max(0.3, batteryAtStart - batteryPerHour * hours) }
        let level = 0.2 - 0.03 * (hours - Double(low) / 3600)
        return (max(0.02, min(batteryAtStart, level)) * 1000).rounded() / 1000
    }

    /// The sky's part in a report.
    private mutating func see(_ sky: Sky, _ place: Coordinate, _ report: inout SealReport) {
        func wander(_ meters: Double, _ memory: Double) -> Coordinate {
            let fresh = meters * (1 - memory * memory).squareRoot()
            drift = (memory * drift.east + fresh * random.normal(), memory * drift.north + fresh * random.normal())
            return Earth.place(place, movedEast: drift.east, north: drift.north)
        }
        switch sky {
        case .open: drift = (0, 0)
        case .weak:
            let error = random.number(15...40)
            report.horizontalErrorMeters = error
            report.position = wander(error * 0.4, 0.5)
            report.satellites = random.whole(5...7)
            report.hdop = random.number(1.8...4)
            report.carrierToNoise = random.number(28...34)
        case .noisy(let meters):
            report.horizontalErrorMeters = meters * random.number(0.9...1.1)
            report.position = wander(meters * 0.7, 0.4)
            report.satellites = random.whole(6...10)
            report.hdop = random.number(1.4...2.6)
            report.carrierToNoise = random.number(31...38)
        case .jammed(hasFix: true):
            let error = random.number(180...600)
            report.mode = 2
            report.altitudeMeters = nil
            report.horizontalErrorMeters = error
            report.position = wander(60, 0.9)
            report.satellites = random.whole(2...3)
            report.hdop = random.number(8...20)
            report.carrierToNoise = random.number(11...19)
        case .jammed(hasFix: false), .covered:
            report.mode = random.whole(0...1)
            report.position = nil
            report.altitudeMeters = nil
            report.speedMetersPerSecond = nil
            report.courseDegrees = nil
            report.horizontalErrorMeters = nil
            report.satellites = random.whole(0...2)
            report.hdop = nil
            report.carrierToNoise = random.number(8...18)
        }
    }

    /// What faults and attackers make of a report.
    private mutating func deceive(_ report: inout SealReport, second: Int, plan: DevicePlan) {
        if let frozen = plan.frozen, frozen.contains(second) {
            frozenFix = frozenFix ?? report.position
            report.position = frozenFix
        }
        if let jump = plan.jump, second >= jump.second, second < jump.second + jump.fixes * pattern.movingSeconds {
            report.position = report.position.map { Earth.place($0, movedEast: jump.east, north: jump.north) }
        }
        if let spoof = plan.spoof, spoof.seconds.contains(second) {
            report.position = spoof.place(second)
            report.speedMetersPerSecond = spoof.saidMetersPerSecond
            report.courseDegrees = spoof.courseDegrees
            report.horizontalErrorMeters = spoof.horizontalErrorMeters
            report.satellites = spoof.satellites
            report.hdop = spoof.hdop
            report.carrierToNoise = spoof.carrierToNoise
            report.fixTime = report.fixTime.advanced(bySeconds: spoof.clockSeconds)
        }
        if let clock = plan.clock, clock.seconds.contains(second) {
            report.fixTime = report.fixTime.advanced(bySeconds: clock.offsetSeconds)
        }
    }

    /// What a second device under the same name says.
    func cloneEmissions(_ clone: DevicePlan.Clone, of journey: Journey, random: inout SplitMix64) -> [Emission] {
        var sequence = clone.firstSequence - 1
        return stride(from: clone.seconds.lowerBound, to: clone.seconds.upperBound, by: pattern.movingSeconds).map {
            sequence += 1
            let fix = Earth.place(clone.place, movedEast: 3 * random.normal(), north: 3 * random.normal()).rounded
            let report = SealReport(
                seal: seal, boot: wasUsed ? clone.boot + "1" : clone.boot, sequence: sequence,
                fixTime: journey.time($0), mode: 3, position: fix,
                altitudeMeters: 20 + 3 * random.normal(), speedMetersPerSecond: abs(0.15 * random.normal()),
                horizontalErrorMeters: random.number(3...6), satellites: random.whole(8...14),
                hdop: random.number(0.7...1.4), carrierToNoise: random.number(36...45), state: .locked, battery: 0.9,
                intervalSeconds: Double(pattern.movingSeconds), container: namesContainer ? container : nil)
            return Emission(report: report, second: $0, fate: .sent)
        }
    }
}

extension Coordinate {
    /// To the 7 decimals of a degree that a device writes.
    var rounded: Coordinate {
        Coordinate(latitude: (latitude * 1e7).rounded() / 1e7, longitude: (longitude * 1e7).rounded() / 1e7)
    }
}
