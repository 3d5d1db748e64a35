import Customs
import Foundation
import Ledger
import Server
import Supervision
import Testing
import Wire

@Suite("The port side, live and replayed")
struct PortReplayTests {
    private static let start = PortServer.start

    private static func call(
        _ method: String, _ path: String, _ body: String, by account: Account, type: String = "application/json",
        at seconds: Double
    ) -> Envelope {
        Envelope(
            source: .http(HTTPCall(method: method, path: path, contentType: type, account: account)),
            receivedAt: start.advanced(bySeconds: seconds), body: Array(body.utf8))
    }

    private static func message(_ topic: String, _ body: String, at seconds: Double) -> Envelope {
        Envelope(
            source: .mqtt(broker: RecordingDecoder.sourceName, topic: topic),
            receivedAt: start.advanced(bySeconds: seconds), body: Array(body.utf8))
    }

    /// A day at the port in every form in which it can come: decisions, gate events, a manifest, an outage, a seal.
    private static func day() -> [Envelope] {
        let port = Account(name: "port", role: .operator, facilities: ["PORT"])
        let customs = Account(name: "customs", role: .system)
        let officer = Account(name: "officer", role: .officer)
        func time(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }
        let containers = (1...6).map(Posted.container)
        func order(_ status: String, _ containers: [String]) -> String {
            "{\"containers\":[\(containers.map { "\"\($0)\"" }.joined(separator: ","))],\"status\":\"\(status)\"}"
        }
        let codeco = "vasscm/v1/facilities/PORT/codeco"
        let events = "vasscm/v1/facilities/PORT/gate-events"
        return [
            call(
                "PUT", "/v1/manifests/CALL1",
                "{\"facility\":\"PORT\",\"expectedAt\":\"\(time(0).rfc3339)\","
                    + "\"containers\":[{\"number\":\"\(containers[0])\"},{\"number\":\"\(containers[5])\"}]}",
                by: customs, at: 1),
            message(
                codeco, Posted.edifact(Array(containers[0...2]), interchange: 1, at: time(-7200)), at: 2),
            call(
                "POST", "/v1/gate-events", Posted.edifact([containers[3]], interchange: 2, at: time(-3000)), by: port,
                type: "application/edifact", at: 3),
            message(events, "[\(Posted.json("j1", containers[4], at: time(-100))),{\"eventId\":\"bad\"}]", at: 4),
            call("PUT", "/v1/clearances/100000000001", order("released", [containers[0]]), by: customs, at: 5),
            call("PUT", "/v1/clearances/100000000002", order("held", [containers[1]]), by: officer, at: 6),
            call(
                "POST", "/v1/facilities/PORT/outages",
                "{\"outage\":\"O1\",\"startsAt\":\"\(time(6).rfc3339)\",\"reason\":\"power\"}",
                by: port, at: 7),
            message(
                codeco,
                Posted.edifact(containers, interchange: 3, at: time(60), document: "36"), at: 120),
            message(codeco, "UNB+UNOA:2+PORTTOS+VASSCM+260303:0702+4'UNH+1'", at: 121),
            message(
                "vasscm/v1/facilities/YARD/gate-events",
                Posted.json("y1", containers[2], at: time(100), facility: "YARD"), at: 130),
            message(
                "vasscm/v1/facilities/NOWHERE/gate-events", Posted.json("z1", containers[2], at: time(100)), at: 131),
            message(events, Posted.json("j1", containers[4], at: time(-100)), at: 140),
            call("POST", "/v1/facilities/PORT/outages/O1/end", "{}", by: port, at: 150),
            call("PUT", "/v1/clearances/100000000002", order("released", [containers[1]]), by: officer, at: 160),
            message("vasscm/v1/seals/S1/reports", "{\"seq\":1,\"time\":\"\(time(170).rfc3339)\"}", at: 171),
            call(
                "PUT", "/v1/clearances/100000000003", order("released", containers), by: customs, at: 90_000),
        ]
    }

    @Test("give the same lines, from a recording and from the journal")
    func sameLines() async throws {
        let folder = try ConfigurationFolder()
        let server = try PortServer(try PortServer.configuration(folder))
        for envelope in Self.day() { _ = try await server.take([envelope]).get() }
        await server.stop()
        var live = server.lines
        // A replay lets settle what still settles at its end.
        var supervisor = server.pipeline.read { $0 }
        var effects: [Effect] = []
        supervisor.advance(to: supervisor.clock.advanced(bySeconds: Supervisor.settlingSeconds), into: &effects)
        live += effects.compactMap(ReplayLine.line)
        let rules = Set(
            server.effects.compactMap { effect -> RuleCode? in
                if case .alert(.raised, let alert) = effect.kind { alert.rule } else { nil }
            })
        #expect(rules.isSuperset(of: [.gateOutWithoutClearance, .gateOutOnHold, .gateReportLate]), "\(rules)")

        try folder.write("day.jsonl", Self.day().map(RecordingWriter.line).joined(separator: "\n"))
        let replay = ReplayRun(configuration: server.configuration)
        var recorded: [String] = []
        let summary = try replay.play([folder.path("day.jsonl")]) { recorded.append($0) }
        #expect(recorded == live)
        #expect(summary.contains("16 received = 12 stored + 1 duplicate + 3 rejected"), "\(summary)")

        var journal: [String] = []
        _ = try replay.play(ReplayInput(.journal)) { journal.append($0) }
        #expect(journal == live)
    }

    @Test("leave the ledger as it was after a restart, and answer what came over MQTT")
    func restarted() async throws {
        let folder = try ConfigurationFolder()
        let first = try PortServer(try PortServer.configuration(folder))
        for envelope in Self.day() { _ = try await first.take([envelope]).get() }
        let state = first.pipeline.read { try? $0.encoded() }
        let answers = first.answered.flatMap(FacilityAnswers.messages(to:))
        let topics = answers.reduce(into: [String: Int]()) { $0[$1.topic, default: 0] += 1 }
        #expect(
            topics == [
                "vasscm/v1/facilities/PORT/codeco/answers": 3, "vasscm/v1/facilities/PORT/gate-events/results": 2,
                "vasscm/v1/facilities/YARD/gate-events/results": 1,
                "vasscm/v1/facilities/NOWHERE/gate-events/results": 1,
            ])
        #expect(answers.allSatisfy { !$0.payload.isEmpty })
        let events = try await first.ledger.gateEvents(GateEventQuery()).items
        await first.stop()
        try first.ledger.close()

        let second = try PortServer(first.configuration)
        #expect(second.pipeline.read { try? $0.encoded() } == state)
        #expect(try await second.ledger.gateEvents(GateEventQuery()).items == events)
        await second.stop()
    }
}
