import Customs
import Foundation
import Geofencing
import Ledger
import Logging
import MonitoringCentre
import Server
import Supervision
import Testing
import Wire

@Suite("Zones that are put over HTTP")
struct ZoneEditServerTests {
    private static let chief = Account(name: "chief", role: .supervisor)
    private static let officer = Account(name: "officer", role: .officer)

    private static func time(_ seconds: Double) -> Timestamp { PortServer.start.advanced(bySeconds: seconds) }

    private static func feature(_ id: String, _ kind: String, _ more: String, _ longitude: Double, radius: Double)
        -> String
    {
        """
        {"type":"Feature","properties":{"id":"\(id)","kind":"\(kind)","name":"\(id)"\(more),"radius":\(radius)},
        "geometry":{"type":"Point","coordinates":[\(longitude),20.86]}}
        """
    }

    /// The configuration's zones, with a forbidden one on the way and a new port, or without.
    private static func geoJSON(withForbidden: Bool, yard: Bool = true) -> String {
        var features = [feature("port", "seaport", ",\"facility\":\"PORT\"", 106.68, radius: 500)]
        if yard { features.append(feature("yard", "icd", ",\"facility\":\"YARD\"", 106.5, radius: 500)) }
        if withForbidden { features.append(feature("bog", "forbidden", ",\"colour\":\"red\"", 106.6, radius: 800)) }
        features.append(feature("quay", "seaport", ",\"facility\":\"QUAY2\"", 106.75, radius: 300))
        return
            "{\"type\":\"FeatureCollection\",\"attribution\":\"us\",\"features\":[\(features.joined(separator: ","))]}"
    }

    private static func call(
        _ method: String, _ path: String, _ body: String, by account: Account = chief, at seconds: Double,
        condition: String? = nil
    ) -> Envelope {
        Envelope(
            source: .http(HTTPCall(method: method, path: path, account: account, condition: condition)),
            receivedAt: time(seconds), body: Array(body.utf8))
    }

    private static func order(_ seal: String, _ container: String, at seconds: Double) -> Envelope {
        call(
            "POST", "/v1/transits",
            """
            {"transit":"T-\(seal)","container":"\(container)","seal":"\(seal)","declaration":"1","origin":"PORT",\
            "destination":"YARD","deadline":"\(time(86_400).rfc3339)"}
            """, by: officer, at: seconds)
    }

    /// A seal that drives west, past the bog, in an hour.
    private static func reports(_ seal: String, from seconds: Double) -> [Envelope] {
        (0...60).map { minute in
            let at = seconds + Double(minute) * 60
            return Envelope(
                source: .mqtt(broker: "b", topic: "vasscm/v1/seals/\(seal)/reports"), receivedAt: time(at + 1),
                body: Array(
                    """
                    {"seq":\(minute + 1),"time":"\(time(at).rfc3339)","mode":3,"lat":20.86,\
                    "lon":\(106.68 - Double(minute) * 0.0025)}
                    """.utf8))
        }
    }

    private static func journal() -> [Envelope] {
        [order("S1", Posted.container(1), at: 0)] + reports("S1", from: 10)
            + [
                call("PUT", "/v1/zones", geoJSON(withForbidden: true), at: 4000),
                call("PUT", "/v1/zones", geoJSON(withForbidden: true, yard: false), at: 4001),
                call("PUT", "/v1/zones", geoJSON(withForbidden: true), at: 4002, condition: "0-5"),
                order("S2", Posted.container(2), at: 4010),
            ] + reports("S2", from: 4020)
            + [call("PUT", "/v1/zones", geoJSON(withForbidden: false), at: 8000, condition: "1-5")]
            + [order("S3", Posted.container(3), at: 8010)] + reports("S3", from: 8020)
    }

    @Test("are in force at once, after a restart from the journal and from a snapshot, and in a replay")
    func inForce() async throws {
        let folder = try ConfigurationFolder()
        let server = try PortServer(try PortServer.configuration(folder))
        var outcomes: [Outcome] = []
        for envelope in Self.journal() { outcomes += try await server.take([envelope]).get().flatMap { $0 } }
        let editions = outcomes.compactMap { if case .zones(let edition) = $0 { edition } else { nil } }
        #expect(editions.map(\.number) == [1, 2] && editions.map(\.by) == ["chief", "chief"])
        let refusals = outcomes.compactMap { if case .rejected(let rejection) = $0 { rejection } else { nil } }
        #expect(refusals.map(\.reason) == [.conflict, .conflict])
        #expect(refusals.first?.detail.contains("T-S1") == true)
        let bogs = server.effects.compactMap { effect -> String? in
            if case .alert(.raised, let alert) = effect.kind, alert.rule == .forbiddenZone { alert.seal } else { nil }
        }
        #expect(bogs == ["S2"])
        #expect(server.zones.facilityCodes == ["PORT", "YARD", "QUAY2"])
        let state = server.pipeline.read { try? $0.encoded() }
        await server.stop()
        try server.ledger.close()

        let second = try PortServer(server.configuration)
        #expect(second.pipeline.read { try? $0.encoded() } == state)
        #expect(second.zones.zones == editions.last?.zones)
        try second.pipeline.writeSnapshot()
        await second.stop()
        try second.ledger.close()
        let third = try PortServer(server.configuration)
        #expect(third.pipeline.read { try? $0.encoded() } == state)
        #expect(third.pipeline.read(\.edition)?.geoJSON == Array(Self.geoJSON(withForbidden: false).utf8))
        await third.stop()

        var lines: [String] = []
        _ = try ReplayRun(configuration: server.configuration).play(ReplayInput(.journal)) { lines.append($0) }
        #expect(lines.prefix(server.lines.count) == server.lines[...])
        try folder.write("day.jsonl", Self.journal().map(RecordingWriter.line).joined(separator: "\n"))
        var recorded: [String] = []
        _ = try ReplayRun(configuration: server.configuration).play([folder.path("day.jsonl")]) { recorded.append($0) }
        #expect(recorded.contains { $0.contains("forbidden-zone") })
    }

    @Test("A preview tells the alerts that the edit would have changed, and those alone")
    func preview() async throws {
        let folder = try ConfigurationFolder()
        let server = try PortServer(try PortServer.configuration(folder))
        for envelope in Self.journal() { _ = try await server.take([envelope]).get() }
        await server.stop()
        let proposed = try ZonesGeoJSON.zones(Array(Self.geoJSON(withForbidden: true).utf8))
        var run = ZonePreviewRun(
            ledgerPath: server.configuration.ledgerPath, rules: server.configuration.rules, zones: server.zones.zones,
            proposed: proposed, from: Self.time(-10), now: Self.time(12_000))
        let all = try run.preview { _ in false }
        #expect(all.complete && all.through == Self.time(12_000) && all.reports == 183)
        #expect(Set(all.gained.compactMap(\.seal)) == ["S1", "S2", "S3"])
        #expect(all.gained.allSatisfy { $0.rule == .forbiddenZone } && all.lost.isEmpty)
        #expect(all.counts.gained == all.gained.count)
        run.from = Self.time(8000)
        let late = try run.preview { _ in false }
        #expect(Set(late.gained.compactMap(\.seal)) == ["S3"])
        swap(&run.zones, &run.proposed)
        let reverse = try run.preview { _ in false }
        #expect(Set(reverse.lost.compactMap(\.seal)) == ["S3"])
        run.from = Self.time(-10)
        run.mostReports = 61
        let cut = try run.preview { _ in false }
        #expect(!cut.complete && cut.reports == 61 && cut.through < Self.time(8000))
        #expect(Set(cut.lost.compactMap(\.seal)) == ["S1"])
        let stopped = try run.preview { _ in true }
        #expect(!stopped.complete)
    }

    @Test("A replay under other zones passes over the edits of the journal; one under other rules does not")
    func compare() async throws {
        let folder = try ConfigurationFolder()
        let server = try PortServer(try PortServer.configuration(folder))
        for envelope in Self.journal() { _ = try await server.take([envelope]).get() }
        await server.stop()
        try folder.write("other.geojson", Self.geoJSON(withForbidden: true))
        let zones = try ReplayAlternative(
            rules: nil, zones: folder.path("other.geojson"), insteadOf: server.configuration)
        var lines: [String] = []
        _ = try ReplayRun(configuration: server.configuration).compare(ReplayInput(.journal), with: zones) {
            lines.append($0)
        }
        #expect(lines.filter { $0.contains("\"change\":\"gained\"") }.count == 2, "\(lines)")
        try folder.write("rules.yaml", "forbidden-zone: {enabled: false}")
        let rules = try ReplayAlternative(
            rules: folder.path("rules.yaml"), zones: nil, insteadOf: server.configuration)
        lines = []
        _ = try ReplayRun(configuration: server.configuration).compare(ReplayInput(.journal), with: rules) {
            lines.append($0)
        }
        #expect(lines.filter { $0.contains("\"change\":\"lost\"") }.count == 1, "\(lines)")
    }
}
