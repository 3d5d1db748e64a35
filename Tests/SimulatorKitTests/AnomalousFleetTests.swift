import Customs
import SimulatorKit
import Testing

@Suite("A fleet with anomalies")
struct AnomalousFleetTests {
    private static let seeds: [UInt64] = [1, 2, 3, 4]

    private func fleet(_ seed: UInt64) throws -> Fleet {
        try Fixtures.fleet(Fixtures.options(transits: 12, seed: seed, anomalies: AnomalyKind.allCases))
    }

    @Test("The truth lists each anomaly that was asked for, one a transit", arguments: seeds)
    func truth(seed: UInt64) throws {
        let truths = try fleet(seed).truths
        let anomalies = truths.flatMap(\.anomalies)
        #expect(Set(anomalies.map(\.rule)) == Set(AnomalyKind.allCases.map(\.rule)))
        #expect(anomalies.count == AnomalyKind.allCases.count)
        #expect(truths.allSatisfy { $0.anomalies.count <= 1 })
        for truth in truths {
            for anomaly in truth.anomalies {
                #expect(anomaly.startedAt > truth.departsAt)
                #expect(anomaly.startedAt < truth.arrivesAt)
                #expect(anomaly.endedAt.map { $0 <= truth.arrivesAt } ?? (anomaly.rule == .sealTampered))
            }
        }
    }

    @Test("The reports show what the truth says", arguments: seeds)
    func evidence(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        let places = try Fixtures.map().places
        for truth in fleet.truths {
            guard let anomaly = truth.anomalies.first else { continue }
            let own = try #require(reports[truth.seal]).map(\.report)
            let during = own.filter {
                $0.fixTime >= anomaly.startedAt && $0.fixTime < anomaly.endedAt ?? .distantFuture
            }
            let fixes = during.compactMap(\.fix)
            switch anomaly.rule {
            case .sealTampered: #expect(!during.isEmpty && during.allSatisfy { $0.state == .tampered })
            case .sealUnlocked: #expect(!during.isEmpty && during.allSatisfy { $0.state == .unlocked })
            case .sealSignalLost:
                let end = try #require(anomaly.endedAt)
                #expect(during.map(\.fixTime) == [anomaly.startedAt])
                #expect(end.seconds(since: anomaly.startedAt) > 1100)
            case .unauthorisedStop:
                let standing = fixes.filter { Earth.distanceMeters($0, anomaly.position) < 50 }
                #expect(standing.count == fixes.count)
                #expect(try #require(anomaly.endedAt).seconds(since: anomaly.startedAt) >= 2700)
                #expect(places.allSatisfy { $0.shape.clearanceMeters(of: anomaly.position) > 300 })
            case .forbiddenZone, .wrongDestination:
                let zone = try #require(places.first { anomaly.note.hasSuffix($0.id) })
                #expect(anomaly.rule == .forbiddenZone ? zone.kind == .forbidden : zone.kind.isFacility)
                #expect(zone.facility != truth.destination || zone.facility == nil)
                #expect(fixes.filter { zone.shape.clearanceMeters(of: $0) < -50 }.count >= 3)
            case .transitOverdue:
                #expect(anomaly.startedAt == truth.deadline)
                #expect(anomaly.endedAt == truth.arrivesAt)
            default: Issue.record("\(anomaly.rule) is no anomaly of a fleet")
            }
        }
    }

    @Test("Transits without an anomaly stay as uneventful as ever", arguments: seeds)
    func others(seed: UInt64) throws {
        let fleet = try fleet(seed)
        let reports = try Fixtures.reports(fleet)
        for truth in fleet.truths where truth.anomalies.isEmpty {
            let own = try #require(reports[truth.seal]).map(\.report)
            #expect(zip(own, own.dropFirst()).allSatisfy { $1.fixTime.seconds(since: $0.fixTime) < 800 })
            #expect(own.allSatisfy { $0.state == .locked || $0.fixTime > truth.closesAt })
            #expect(truth.arrivesAt < truth.deadline)
        }
    }
}
