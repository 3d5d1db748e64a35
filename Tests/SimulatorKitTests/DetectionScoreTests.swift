import Customs
import SimulatorKit
import Testing

@Suite("The score of detection")
struct DetectionScoreTests {
    private let start = Fixtures.start

    private func truth(
        _ anomalies: [TransitTruth.Anomaly] = [], transit: String = "T1", allowed: [TransitTruth.Allowance]? = nil
    ) throws -> TransitTruth {
        var truth = try #require(try Fixtures.fleet(Fixtures.options(transits: 1, interval: 600)).truths.first)
        truth.transit = transit
        truth.seal = "S-\(transit)"
        truth.startsAt = start
        truth.closesAt = start.advanced(bySeconds: 36_000)
        truth.anomalies = anomalies
        truth.alsoAllowed = allowed
        return truth
    }

    private func anomaly(_ rule: RuleCode, _ from: Double, _ to: Double?) -> TransitTruth.Anomaly {
        TransitTruth.Anomaly(
            rule: rule, startedAt: start.advanced(bySeconds: from), endedAt: to.map { start.advanced(bySeconds: $0) },
            position: Coordinate(latitude: 20, longitude: 106), note: "")
    }

    private func alert(
        _ rule: RuleCode, _ seconds: Double, transit: String? = "T1", seal: String? = nil,
        status: Alert.Status = .active,
        knownAfter: Double = 100
    ) -> Alert {
        Alert(
            id: "\(rule.rawValue).\(transit ?? "").\(seconds)", rule: rule, severity: .minor, status: status,
            transit: transit, seal: seal, startedAt: start.advanced(bySeconds: seconds),
            detectedAt: start.advanced(bySeconds: seconds + knownAfter))
    }

    private func judge(_ truths: [TransitTruth], _ alerts: [Alert]) -> DetectionScore {
        var score = DetectionScore()
        score.judge(truths, alerts: alerts)
        return score
    }

    @Test("One alert finds one anomaly of its rule, within the tolerance")
    func matching() throws {
        let truths = [try truth([anomaly(.overspeed, 1000, 1200), anomaly(.overspeed, 5000, 5200)])]
        let score = judge(truths, [alert(.overspeed, 800), alert(.overspeed, 5450), alert(.gnssJamming, 1000)])
        #expect(score.rows[.overspeed]?.truths == 2)
        #expect(score.rows[.overspeed]?.found == 2)
        #expect(score.rows[.overspeed]?.delays == [0, 550])
        #expect(score.rows[.gnssJamming]?.falseAlerts == 1)
        #expect(score.transitHours == 10)
        #expect(score.falsePerThousandHours(score.overall) == 100)
        #expect(score.overall.recall == 1)
    }

    @Test("A second alert of one episode is a duplicate and false; one far away is false and the anomaly missed")
    func duplicates() throws {
        let truths = [try truth([anomaly(.overspeed, 1000, 1200)])]
        let twice = judge(truths, [alert(.overspeed, 1000), alert(.overspeed, 1100)])
        #expect(twice.rows[.overspeed]?.falseAlerts == 1)
        #expect(twice.problems.map(\.kind) == [.duplicate])
        let away = judge(truths, [alert(.overspeed, 2000)])
        #expect(away.problems.map(\.kind) == [.missed, .falseAlert])
        #expect(away.overall.precision == 0)
    }

    @Test("Withdrawn alerts and those of other transits count for nothing; a seal's alert counts for its transit")
    func bystanders() throws {
        let truths = [try truth([anomaly(.sealCloned, 1000, 1200)])]
        let score = judge(
            truths,
            [
                alert(.sealCloned, 1000, transit: nil, seal: "S-T1"), alert(.overspeed, 1000, status: .withdrawn),
                alert(.overspeed, 1000, transit: "T9"),
            ])
        #expect(score.rows[.sealCloned]?.found == 1)
        #expect(score.problems.isEmpty)
    }

    @Test("A meeting's alert may be the other's, and what is allowed is neither found nor false")
    func meetings() throws {
        var meeting = anomaly(.meetingSuspected, 1000, 1600)
        meeting.other = "T2"
        let allowed = [
            TransitTruth.Allowance(
                rule: .positionJump, startedAt: start, endedAt: start.advanced(bySeconds: 2000))
        ]
        let truths = [try truth([meeting], allowed: allowed), try truth(transit: "T2")]
        let score = judge(
            truths,
            [alert(.meetingSuspected, 1000, transit: "T2"), alert(.positionJump, 100), alert(.positionJump, 3000)])
        #expect(score.rows[.meetingSuspected]?.found == 1)
        #expect(score.rows[.positionJump]?.falseAlerts == 1)
        #expect(score.transits == 2)
    }

    @Test("What is known too late is not found")
    func late() throws {
        var forecast = anomaly(.transitLateForecast, 1000, 5000)
        forecast.knownBy = start.advanced(bySeconds: 5000)
        let late = judge([try truth([forecast])], [alert(.transitLateForecast, 1100, knownAfter: 6000)])
        #expect(late.problems.map(\.kind) == [.late])
        #expect(late.overall.recall == 0)
        #expect(late.overall.falseAlerts == 0)
        let early = judge([try truth([forecast])], [alert(.transitLateForecast, 1100)])
        #expect(early.overall.recall == 1)
    }

    @Test("The table has a line for each rule and one for all")
    func table() throws {
        let score = judge([try truth([anomaly(.overspeed, 1000, 1200)])], [alert(.overspeed, 1000)])
        let lines = score.table.split(separator: "\n")
        #expect(lines.count == DetectionScore.simulatedRules.count + 3)
        #expect(lines.contains { $0.hasPrefix("| `overspeed` | 1 | 1 | 0 | 0 | 1.000 | 1.000 | 100 | 100 |") })
        #expect(lines.last?.hasPrefix("| **all** | 1 | 1 |") == true)
    }
}
