import Customs
import SimulatorKit
import Testing

@Suite("A fleet with anomalies")
struct AnomalousFleetTests {
    private static let seeds: [UInt64] = [1, 2]

    private func fleet(_ seed: UInt64) throws -> Fleet {
        try Fixtures.fleet(Fixtures.options(transits: 37, seed: seed, anomalies: AnomalyKind.allCases))
    }

    @Test("The truth lists each anomaly that was asked for", arguments: seeds)
    func truth(seed: UInt64) throws {
        let truths = try fleet(seed).truths
        let anomalies = truths.flatMap(\.anomalies)
        #expect(Set(anomalies.map(\.rule)) == Set(AnomalyKind.allCases.map(\.rule)))
        #expect(anomalies.count >= AnomalyKind.allCases.count)
        // A meeting is written down with one of its two.
        #expect(truths.filter { !$0.anomalies.isEmpty }.count >= AnomalyKind.allCases.count)
        let lasting: Set<RuleCode> = [.sealTampered, .sealBatteryLow, .sealSequenceGap]
        let ofGates = Set(AnomalyKind.allCases.filter(\.isOfPort).map(\.rule))
        for truth in truths {
            for anomaly in truth.anomalies where !ofGates.contains(anomaly.rule) {
                #expect(anomaly.startedAt > truth.departsAt)
                #expect(anomaly.startedAt < truth.arrivesAt)
                // A spoofer may go on past the gate.
                let end = anomaly.rule == .gnssSpoofing ? truth.closesAt : truth.arrivesAt
                #expect(anomaly.endedAt.map { $0 <= end } ?? lasting.contains(anomaly.rule), "\(anomaly.rule)")
            }
        }
    }

    @Test("A battery, a lock, a stop and a zone are in the reports as the truth says", arguments: seeds)
    func evidence(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        let places = try Fixtures.map().places
        for truth in fleet.truths {
            let own = try #require(reports[truth.seal]).map(\.report)
            for anomaly in truth.anomalies {
                let during = own.filter { anomaly.covers($0.fixTime) }
                let fixes = during.compactMap(\.fix)
                switch anomaly.rule {
                case .sealTampered: #expect(!during.isEmpty && during.allSatisfy { $0.state == .tampered })
                case .sealUnlocked: #expect(!during.isEmpty && during.allSatisfy { $0.state == .unlocked })
                case .sealBatteryLow:
                    #expect(!during.isEmpty && during.allSatisfy { $0.battery ?? 1 < 0.2 })
                    #expect(own.allSatisfy { anomaly.covers($0.fixTime) || $0.battery ?? 0 >= 0.2 })
                case .sealSignalLost:
                    let end = try #require(anomaly.endedAt)
                    #expect(during.map(\.fixTime) == [anomaly.startedAt])
                    #expect(end.seconds(since: anomaly.startedAt) > 1100)
                case .unauthorisedStop:
                    #expect(fixes.allSatisfy { Earth.distanceMeters($0, anomaly.position) < 50 })
                    #expect(try #require(anomaly.endedAt).seconds(since: anomaly.startedAt) > 1900)
                    #expect(places.allSatisfy { $0.shape.clearanceMeters(of: anomaly.position) > 300 })
                case .forbiddenZone, .wrongDestination:
                    let zone = try #require(places.first { anomaly.note.hasSuffix($0.id) })
                    #expect(anomaly.rule == .forbiddenZone ? zone.kind == .forbidden : zone.kind.isFacility)
                    #expect(zone.facility != truth.destination || zone.facility == nil)
                    #expect(fixes.filter { zone.shape.clearanceMeters(of: $0) < -50 }.count >= 3)
                case .transitOverdue:
                    #expect(anomaly.startedAt == truth.deadline)
                    #expect(anomaly.endedAt == truth.arrivesAt)
                default: break
                }
            }
        }
    }

    @Test("A cut cable in a backlog is learned long after it happened", arguments: seeds)
    func tamperedInBacklog(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        let delays = try fleet.truths.filter { $0.anomalies.contains { $0.rule == .sealTampered } }.map { truth in
            let first = try #require(reports[truth.seal]?.first { $0.report.state == .tampered })
            return first.receivedAt.seconds(since: first.report.fixTime)
        }
        #expect(delays.count == 2)
        #expect(delays.contains { $0 < 10 })
        #expect(delays.contains { $0 > 1800 })
    }

    @Test("Transits without an anomaly stay as uneventful as ever", arguments: seeds)
    func others(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        let met = Set(fleet.truths.flatMap { $0.anomalies.compactMap(\.other) })
        for truth in fleet.truths where truth.anomalies.isEmpty && !met.contains(truth.transit) {
            let own = try #require(reports[truth.seal]).map(\.report)
            #expect(zip(own, own.dropFirst()).allSatisfy { $1.fixTime.seconds(since: $0.fixTime) < 800 })
            #expect(own.allSatisfy { $0.state == .locked || $0.fixTime > truth.closesAt })
            #expect(truth.arrivesAt < truth.deadline)
            #expect(truth.alsoAllowed == nil)
        }
    }
}

extension TransitTruth.Anomaly {
    /// Whether a report of that time is of the anomaly.
    func covers(_ time: Timestamp) -> Bool { time >= startedAt && time < endedAt ?? .distantFuture }
}
