import Customs

/// What a seal on a journey measures and says: one report an interval, with a receiver's errors.
struct SealDevice {
    let seal: String
    let container: String
    let intervalSeconds: Int
    private var random: SplitMix64
    private let boot: String
    private let namesContainer: Bool
    /// Seconds after the start at which it reports first.
    private let phaseSeconds: Int
    private let errorMeters: Double
    private let batteryAtStart: Double
    private let batteryPerHour: Double

    init(seal: String, container: String, intervalSeconds: Int, random: SplitMix64) {
        var random = random
        self.seal = seal
        self.container = container
        self.intervalSeconds = intervalSeconds
        boot = random.chance(0.25) ? "1" : "0"
        namesContainer = random.chance(0.5)
        // Not at once: the first report must come after the transit was opened.
        phaseSeconds = 5 + random.whole(0...(intervalSeconds - 1))
        errorMeters = random.number(3...6)
        batteryAtStart = random.number(0.85...1)
        batteryPerHour = random.number(0.004...0.012)
        self.random = random
    }

    /// The reports of the seconds in which the seal is not silent, with the seal's state in each.
    mutating func reports(
        of journey: Journey, silences: [Range<Int>], state: (Int) -> SealState
    ) -> [SealReport] {
        var reports: [SealReport] = []
        for second in stride(from: phaseSeconds, to: journey.samples.count, by: intervalSeconds) {
            if silences.contains(where: { $0.contains(second) }) { continue }
            reports.append(
                report(of: journey, second: second, sequence: Int64(reports.count + 1), state: state(second)))
        }
        return reports
    }

    private mutating func report(
        of journey: Journey, second: Int, sequence: Int64, state: SealState
    ) -> SealReport {
        let sample = journey.samples[second]
        let error = errorMeters * random.number(0.9...1.1)
        let fix = Earth.place(
            journey.place(second), movedEast: errorMeters * 0.7 * random.normal(),
            north: errorMeters * 0.7 * random.normal())
        let speed = abs(sample.speedMetersPerSecond + 0.15 * random.normal())
        var course = journey.road.path.courseDegrees(atMeters: sample.meters) + 2 * random.normal()
        if course < 0 { course += 360 }
        if course >= 359.95 { course = 0 }
        let travelled = sample.meters / journey.road.path.lengthMeters
        return SealReport(
            seal: seal, boot: boot, sequence: sequence, fixTime: journey.time(second), mode: 3, position: fix,
            altitudeMeters: 8 + 120 * travelled + 3 * random.normal(), speedMetersPerSecond: speed,
            // A receiver that stands has no course.
            courseDegrees: speed > 0.5 ? course : nil, horizontalErrorMeters: error,
            satellites: random.whole(8...14), hdop: random.number(0.7...1.4),
            carrierToNoise: random.number(36...45), state: state,
            battery: max(0.3, batteryAtStart - batteryPerHour * Double(second) / 3600),
            intervalSeconds: Double(intervalSeconds), container: namesContainer ? container : nil)
    }
}
