import Customs
import SimulatorKit
import Testing

@Suite("Hard innocents")
struct HardInnocentTests {
    private static let seeds: [UInt64] = [1, 2]

    private struct Case {
        let truth: TransitTruth
        let innocent: TransitTruth.Innocent
        let during: [(report: SealReport, receivedAt: Timestamp)]
        var seconds: Double { innocent.endedAt.seconds(since: innocent.startedAt) }
    }

    private func cases(_ kind: HardInnocent, seed: UInt64, holes: [CoverageHole] = []) throws -> [Case] {
        var options = Fixtures.options(transits: 8, seed: seed)
        options.innocents = Array(repeating: kind, count: 3)
        options.variesIntervals = true
        let fleet = try Fixtures.fleet(options)
        let reports = try Fixtures.reports(fleet)
        #expect(fleet.truths.allSatisfy { $0.anomalies.isEmpty && $0.alsoAllowed == nil })
        let cases = try fleet.truths.flatMap { truth in
            try truth.innocents.filter { $0.kind.rawValue == kind.rawValue }.map { innocent in
                let own = try #require(reports[truth.seal])
                return Case(
                    truth: truth, innocent: innocent,
                    during: own.filter {
                        $0.report.fixTime >= innocent.startedAt && $0.report.fixTime < innocent.endedAt
                    })
            }
        }
        #expect(cases.count >= 3)
        return cases
    }

    @Test("The queue takes hours, moves on, and stays in its zone", arguments: seeds)
    func queue(seed: UInt64) throws {
        let places = try Fixtures.map().places
        for test in try cases(.borderQueue, seed: seed) {
            let zone = try #require(places.first { $0.id == test.innocent.zone })
            #expect(test.seconds > 4.5 * 3600)
            let fixes = test.during.compactMap(\.report.fix)
            #expect(fixes.allSatisfy { zone.shape.clearanceMeters(of: $0) < -20 })
            #expect(Earth.distanceMeters(fixes[0], fixes[fixes.count - 1]) > 500)
        }
    }

    @Test("A stop near the limit is shorter than it, and a jam moves on", arguments: seeds)
    func stops(seed: UInt64) throws {
        for test in try cases(.nearLimitStop, seed: seed) {
            #expect((1600...1750).contains(test.seconds))
        }
        for test in try cases(.nightTraffic, seed: seed) {
            let fixes = test.during.map { (time: $0.report.fixTime, place: $0.report.fix ?? test.innocent.position) }
            for (index, fix) in fixes.enumerated() {
                let near = fixes[index...].prefix { Earth.distanceMeters($0.place, fix.place) <= 100 }
                #expect((near.last?.time ?? fix.time).seconds(since: fix.time) < 1500)
            }
        }
    }

    @Test("A detour stays inside the corridor, an excursion outside for less than 100 seconds", arguments: seeds)
    func corridors(seed: UInt64) throws {
        let map = try Fixtures.map()
        for test in try cases(.corridorDetour, seed: seed) {
            let corridor = try #require(map.routes.first { $0.id == test.truth.route })
            let clearances = test.during.compactMap(\.report.fix).map { corridor.shape.clearanceMeters(of: $0) }
            #expect(clearances.allSatisfy { $0 < 0 })
            #expect(clearances.contains { $0 > -180 })
        }
        for test in try cases(.shortExcursion, seed: seed) {
            let corridor = try #require(map.routes.first { $0.id == test.truth.route })
            let outside = test.during.map(\.report).filter {
                $0.fix.map { corridor.shape.clearanceMeters(of: $0) > 200 } ?? false
            }
            let first = outside.first?.fixTime ?? test.innocent.startedAt
            #expect((outside.last?.fixTime ?? first).seconds(since: first) < 100)
        }
    }

    @Test("A receiver on a fence wanders over the edge and back", arguments: seeds)
    func fence(seed: UInt64) throws {
        let places = try Fixtures.map().places
        for test in try cases(.fenceParking, seed: seed) {
            let zone = try #require(places.first { $0.id == test.innocent.zone })
            #expect(test.seconds >= 7200 && test.seconds <= 43_200)
            let outside = test.during.filter {
                $0.report.fix.map { zone.shape.clearanceMeters(of: $0) > 0 } ?? false
            }
            #expect(Double(outside.count) > 0.15 * Double(test.during.count))
            #expect(Double(outside.count) < 0.6 * Double(test.during.count))
            #expect(test.during.allSatisfy { abs(($0.report.horizontalErrorMeters ?? 0) - 30) < 4 })
            #expect(zone.shape.clearanceMeters(of: test.innocent.position) < 0)
        }
    }

    @Test("A tunnel hides the fix for less than 90 seconds", arguments: seeds)
    func tunnel(seed: UInt64) throws {
        for test in try cases(.tunnel, seed: seed) {
            #expect(test.seconds <= 90)
            #expect(!test.during.isEmpty && test.during.allSatisfy { $0.report.fix == nil })
        }
    }

    @Test("Mountains weaken the signal, and the motorway stays under the limit", arguments: seeds)
    func signals(seed: UInt64) throws {
        for test in try cases(.mountainRoad, seed: seed) {
            #expect(test.during.allSatisfy { (5...7).contains($0.report.satellites ?? 0) && $0.report.fix != nil })
            #expect(test.during.allSatisfy { (27.9...34.1).contains($0.report.carrierToNoise ?? 0) })
        }
        for test in try cases(.motorway, seed: seed) {
            #expect(test.during.allSatisfy { $0.report.speedMetersPerSecond ?? 99 < 28.2 })
            #expect(test.seconds > 300)
        }
        for test in try cases(.speedSpike, seed: seed) {
            #expect(test.during.filter { $0.report.speedMetersPerSecond ?? 0 > 35 }.count == 1)
        }
    }

    @Test("Late reports all come within minutes, out of their order; a long backlog comes whole", arguments: seeds)
    func delivery(seed: UInt64) throws {
        for test in try cases(.lateReports, seed: seed) {
            let numbers = test.during.compactMap(\.report.sequence)
            #expect(numbers.sorted() == Array((numbers.min() ?? 0)...(numbers.max() ?? 0)))
            #expect(test.during.allSatisfy { $0.receivedAt.seconds(since: $0.report.fixTime) <= 300 })
        }
        for test in try cases(.longBacklog, seed: seed) {
            #expect(test.seconds > 1800)
            #expect(test.during.allSatisfy { $0.receivedAt >= test.innocent.endedAt })
        }
    }

    @Test("A device that sleeps says so, and wakes when it moves", arguments: seeds)
    func sleepy(seed: UInt64) throws {
        for test in try cases(.sleepyDevice, seed: seed) {
            #expect(test.during.allSatisfy { $0.report.intervalSeconds == 900 })
            #expect(Double(test.during.count) < test.seconds / 900 + 2)
        }
    }

    @Test("Company is legal in a rest area, and by the road at 200 m", arguments: seeds)
    func company(seed: UInt64) throws {
        #expect(try cases(.restAreaCompany, seed: seed).allSatisfy { $0.innocent.zone != nil })
        let apart = try cases(.standingApart, seed: seed)
        for test in apart {
            for other in apart where other.truth.transit != test.truth.transit {
                #expect(Earth.distanceMeters(test.innocent.position, other.innocent.position) > 200)
            }
        }
    }

    @Test("A coverage hole silences every transit of its route for a quarter of an hour and more")
    func hole() throws {
        var options = Fixtures.options(transits: 8, routes: ["cua-viet--lao-bao"])
        options.coverageHoles = [CoverageHole(route: "cua-viet--lao-bao", meters: 30_000...45_000)]
        let fleet = try Fixtures.fleet(options)
        let reports = try Fixtures.reports(fleet)
        for truth in fleet.truths {
            let hole = try #require(truth.innocents.first { $0.kind == .coverageHole })
            #expect((960...1500).contains(hole.endedAt.seconds(since: hole.startedAt)))
            let own = try #require(reports[truth.seal])
            #expect(
                own.allSatisfy {
                    $0.receivedAt < hole.startedAt.advanced(bySeconds: 6) || $0.receivedAt >= hole.endedAt
                })
        }
    }
}
