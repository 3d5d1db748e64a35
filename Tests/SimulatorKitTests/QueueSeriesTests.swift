import Customs
import SimulatorKit
import Testing
import Wire

/// What the server would receive of simulated queues.
@Suite("Messages of simulated queues")
struct QueueSeriesTests {
    private static func options(days: Int = 2, share: Double = 0.3) -> QueueOptions {
        var gate = QueueGateOptions(gate: "HUUNGHI")
        gate.vehiclesPerDay = 200
        gate.capacityPerHour = 25
        var options = QueueOptions(gates: [gate], seed: 5)
        options.days = days
        options.seenShare = share
        return options
    }

    private static func days(_ options: QueueOptions) throws -> [QueueSeries.Day] {
        var series = try QueueSeries(options, map: Fixtures.map())
        var days: [QueueSeries.Day] = []
        while let day = try series.nextDay() { days.append(day) }
        return days
    }

    /// Everything received, decoded; what cannot be is an issue.
    private static func observations(_ options: QueueOptions) throws -> [(Timestamp, Observation)] {
        var found: [(Timestamp, Observation)] = []
        for envelope in try days(options).flatMap(\.envelopes) {
            for result in Wire.decode(envelope) {
                switch result {
                case .success(let observation): found.append((envelope.receivedAt, observation))
                case .failure(let rejection): Issue.record("\(envelope.source.label): \(rejection)")
                }
            }
        }
        return found
    }

    @Test("Days follow one another in one order of received times, each up to its midnight, the same every time")
    func order() throws {
        let options = Self.options(days: 3)
        let days = try Self.days(options)
        #expect(days.map(\.number) == [0, 1, 2])
        let times = days.flatMap { $0.envelopes.map(\.receivedAt) }
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        for day in days {
            let end = options.startsAt.advanced(bySeconds: Double(day.number + 1) * 86_400)
            #expect(day.envelopes.allSatisfy { $0.receivedAt < end })
            #expect(!day.envelopes.isEmpty)
        }
        #expect(try Self.days(options).flatMap(\.envelopes) == days.flatMap(\.envelopes))
    }

    @Test("Everyone who passes is gated in once for each box, a few with two, and a few are told minutes late")
    func gateIns() throws {
        let options = Self.options(days: 3)
        let series = try QueueSeries(options, map: Fixtures.map())
        let events = try Self.observations(options).compactMap { received, observation in
            if case .gateEvent(let event, _) = observation, event.facility == "HUUNGHI" {
                (received, event)
            } else {
                nil
            }
        }
        #expect(events.allSatisfy { $0.1.type == .gateIn && ContainerNumber.isValid($0.1.container) })
        #expect(Set(events.map(\.1.eventId)).count == events.count)
        let end = 3 * 86_400.0 - 1000
        let passed = series.vehicles(of: "HUUNGHI").count { ($0.passesAt ?? .infinity) < end }
        let lorries = Dictionary(grouping: events.map(\.1)) { "\($0.vehicle?.plate ?? "") \($0.time.rfc3339)" }
        let told = lorries.count { $0.value[0].time < options.startsAt.advanced(bySeconds: end - 1) }
        #expect(abs(told - passed) <= 1)
        let double = Double(lorries.count { $0.value.count == 2 }) / Double(lorries.count)
        #expect((0.03...0.15).contains(double))
        let late = Double(events.count { $0.0.seconds(since: $0.1.time) > 121 }) / Double(events.count)
        #expect((0.005...0.08).contains(late))
        #expect(events.allSatisfy { (5...901).contains($0.0.seconds(since: $0.1.time)) })
    }

    @Test(
        "The share asked for is seen: seals, some with their container, some with a transit, and two kinds of trackers")
    func shares() throws {
        let options = Self.options(days: 3, share: 0.4)
        let series = try QueueSeries(options, map: Fixtures.map())
        let observations = try Self.observations(options)
        var devices: [String: ReportOrigin] = [:]
        var named: Set<String> = []
        for case .report(let report, let origin, _) in observations.map(\.1) {
            devices[report.seal] = origin
            if report.container != nil { named.insert(report.seal) }
        }
        let vehicles = series.vehicles(of: "HUUNGHI").count
        #expect((0.34...0.46).contains(Double(devices.count) / Double(vehicles)))
        let seals = devices.values.count { $0 == .seal }
        #expect((0.5...0.8).contains(Double(seals) / Double(devices.count)))
        #expect((0.3...0.7).contains(Double(named.count) / Double(seals)))
        let orders = observations.compactMap { if case .openTransit(let order, _) = $0.1 { order } else { nil } }
        #expect((0.2...0.5).contains(Double(orders.count) / Double(seals)))
        #expect(orders.allSatisfy { $0.destination == "HUUNGHI" && devices[$0.seal] == .seal })
        let topics = Set(
            try Self.days(options).flatMap(\.envelopes).compactMap { envelope in
                if case .mqtt(_, let topic) = envelope.source { topic.split(separator: "/").first } else { nil }
            })
        #expect(topics == ["vasscm", "owntracks", "traccar"])
    }

    @Test("A seen vehicle is in the queue zone from its entering to its gate-in, and then in the gate's")
    func places() throws {
        let options = Self.options(days: 2, share: 1)
        let map = try Fixtures.map()
        let vehicles = try QueueSeries(options, map: map).vehicles(of: "HUUNGHI")
        let queue = try #require(map.places.first { $0.id == "huu-nghi-queue" })
        let gate = try #require(map.places.first { $0.facility == "HUUNGHI" })
        var inside = 0
        var beyond = 0
        for case .report(let report, _, _) in try Self.observations(options).map(\.1) {
            let number = Int(report.seal.drop { !$0.isNumber }) ?? 0
            let vehicle = vehicles[number % 1_000_000]
            let time = report.fixTime.seconds(since: options.startsAt)
            let place = try #require(report.position)
            let out = vehicle.passesAt ?? vehicle.leavesAt.map { $0 - 130 } ?? .infinity
            if time > vehicle.entersAt + 5, time < out {
                inside += 1
                #expect(queue.shape.clearanceMeters(of: place) < 25)
            } else if let passesAt = vehicle.passesAt, time > passesAt + 30 {
                beyond += 1
                #expect(gate.shape.clearanceMeters(of: place) < 25)
            } else if time < vehicle.entersAt - 5 {
                #expect(queue.shape.clearanceMeters(of: place) > -25)
            }
        }
        #expect(inside > 5000)
        #expect(beyond > 500)
    }

    @Test("Who gives up drives back out of the queue zone, and is never gated in")
    func giveUps() throws {
        var options = Self.options(days: 2, share: 1)
        options.giveUpShare = 0.2
        let map = try Fixtures.map()
        let vehicles = try QueueSeries(options, map: map).vehicles(of: "HUUNGHI")
        let queue = try #require(map.places.first { $0.id == "huu-nghi-queue" })
        let observations = try Self.observations(options).map(\.1)
        let left = vehicles.filter { ($0.leavesAt ?? .infinity) < 2 * 86_400 - 600 }
        #expect(left.count > 20)
        let numbers = Set(left.map(\.number))
        var outside: Set<Int> = []
        for observation in observations {
            switch observation {
            case .report(let report, _, _):
                let number = (Int(report.seal.drop { !$0.isNumber }) ?? 0) % 1_000_000
                guard numbers.contains(number), let place = report.position,
                    report.fixTime.seconds(since: options.startsAt) > (vehicles[number].leavesAt ?? 0)
                else { continue }
                if queue.shape.clearanceMeters(of: place) > 100 { outside.insert(number) }
            case .gateEvent(let event, _) where event.facility == "HUUNGHI":
                #expect(!numbers.contains(Int(event.eventId.dropFirst(9).prefix(6)) ?? -1))
            default: break
            }
        }
        #expect(outside == numbers)
    }
}
