import Customs
import SimulatorKit
import Testing

/// What every rule of the first set would complain of, looked for in the reports alone.
@Suite("An uneventful fleet")
struct UneventfulFleetTests {
    private static let seeds: [UInt64] = [1, 2, 3]

    private func fleet(_ seed: UInt64) throws -> Fleet {
        try Fixtures.fleet(Fixtures.options(transits: 16, seed: seed, routes: []))
    }

    @Test("The truth lists no anomaly, and every transit arrives before its deadline", arguments: seeds)
    func truth(seed: UInt64) throws {
        for truth in try fleet(seed).truths {
            #expect(truth.anomalies.isEmpty)
            #expect(truth.startsAt < truth.departsAt)
            #expect(truth.departsAt < truth.arrivesAt)
            #expect(truth.arrivesAt < truth.closesAt)
            #expect(truth.closesAt < truth.deadline)
        }
    }

    @Test("No silence comes near the limit, neither in fix times nor in received times", arguments: seeds)
    func silence(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        for truth in fleet.truths {
            let own = try #require(reports[truth.seal])
            for times in [own.map(\.report.fixTime), own.map(\.receivedAt)] {
                let all = [truth.startsAt] + times
                #expect(zip(all, all.dropFirst()).allSatisfy { $1.seconds(since: $0) < 800 }, "\(truth.seal)")
            }
            let last = try #require(own.last)
            #expect(last.report.fixTime > truth.closesAt)
            #expect(last.report.fixTime.seconds(since: truth.closesAt) < 400)
        }
    }

    @Test("No seal is unlocked or tampered with before the close", arguments: seeds)
    func states(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        for truth in fleet.truths {
            let before = try #require(reports[truth.seal]).filter { $0.report.fixTime <= truth.closesAt }
            #expect(before.allSatisfy { $0.report.state == .locked })
        }
    }

    @Test("No seal enters a forbidden zone or a facility that is not its own", arguments: seeds)
    func zones(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        let places = try Fixtures.map().places
        for truth in fleet.truths {
            let foreign = places.filter { zone in
                zone.kind == .forbidden
                    || (zone.kind.isFacility && zone.facility != truth.origin && zone.facility != truth.destination)
            }
            let fixes = try #require(reports[truth.seal]).compactMap(\.report.fix)
            for zone in foreign {
                let nearest = fixes.map { zone.shape.clearanceMeters(of: $0) }.min() ?? .infinity
                #expect(nearest > 500, "\(truth.seal) comes near \(zone.id)")
            }
        }
    }

    @Test("No lorry stands longer than half an hour where it may not", arguments: seeds)
    func stops(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        let allowed = try Fixtures.map().places.filter(\.kind.allowsStanding)
        for truth in fleet.truths {
            var anchor: SealReport?
            var longest = 0.0
            for (report, _) in try #require(reports[truth.seal]) {
                guard let place = report.fix else { continue }
                let mayStand = allowed.contains { $0.shape.clearanceMeters(of: place) <= 0 }
                guard !mayStand else {
                    anchor = nil
                    continue
                }
                if let start = anchor, let from = start.fix, Earth.distanceMeters(from, place) <= 100 {
                    longest = max(longest, report.fixTime.seconds(since: start.fixTime))
                } else {
                    anchor = report
                }
            }
            #expect(longest < 1200, "\(truth.seal) stands \(longest) s")
        }
    }

    @Test("No speed is beyond a lorry's, said or implied, and the battery only falls", arguments: seeds)
    func plausible(seed: UInt64) throws {
        let reports = try Fixtures.reports(fleet(seed))
        for own in reports.values {
            for (a, b) in zip(own, own.dropFirst()) {
                let seconds = b.report.fixTime.seconds(since: a.report.fixTime)
                let (from, to) = (try #require(a.report.fix), try #require(b.report.fix))
                #expect(Earth.distanceMeters(from, to) / seconds < 26)
                #expect((b.report.speedMetersPerSecond ?? 0) < 26)
                #expect((a.report.battery ?? 0) >= (b.report.battery ?? 1))
                #expect((b.report.courseDegrees ?? 0) < 360)
            }
        }
    }
}
