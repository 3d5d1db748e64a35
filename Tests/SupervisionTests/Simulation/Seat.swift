import Customs

/// One lorry with its seal, driven step by step.
struct Seat {
    let seal: String
    let origin: ReportOrigin
    private(set) var time: Double
    private(set) var isDone = false
    private let interval: Double
    private let noiseMeters: Double
    private let saysError: Bool
    private var east = 0.0
    private var north = 0.0
    private var sequence: Int64
    private var boot = "0"
    private var battery: Double
    private var state = SealState.locked
    private var mood = Mood.driving
    private var moodUntil = 0.0
    private let meeting: Double?
    private let jammer: Jammer?
    private var hasMet = false
    private var frozenAt: Coordinate?

    /// What strikes every seal at once, wherever it is.
    struct Jammer {
        var seconds: ClosedRange<Double>
        /// No report gets through either.
        var isSilent: Bool
    }

    private enum Mood: CaseIterable {
        case driving, slow, fast, standing, offRoad, noFix, frozen, silent, wrongClock, cloned
    }

    init(
        random: inout SeededRandom, seal: String, origin: ReportOrigin, start: Double, meeting: Double?,
        jammer: Jammer?
    ) {
        self.seal = seal
        self.origin = origin
        self.jammer = jammer
        time = start + 5
        interval = [30.0, 60, 120][random.whole(0...2)]
        noiseMeters = random.chance(0.8) ? 5 : 30
        saysError = random.chance(0.7)
        sequence = Int64(random.whole(1...50))
        battery = random.chance(0.2) ? 0.22 : 0.9
        self.meeting = meeting
    }

    /// The seal goes on another journey, from the start of the road.
    mutating func goAgain(at start: Double) {
        time = start
        (east, north) = (0, 0)
        (mood, moodUntil) = (.driving, 0)
        hasMet = true
        isDone = false
    }

    /// What the seal says now.
    mutating func report(_ random: inout SeededRandom) -> SealReport {
        let speed: Double =
            switch mood {
            case .standing, .silent: 0
            case .slow: 4
            case .fast: 32
            default: 16
            }
        let scale = noiseMeters / 1000
        var place = Scene.place(east + scale * random.normal(), north + scale * random.normal())
        if random.chance(0.01) { place = Scene.place(east + random.number(-40...40), north + 20) }
        if mood == .frozen {
            place = frozenAt ?? place
            frozenAt = place
        } else {
            frozenAt = nil
        }
        let hasFix = mood != .noFix && !(jammer?.seconds.contains(time) ?? false)
        let clockError = mood == .wrongClock ? (random.chance(0.5) ? 4000.0 : -2_592_000) : 0
        var report = SealReport(
            seal: seal, boot: boot, sequence: sequence, fixTime: Scene.at(time + clockError), mode: hasFix ? 3 : 1,
            position: hasFix ? place : nil, speedMetersPerSecond: hasFix ? abs(speed + 0.3 * random.normal()) : nil,
            horizontalErrorMeters: saysError && hasFix ? noiseMeters : nil, satellites: hasFix ? 10 : 1,
            carrierToNoise: hasFix ? 40 : 15, state: state, battery: battery, intervalSeconds: interval)
        if origin == .seal {
            sequence += 1
        } else {
            // A phone or a receiver: no number, no boot, no lock, and no word of its satellites.
            (report.sequence, report.boot, report.state, report.intervalSeconds) = (nil, "0", .locked, nil)
            (report.satellites, report.carrierToNoise) = (nil, nil)
            if origin == .gpsd { report.battery = nil }
        }
        return report
    }

    /// What others say in its name: a clone far away, an old body under a new number, another body under an old one.
    ///
    /// Each comes with how many reports back the one is that it follows, where who came first is part of what is known.
    mutating func intruders(
        _ random: inout SeededRandom, after reports: [SealReport]
    ) -> [(report: SealReport, after: Int?)] {
        guard origin == .seal else { return [] }
        var found: [(report: SealReport, after: Int?)] = []
        if mood == .cloned {
            var clone = reports[reports.count - 1]
            clone.boot = "clone"
            clone.sequence = sequence
            clone.position = Scene.place(300, 100)
            clone.fixTime = clone.fixTime.advanced(bySeconds: interval / 2)
            found.append((clone, nil))
        }
        if random.chance(0.004), reports.count > 20 {
            var replayed = reports[reports.count - 15]
            replayed.sequence = sequence
            sequence += 1
            found.append((replayed, nil))
        }
        if random.chance(0.003), reports.count > 20 {
            let back = random.whole(1...18)
            var changed = reports[reports.count - back]
            // In what the evidence keeps of a report: of very old ones nothing else is known.
            changed.mode = 3
            changed.position = Scene.place(random.number(0...20), random.number(1...5))
            found.append((changed, back))
        }
        return found
    }

    mutating func advance(_ random: inout SeededRandom) {
        if random.chance(0.01) { boot = "b\(random.whole(1...99))" }
        if random.chance(0.01) { state = SealState.allCases[random.whole(0...2)] }
        battery = max(0.05, battery - 0.0005)
        if time >= moodUntil { change(&random) }
        let kilometres: Double =
            switch mood {
            case .standing: 0
            case .slow: 0.004
            case .fast: 0.032
            default: 0.016
            }
        let step = mood == .silent ? random.number(200...4000) : interval
        if let meeting, !hasMet, east >= meeting {
            hasMet = true
            east = meeting
            mood = .standing
            moodUntil = time + 1200
        }
        time += step.rounded()
        east += kilometres * step
        if mood == .offRoad { north += 0.5 * kilometres * step } else { north *= 0.9 }
        if mood == .silent { moodUntil = 0 }
        if let jammer, jammer.isSilent, jammer.seconds.contains(time) {
            let wait = ((jammer.seconds.upperBound - time) / interval).rounded(.up) * interval
            time += wait
            east += kilometres * wait
        }
        if east > 21 { isDone = true }
    }

    private mutating func change(_ random: inout SeededRandom) {
        mood = random.chance(0.6) ? .driving : Mood.allCases[random.whole(0...Mood.allCases.count - 1)]
        // What is heard of under a wrong clock counts when it was heard; the worlds are about what comes late.
        if mood == .wrongClock, random.chance(0.8) { mood = .driving }
        moodUntil = time + random.number(120...2400)
    }
}
