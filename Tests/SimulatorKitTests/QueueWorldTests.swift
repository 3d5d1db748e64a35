import Customs
import SimulatorKit
import Testing

/// The queues themselves: who comes, who passes when, and what the truth says of it.
@Suite("Simulated queues")
struct QueueWorldTests {
    private static let minutesOfDay = 1440

    private static func options(
        days: Int = 7, seed: UInt64 = 3, change: (inout QueueGateOptions) -> Void = { _ in }
    ) -> QueueOptions {
        var gate = QueueGateOptions(gate: "HUUNGHI")
        change(&gate)
        var options = QueueOptions(gates: [gate], seed: seed)
        options.days = days
        return options
    }

    private static func calm(_ gate: inout QueueGateOptions) {
        gate.dropsPerDay = 0
        gate.closuresPerDay = 0
    }

    @Test("Vehicles pass in the order in which they enter, while the gate is open, and none in less than it takes")
    func firstComeFirstServed() throws {
        let series = try QueueSeries(Self.options(), map: Fixtures.map())
        let truth = series.truths[0]
        var last = 0.0
        for vehicle in series.vehicles(of: "HUUNGHI") {
            guard let passesAt = vehicle.passesAt else { continue }
            #expect(passesAt > last)
            #expect(passesAt >= vehicle.entersAt + vehicle.crossingSeconds)
            let minute = Int(passesAt / 60)
            if minute < truth.minutes { #expect(truth.capacityPerHour[minute] > 0) }
            last = passesAt
        }
    }

    @Test("The queue of each minute is who has entered and has neither passed nor left")
    func waiting() throws {
        let series = try QueueSeries(Self.options(days: 2), map: Fixtures.map())
        let vehicles = series.vehicles(of: "HUUNGHI")
        for minute in stride(from: 0, to: series.truths[0].minutes, by: 97) {
            let time = Double(minute) * 60
            let waiting = vehicles.count {
                $0.entersAt <= time && ($0.passesAt ?? $0.leavesAt ?? .infinity) > time
            }
            #expect(series.truths[0].vehiclesWaiting[minute] == waiting)
        }
    }

    @Test("Those who join have the wait that the truth says for their minute, but for the chance in their own papers")
    func waits() throws {
        let series = try QueueSeries(Self.options(days: 4), map: Fixtures.map())
        let truth = series.truths[0]
        var errors: [Double] = []
        for vehicle in series.vehicles(of: "HUUNGHI") {
            let minute = Int(vehicle.entersAt / 60)
            guard let passesAt = vehicle.passesAt, minute + 1 < truth.minutes,
                let before = truth.waitSeconds[minute], let after = truth.waitSeconds[minute + 1],
                // Who comes as the last of a day may wait a night less than the next.
                abs(before - after) < 3600
            else { continue }
            errors.append(abs(passesAt - vehicle.entersAt - (before + after) / 2))
        }
        #expect(errors.count > 2000)
        #expect(errors.sorted()[errors.count / 2] < 60)
    }

    @Test("About as many come as were asked for, most by day, and those of the night wait for the morning")
    func pattern() throws {
        var options = Self.options(days: 28) {
            Self.calm(&$0)
            $0.vehiclesPerDay = 400
        }
        options.giveUpShare = 0
        let series = try QueueSeries(options, map: Fixtures.map())
        let vehicles = series.vehicles(of: "HUUNGHI")
        #expect((10_000...12_400).contains(vehicles.count))
        let night = vehicles.count { Int($0.entersAt) % 86_400 < 7 * 3600 || Int($0.entersAt) % 86_400 >= 19 * 3600 }
        #expect((0.2...0.32).contains(Double(night) / Double(vehicles.count)))
        let truth = series.truths[0]
        for day in 1..<28 {
            let opening = day * Self.minutesOfDay + 7 * 60
            #expect(truth.vehiclesWaiting[opening] > truth.vehiclesWaiting[opening - 6 * 60])
            #expect(truth.passages[(opening - 7 * 60)..<(opening - 1)].reduce(0, +) == 0)
        }
    }

    @Test("A closure lets nothing pass, a drop its share, and both are in the truth with their times")
    func interruptions() throws {
        let noon = QueueOptions.usualStart.advanced(bySeconds: 10 * 3600)
        let closure = QueueInterruption(kind: .closure, startsAt: noon, endsAt: noon.advanced(bySeconds: 7200))
        let drop = QueueInterruption(
            kind: .drop, startsAt: noon.advanced(bySeconds: 86_400), endsAt: noon.advanced(bySeconds: 93_600),
            share: 0.3)
        let options = Self.options(days: 2) {
            Self.calm(&$0)
            $0.interruptions = [closure, drop]
            $0.surges = [QueueSurge(startsAtSeconds: 0, buildSeconds: 3600, holdSeconds: 2 * 86_400, factor: 2)]
        }
        let truth = try QueueSeries(options, map: Fixtures.map()).truths[0]
        #expect(truth.interruptions == [closure, drop])
        #expect(truth.passages[600..<720].reduce(0, +) == 0)
        #expect(truth.capacityPerHour[600..<720].allSatisfy { $0 == 0 })
        let passed = truth.passages[2040..<2160].reduce(0, +)
        #expect((35...60).contains(passed), "75 an hour, of which three tenths for two hours, but \(passed)")
        #expect(truth.isOpen[600])
    }

    @Test("A surge builds the queue up through every level")
    func surge() throws {
        let options = Self.options(days: 2) {
            Self.calm(&$0)
            $0.surges = [
                QueueSurge(startsAtSeconds: 6 * 3600, buildSeconds: 4 * 3600, holdSeconds: 8 * 3600, factor: 3)
            ]
            $0.limits = CongestionLimits(vehicles: [150, 300, 450])
        }
        let truth = try QueueSeries(options, map: Fixtures.map()).truths[0]
        let first = CongestionLevel.allCases.dropFirst().map { level in
            (0..<truth.minutes).first { truth.level(minute: $0) == level } ?? .max
        }
        #expect(first == first.sorted())
        #expect(first.allSatisfy { $0 < truth.minutes })
    }

    @Test("The same options give the same truth whatever the share seen, another seed gives another")
    func seeds() throws {
        let map = try Fixtures.map()
        var options = Self.options(days: 2)
        let first = try QueueSeries(options, map: map).truths
        options.seenShare = 0.6
        #expect(try QueueSeries(options, map: map).truths == first)
        options.seed = 4
        #expect(try QueueSeries(options, map: map).truths != first)
    }

    @Test("A gate that no zone has, and shares that are none, are errors that say so")
    func refusals() throws {
        let map = try Fixtures.map()
        #expect(throws: SimulatorError("no zone has the facility code NOWHERE")) {
            try QueueSeries(QueueOptions(gates: [QueueGateOptions(gate: "NOWHERE")]), map: map)
        }
        var options = Self.options()
        options.seenShare = 1.5
        #expect(throws: SimulatorError("shares must be 0 to 1")) { try QueueSeries(options, map: map) }
        options = Self.options()
        options.startsAt = options.startsAt.advanced(bySeconds: 60)
        #expect(throws: SimulatorError("the start must be midnight in the gates' time")) {
            try QueueSeries(options, map: map)
        }
        options = Self.options { $0.daySpread = -1 }
        #expect(throws: SimulatorError("gate HUUNGHI: the spread of days must be 0 to 1")) {
            try QueueSeries(options, map: map)
        }
    }
}
