import Customs
import Foundation
import Testing

/// Seals for crash tests: 30 s apart, six hours ago, in the highlands where there is no zone; some of them in transits
/// in which things happen that must raise one alert each.
struct CrashFleet {
    /// Every fifth seal is in a transit.
    private static let transitEvery = 5
    private static let interval = 30
    private static let latitudeE7 = 130_000_000
    private static let longitudeE7 = 1_080_000_000

    // Report numbers, from 0, at which things happen in a transit's journey of 600 reports.
    private static let tampered = [40..<45, 480..<481]
    private static let unlocked = 150..<160
    /// 36 minutes, where 30 are allowed.
    private static let standing = 250..<323
    private static let firstTransitNumber = 100

    let startsAt: Timestamp
    let seals: [Devices.Seal]

    init(
        seals count: Int, reportsEach: Int, prefix: String = "CRASH",
        keepsUntilAcknowledged: (Int) -> Bool = { $0 % 2 == 0 }
    ) {
        let start = now(before: 6 * 3600)
        startsAt = start
        seals = (0..<count).map { index in
            Devices.Seal(
                name: "\(prefix)-\(index)",
                reports: (0..<reportsEach).map { Self.report(seal: index, step: $0, startsAt: start) },
                keepsUntilAcknowledged: keepsUntilAcknowledged(index))
        }
    }

    /// Opens the transits; every other one is overdue before its last report.
    func openTransits(at deployment: Deployment) async throws {
        for index in transitSeals {
            try await deployment.open(
                transit: transit(index), container: containerNumber(Self.firstTransitNumber + index),
                seal: seals[index].name,
                startsAt: startsAt, deadline: deadline(index))
        }
    }

    // MARK: - Checks

    /// What the tracks hold, counted.
    struct Stored: Equatable, CustomStringConvertible {
        var different = 0
        var lost = 0
        var twice = 0

        var description: String { "stored \(different), lost \(lost), stored twice \(twice)" }
    }

    /// Checks that every report of every seal is stored once and as it was sent.
    func checkTracks(at centre: Centre) async throws -> Stored { try await Self.checkTracks(of: seals, at: centre) }

    static func checkTracks(of seals: [Devices.Seal], at centre: Centre) async throws -> Stored {
        var stored = Stored()
        for seal in seals {
            let rows = try TrackRow.csv(try await centre.text("/v1/seals/\(seal.name)/track?format=csv"))
            let numbers = Set(rows.map { "\($0.boot ?? "-")/\($0.sequence ?? -1)" })
            stored.different += numbers.count
            stored.twice += rows.count - numbers.count
            let bySequence = Dictionary(rows.map { ($0.sequence, $0) }, uniquingKeysWith: { $1 })
            #expect(bySequence.count <= seal.reports.count, "\(seal.name) has reports that it did not send")
            for report in seal.reports {
                guard let row = bySequence[report.sequence] else {
                    stored.lost += 1
                    continue
                }
                let isSame =
                    row.time == report.time && row.latitude == report.latitude && row.longitude == report.longitude
                    && row.state == report.state.rawValue
                if !isSame { Issue.record("\(seal.name): report \(report.sequence) was changed: \(row)") }
            }
        }
        #expect(stored == Stored(different: seals.reduce(0) { $0 + $1.reports.count }))
        return stored
    }

    /// Checks that the alerts are those that must be, and none twice.
    func checkAlerts(at centre: Centre) async throws {
        let alerts: [Alert] = try await centre.list("/v1/alerts")
        let onsets = alerts.map { "\($0.rule.rawValue) \($0.transit ?? "-") \($0.startedAt.rfc3339)" }
        #expect(Set(onsets).count == alerts.count, "an alert is doubled")
        #expect(Set(alerts.map(\.id)).count == alerts.count)
        let found = Set(
            alerts.map { "\($0.transit ?? "-") \($0.rule.rawValue) \($0.startedAt.rfc3339) \($0.status.rawValue)" })
        let expected = Set(transitSeals.flatMap(expectedAlerts))
        #expect(found.subtracting(expected).sorted() == [], "alerts too many")
        #expect(expected.subtracting(found).sorted() == [], "alerts too few")
    }

    /// Checks the file: sound, and no alert raised twice.
    func checkLedger(_ file: URL) async throws {
        let findings = try await LedgerFile.inspect(file)
        #expect(findings.integrity == "ok")
        let raised = findings.alertEvents.filter { $0.change == "raised" }.map(\.alert)
        #expect(Set(raised).count == raised.count, "an alert was raised twice")
        #expect(Set(findings.alertEvents.map(\.alert)).count == findings.alerts)
    }

    // MARK: - What is sent, and what must follow

    private var transitSeals: [Int] { Array(stride(from: 0, to: seals.count, by: Self.transitEvery)) }

    private func transit(_ index: Int) -> String { "T-\(seals[index].name)" }

    /// Whether its deadline is hours away, and its destination nine hundred kilometres: late from the first fix on.
    private func isHopeless(_ index: Int) -> Bool { index % 2 == 0 }

    private func deadline(_ index: Int) -> Timestamp {
        isHopeless(index) ? time(500) : startsAt.advanced(bySeconds: 3 * 86_400)
    }

    private func time(_ step: Int) -> Timestamp { startsAt.advanced(bySeconds: Double(step * Self.interval)) }

    private func expectedAlerts(_ index: Int) -> [String] {
        let last = time(seals[index].reports.count - 1)
        var alerts =
            Self.tampered.map { "seal-tampered \(time($0.lowerBound).rfc3339) active" }
            + [
                "seal-unlocked \(time(Self.unlocked.lowerBound).rfc3339) cleared",
                "unauthorised-stop \(time(Self.standing.lowerBound).rfc3339) cleared",
            ]
        if isHopeless(index) { alerts.append("transit-late-forecast \(startsAt.rfc3339) active") }
        if deadline(index) < last { alerts.append("transit-overdue \(deadline(index).rfc3339) active") }
        return alerts.map { "\(transit(index)) \($0)" }
    }

    private static func report(seal: Int, step: Int, startsAt: Timestamp) -> SentReport {
        // 111 m north from one report to the next, but for the time it stands.
        let stood = max(0, min(step, standing.upperBound - 1) - standing.lowerBound)
        var report = SentReport(
            sequence: Int64(step + 1), time: startsAt.advanced(bySeconds: Double(step * interval)),
            latitudeE7: latitudeE7 + (step - stood) * 10_000, longitudeE7: longitudeE7 + seal * 100_000 + step % 10,
            altitude: 500.25, speed: standing.contains(step) ? 0 : 3.7, interval: interval)
        if tampered.contains(where: { $0.contains(step) }) { report.state = .tampered }
        if unlocked.contains(step) { report.state = .unlocked }
        return report
    }
}
