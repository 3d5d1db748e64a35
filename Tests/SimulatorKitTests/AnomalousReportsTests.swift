import Customs
import SimulatorKit
import Testing

@Suite("Anomalies of reports, receivers and journeys")
struct AnomalousReportsTests {
    private static let seeds: [UInt64] = [1, 2]

    private struct Case {
        let truth: TransitTruth
        let anomaly: TransitTruth.Anomaly
        let own: [(report: SealReport, receivedAt: Timestamp)]
        let all: [String: [(report: SealReport, receivedAt: Timestamp)]]

        /// What the seal made during the anomaly, by its own time.
        var during: [SealReport] { own.map(\.report).filter { anomaly.covers($0.fixTime) } }
        /// The same by the time received.
        var received: [(report: SealReport, receivedAt: Timestamp)] {
            own.filter { anomaly.covers($0.receivedAt) || $0.receivedAt == anomaly.endedAt }
        }
        var seconds: Double { anomaly.endedAt?.seconds(since: anomaly.startedAt) ?? 0 }
    }

    /// Every anomaly of the kind on short and long roads, with an interval of its own for each seal.
    private func cases(_ kind: AnomalyKind, seed: UInt64) throws -> [Case] {
        var options = Fixtures.options(transits: 8, seed: seed, anomalies: Array(repeating: kind, count: 4))
        options.variesIntervals = true
        let fleet = try Fixtures.fleet(options)
        let reports = try Fixtures.reports(fleet)
        let cases = try fleet.truths.flatMap { truth in
            try truth.anomalies.filter { $0.rule == kind.rule }.map { anomaly in
                Case(truth: truth, anomaly: anomaly, own: try #require(reports[truth.seal]), all: reports)
            }
        }
        #expect(cases.count == 4)
        return cases
    }

    @Test("Lost reports leave a gap in the numbers, and no silence", arguments: seeds)
    func sequenceGap(seed: UInt64) throws {
        for test in try cases(.sequenceGap, seed: seed) {
            let numbers = Set(test.own.compactMap(\.report.sequence))
            let missing = (1...(numbers.max() ?? 1)).filter { !numbers.contains($0) }
            #expect(!missing.isEmpty && missing.count <= 8)
            let times = test.own.map(\.receivedAt)
            #expect(zip(times, times.dropFirst()).allSatisfy { $1.seconds(since: $0) < 890 })
            let first = try #require(missing.first)
            let before = try #require(test.own.first { $0.report.sequence == first - 1 })
            #expect(before.report.fixTime < test.anomaly.startedAt)
            #expect(test.anomaly.earliest == before.report.fixTime)
        }
    }

    @Test("A replayed report is old under a new number, or has a known number and another body", arguments: seeds)
    func replayed(seed: UInt64) throws {
        for test in try cases(.reportReplayed, seed: seed) {
            let again = test.received.filter { $0.receivedAt.seconds(since: $0.report.fixTime) > 500 }
            #expect(!again.isEmpty)
            for (report, _) in again {
                let same = test.own.map(\.report).filter { $0.sequence == report.sequence }
                if same.count == 1 {
                    #expect(
                        test.own.contains {
                            $0.report.fixTime == report.fixTime && $0.report.sequence ?? 0 < report.sequence ?? 0
                        })
                } else {
                    #expect(same.count == 2 && same[0].position != same[1].position)
                }
            }
        }
    }

    @Test("A wrong clock is wrong for as long as the truth says, and right before and after", arguments: seeds)
    func clockWrong(seed: UInt64) throws {
        for test in try cases(.clockWrong, seed: seed) {
            let kept = test.truth.innocents.filter { $0.kind == .backlog }
            for (report, receivedAt) in test.own {
                let offset = receivedAt.seconds(since: report.fixTime)
                if test.anomaly.covers(receivedAt) {
                    #expect(offset < -300 || offset > 604_800)
                } else if !kept.contains(where: { $0.startedAt <= report.fixTime && report.fixTime < $0.endedAt }) {
                    #expect((0..<6).contains(offset))
                }
            }
        }
    }

    @Test("A clone reports from far away, in turn with the seal", arguments: seeds)
    func cloned(seed: UInt64) throws {
        for test in try cases(.cloned, seed: seed) {
            let received = test.received.map(\.report)
            let turns = zip(received, received.dropFirst()).filter { $0.boot != $1.boot }
            #expect(turns.count >= 4)
            for (a, b) in turns {
                let (from, to) = (try #require(a.fix), try #require(b.fix))
                #expect(Earth.distanceMeters(from, to) > 20_000)
            }
        }
    }

    @Test("A jump is a fix that no lorry can reach, and a frozen receiver says one place and a speed", arguments: seeds)
    func jumpsAndFreezes(seed: UInt64) throws {
        for test in try cases(.positionJump, seed: seed) {
            let reports = test.own.map(\.report)
            let index = try #require(reports.firstIndex { $0.fixTime == test.anomaly.startedAt })
            let (a, b) = (reports[index - 1], reports[index])
            let meters = Earth.distanceMeters(try #require(a.fix), try #require(b.fix))
            #expect(meters / b.fixTime.seconds(since: a.fixTime) > 55)
            #expect((1...2).contains(test.during.count))
        }
        for test in try cases(.positionFrozen, seed: seed) {
            #expect(test.during.count >= 4)
            #expect(Set(test.during.compactMap(\.fix)).count == 1)
            #expect(test.during.allSatisfy { $0.speedMetersPerSecond ?? 0 > 3 })
        }
    }

    @Test("A jammed receiver has no fix, or one that is worth nothing", arguments: seeds)
    func jamming(seed: UInt64) throws {
        for test in try cases(.jamming, seed: seed) {
            #expect(test.seconds >= 250)
            #expect(test.during.count >= 2)
            for report in test.during {
                let isWorthless =
                    report.satellites ?? 99 <= 3 && report.carrierToNoise ?? 99 < 20
                    && report.horizontalErrorMeters ?? 0 > 150
                #expect(report.mode <= 1 ? report.fix == nil : isWorthless)
            }
        }
    }

    @Test(
        "A spoofed track is straight, even and too good, and its speed is not what the receiver says", arguments: seeds)
    func spoofing(seed: UInt64) throws {
        for test in try cases(.spoofing, seed: seed) {
            let fixed = test.own.map(\.report).filter { $0.horizontalErrorMeters == 2 && $0.carrierToNoise == 48 }
            #expect(fixed.count >= 7)
            #expect(Set(fixed.map(\.satellites)).count == 1)
            for (a, b) in zip(fixed, fixed.dropFirst()) {
                let seconds = b.fixTime.seconds(since: a.fixTime)
                let implied = Earth.distanceMeters(try #require(a.fix), try #require(b.fix)) / seconds
                let said = try #require(b.speedMetersPerSecond)
                #expect(implied > 8.9 && implied < 16.1)
                #expect(said < implied * 0.6 || said > implied * 1.5)
            }
            let last = try #require(fixed.last)
            let truly = try #require(test.own.first { $0.report.sequence ?? 0 > last.sequence ?? 0 }?.report.fix)
            #expect(Earth.distanceMeters(try #require(last.fix), truly) > 1000)
        }
    }

    @Test("A deviation is far outside the corridor, and a speed is kept up", arguments: seeds)
    func movement(seed: UInt64) throws {
        let map = try Fixtures.map()
        for test in try cases(.routeDeviation, seed: seed) {
            let corridor = try #require(map.routes.first { $0.id == test.truth.route })
            #expect(test.seconds > 400)
            #expect(test.during.compactMap(\.fix).allSatisfy { corridor.shape.clearanceMeters(of: $0) > 170 })
        }
        for test in try cases(.overspeed, seed: seed) {
            #expect(test.seconds >= 150)
            #expect(test.during.allSatisfy { $0.speedMetersPerSecond ?? 0 > 27 })
        }
    }

    @Test("A late transit is an hour and a half late, and its forecast is wanted before the deadline", arguments: seeds)
    func late(seed: UInt64) throws {
        for test in try cases(.lateForecast, seed: seed) {
            #expect(test.truth.arrivesAt.seconds(since: test.truth.deadline) >= 5400)
            #expect(test.anomaly.knownBy == test.truth.deadline)
            #expect(test.seconds > 1800)
            #expect(test.truth.anomalies.contains { $0.rule == .transitOverdue })
        }
    }

    @Test("Two that meet stand within 50 m for more than five minutes", arguments: seeds)
    func meeting(seed: UInt64) throws {
        for test in try cases(.meeting, seed: seed) {
            #expect(test.seconds >= 480)
            let other = try #require(test.anomaly.other)
            let seal = "VNSEAL" + other.suffix(4)
            let beside = try #require(test.all[seal]).map(\.report).filter { test.anomaly.covers($0.fixTime) }
            #expect(test.during.count >= 3 && beside.count >= 3)
            for report in test.during.compactMap(\.fix) + beside.compactMap(\.fix) {
                #expect(Earth.distanceMeters(report, test.anomaly.position) < 60)
            }
        }
    }
}
