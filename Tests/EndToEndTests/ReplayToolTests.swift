import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("Replay as a tool", .timeLimit(.minutes(3)))
    struct ReplayToolTests {
        private static let day = Programs.recordings.appending(path: "anomalous-day.jsonl")

        private struct Line: Decodable {
            var type: String
            var change: String?
            var alert: Alert?
        }

        /// What a run of `vasscm replay` said.
        private struct Said {
            var status: Int32
            var output: String
            var errors: String

            var lines: [Line] {
                output.split(separator: "\n").compactMap {
                    try? JSONDecoder().decode(Line.self, from: Data($0.utf8))
                }
            }

            /// The last word on each alert, but for when it was known and what officers did.
            var alerts: [String: Alert] {
                var last: [String: Alert] = [:]
                for case let alert? in lines.map(\.alert) {
                    var alert = alert
                    alert.detectedAt = alert.startedAt
                    last[alert.id] = alert
                }
                return last.filter { $0.value.status != .withdrawn }
            }
        }

        private static func replay(_ arguments: [String]) async throws -> Said {
            let folder = FileManager.default.temporaryDirectory
            let output = folder.appending(path: "vasscm-replay-\(UUID().uuidString)")
            let errors = folder.appending(path: "vasscm-replay-\(UUID().uuidString)")
            defer {
                try? FileManager.default.removeItem(at: output)
                try? FileManager.default.removeItem(at: errors)
            }
            let child = try ChildProcess(
                try Programs.vasscm(), ["replay"] + arguments, output: output, errors: errors)
            let status = try await child.wait(seconds: 60)
            return Said(
                status: status, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
                errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }

        @Test("The journal gives what the recording gives, while the server runs and after it", .timeLimit(.minutes(3)))
        func journal() async throws {
            var options = Deployment.Options()
            options.isClockSimulated = true
            try await Deployment.run(options) { deployment in
                let config = deployment.configurationFile.path
                let log = deployment.directory.appending(path: "play.log")
                let player = try ChildProcess(
                    try Programs.vasscmSim(),
                    [
                        "replay", "--speed", "max", "--mqtt", "127.0.0.1:\(deployment.broker.port)", "--server",
                        deployment.centre.address, Self.day.path,
                    ], output: log, errors: log)
                #expect(try await player.wait(seconds: 150) == 0, "\(tail(of: log))")

                let recorded = try await Self.replay(["--config", config, Self.day.path])
                let live = try await Self.replay(["--config", config, "--journal"])
                #expect(recorded.status == 0 && live.status == 0, "\(live.errors)")
                #expect(!recorded.alerts.isEmpty && live.alerts == recorded.alerts)

                // The server has not noticed: it still commits, and stops as it should.
                #expect(deployment.stopServer() == 0)
                let stopped = try await Self.replay(["--config", config, "--journal"])
                #expect(stopped.status == 0 && stopped.alerts == recorded.alerts, "\(stopped.errors)")

                let rules = deployment.directory.appending(path: "new.yaml")
                try Data("unauthorised-stop: {after: 5400}\n".utf8).write(to: rules)
                let ofRecording = try await Self.replay(["--config", config, "--rules", rules.path, Self.day.path])
                let ofJournal = try await Self.replay(["--config", config, "--rules", rules.path, "--journal"])
                #expect(ofJournal.status == 0 && !ofJournal.lines.isEmpty, "\(ofJournal.errors)")
                #expect(ofJournal.lines.map(\.change) == ofRecording.lines.map(\.change))
                #expect(ofJournal.alerts == ofRecording.alerts)
                #expect(ofJournal.errors.contains("alerts are those of the configured rules"), "\(ofJournal.errors)")

                let stop = try #require(ofRecording.lines.first?.alert?.id)
                let explained = try await Self.replay(["--config", config, "--explain", stop, "--journal"])
                #expect(explained.status == 0 && explained.lines.last?.type == "explained", "\(explained.errors)")
                #expect(explained.lines.last?.alert?.id == stop && explained.lines.count > 2)

                // A server that starts again finds its ledger as it was.
                try await deployment.startServer()
                let alerts: [Alert] = try await deployment.centre.list("/v1/alerts")
                #expect(Set(alerts.filter { $0.status != .withdrawn }.map(\.id)) == Set(recorded.alerts.keys))
            }
        }

        @Test("The ledger's alerts of other rules are noticed", .timeLimit(.minutes(1)))
        func otherRules() async throws {
            try await Deployment.run { deployment in
                try await deployment.open(
                    transit: "OTHER", container: containerNumber(3), seal: "OTHERSEAL", startsAt: now(before: 600),
                    deadline: now().advanced(bySeconds: 3600))
                let device = try await deployment.broker.connect()
                defer { device.stop() }
                let report = SentReport(
                    sequence: 1, time: now(before: 60), latitudeE7: 208_600_000, longitudeE7: 1_066_800_000,
                    state: .tampered)
                try device.publish(topic: reportsTopic("OTHERSEAL"), payload: report.payload)
                try await eventually("the alert is raised") {
                    let alerts: [Alert] = try await deployment.centre.list("/v1/alerts?rule=seal-tampered")
                    return alerts.count == 1
                }
                let text = try String(contentsOf: deployment.configurationFile, encoding: .utf8)
                let changed = deployment.directory.appending(path: "changed.yaml")
                try Data("\(text)rules: {seal-tampered: {enabled: false}}\n".utf8).write(to: changed)
                let rules = deployment.directory.appending(path: "new.yaml")
                try Data("{}\n".utf8).write(to: rules)
                let said = try await Self.replay(["--config", changed.path, "--rules", rules.path, "--journal"])
                #expect(said.status == 0, "\(said.errors)")
                #expect(said.lines.contains { $0.change == "gained" && $0.alert?.rule == .sealTampered })
                #expect(said.errors.contains("the ledger's alerts differ"), "\(said.errors)")
            }
        }

        @Test(
            "What does not go together is refused in a sentence",
            arguments: [
                ([], "Name a recording, or play the journal with --journal."),
                (["--journal", "a.jsonl"], "--journal and recordings do not go together."),
                (["--all", "a.jsonl"], "--all goes with --explain."),
                (["--format", "text", "a.jsonl"], "--format text goes with --rules, --zones and --explain."),
                (["--from", "x", "--journal"], "--from: “x” is not an RFC 3339 time"),
                (["--explain", "x", "-"], "--explain reads recordings twice"),
                (["--rules", "/nonexistent/new.yaml", "a.jsonl"], "/nonexistent/new.yaml: there is no such file"),
            ])
        func refused(_ arguments: [String], _ complaint: String) async throws {
            let config = Programs.configFolder.appending(path: "vasscm.yaml").path
            let said = try await Self.replay(["--config", config] + arguments)
            #expect(said.status != 0 && said.output.isEmpty)
            #expect(said.errors.contains(complaint), "\(said.errors)")
        }
    }
}
