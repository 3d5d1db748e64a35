import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("The client's commands")
    struct ClientTests {
        /// What a run of `vasscm` said.
        private struct Said {
            var status: Int32
            var output: String
            var errors: String

            func json() throws -> [String: Any] {
                try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
            }
        }

        /// Runs the program as an account of the demonstration, or with another key, or with none.
        private static func vasscm(
            _ deployment: Deployment, as account: String = "officer", key: String? = nil, input: String? = nil,
            _ arguments: String...
        ) async throws -> Said {
            let output = deployment.directory.appending(path: "said-\(UUID().uuidString)")
            let errors = deployment.directory.appending(path: "said-\(UUID().uuidString)")
            let program = try Programs.vasscm()
            // A shell gives it what it reads; the arguments pass through as they are.
            let call = input.map {
                ("/bin/sh", ["-c", "printf '%s\\n' \"$0\" | \"$@\"", $0, program] + arguments)
            }
            let child = try ChildProcess(
                call?.0 ?? program, call?.1 ?? arguments, output: output, errors: errors,
                environment: [
                    "VASSCM_SERVER": deployment.centre.address, "VASSCM_KEY": key ?? "demo-\(account)",
                ])
            let status = try await child.wait(seconds: 30)
            let read = { (file: URL) in String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self) }
            return Said(status: status, output: read(output), errors: read(errors))
        }

        @Test("An officer opens a transit, follows it, decides about its alert and closes it", .timeLimit(.minutes(2)))
        func officersWay() async throws {
            try await Deployment.run { deployment in
                let container = containerNumber(1)
                let start = now(before: 600)
                let opened = try await Self.vasscm(
                    deployment, "open-transit", "--transit", "CLI-1", "--container", container, "--seal", "CLISEAL1",
                    "--declaration", "D-1", "--origin", "VNHPH", "--destination", "HUUNGHI", "--starts-at",
                    start.rfc3339, "--deadline", now().advanced(bySeconds: 86_400).rfc3339)
                #expect(opened.status == 0, "\(opened.errors)")
                #expect(opened.output.contains("openedBy     officer\n"))

                let device = try await deployment.broker.connect()
                defer { device.stop() }
                for number in 1...30 {
                    let report = SentReport(
                        sequence: Int64(number), time: start.advanced(bySeconds: Double(number) * 10),
                        latitudeE7: 208_360_000 + number * 5000, longitudeE7: 1_067_700_000,
                        state: number == 30 ? .tampered : .locked)
                    try device.publish(topic: reportsTopic("CLISEAL1"), payload: report.payload)
                }
                try await eventually("the alert is there") {
                    try await Self.vasscm(deployment, "alerts", "--rule", "seal-tampered").output.contains(container)
                }
                try await follow(deployment, container: container)
                try await decide(deployment, container: container)

                let closed = try await Self.vasscm(deployment, "close-transit", "CLI-1", "--reason", "Checked")
                #expect(closed.output.contains("status       closed\n"), "\(closed.errors)")
                let listed = try await Self.vasscm(deployment, "transits", "--status", "closed", "--format", "json")
                let items = try #require(try listed.json()["items"] as? [[String: Any]])
                #expect(items.compactMap { $0["transit"] as? String } == ["CLI-1"])
                let told = try await Self.vasscm(deployment, "transit", "CLI-1")
                #expect(told.output.contains("reason       Checked\n"))
                #expect(told.output.contains("CLI-1  closed"))
            }
        }

        private func follow(_ deployment: Deployment, container: String) async throws {
            let gpx = deployment.directory.appending(path: "track.gpx")
            let file = try await Self.vasscm(
                deployment, "track", container, "--format", "gpx", "--output", gpx.path)
            #expect(file.status == 0 && file.output.isEmpty, "\(file.errors)")
            let text = try String(contentsOf: gpx, encoding: .utf8)
            #expect(text.components(separatedBy: "<trkpt").count == 31)
            let csv = try await Self.vasscm(deployment, "track", "CLISEAL1", "--format", "csv")
            #expect(csv.output.split(whereSeparator: \.isNewline).count == 31)
            let geojson = try await Self.vasscm(deployment, "track", container)
            #expect(try geojson.json()["type"] as? String == "Feature")
            // A file that cannot be whole does not appear, nor does anything beside it.
            let missing = deployment.directory.appending(path: "missing.gpx")
            let unknown = try await Self.vasscm(deployment, "track", "NOSEAL", "--output", missing.path)
            #expect(unknown.status == 1)
            let names = try FileManager.default.contentsOfDirectory(atPath: deployment.directory.path)
            #expect(!names.contains { $0.contains("missing") })

            let positions = try await Self.vasscm(deployment, "positions", "--bbox", "106,20,107,21")
            #expect(positions.output.contains("CLISEAL1") && positions.output.contains(container))
            let elsewhere = try await Self.vasscm(deployment, "positions", "--bbox", "100,10,101,11")
            #expect(!elsewhere.output.contains("CLISEAL1"))
            let found = try await Self.vasscm(deployment, "search", "LISEAL")
            #expect(found.output.contains("CLISEAL1"), "\(found.errors)")
            let seal = try await Self.vasscm(deployment, "seal", "CLISEAL1")
            #expect(seal.output.contains("lastReport.seq") && seal.output.contains("missing"))
            let whole = try await Self.vasscm(deployment, "container", container)
            #expect(whole.output.contains("transit.transit      CLI-1\n"))
            #expect(whole.output.contains("\nopen alerts\n"))
        }

        private func decide(_ deployment: Deployment, container: String) async throws {
            let alerts = try await Self.vasscm(
                deployment, "alerts", "--status", "active", "--container", container, "--format", "json")
            let items = try #require(try alerts.json()["items"] as? [[String: Any]])
            let id = try #require(items.first { $0["rule"] as? String == "seal-tampered" }?["id"] as? String)
            let acknowledged = try await Self.vasscm(deployment, "acknowledge", id, "--comment", "Đã cử tuần tra")
            #expect(acknowledged.status == 0, "\(acknowledged.errors)")
            #expect(try await Self.vasscm(deployment, "assign", id, "--to", "lan").status == 0)
            #expect(try await Self.vasscm(deployment, "comment", id, "--comment", "Cable replaced").status == 0)
            #expect(try await Self.vasscm(deployment, "comment", id).status == 2)
            #expect(try await Self.vasscm(deployment, "clear", id).status == 0)
            let alert = try await Self.vasscm(deployment, "alert", id)
            for part in [
                "acknowledged  yes", "assignee      lan", "Đã cử tuần tra", "Cable replaced", "cleared", "evidence",
            ] {
                #expect(alert.output.contains(part), "\(part) in \(alert.output)")
            }
            // Of several, those that could not be done are named, and the others are done.
            let several = try await Self.vasscm(deployment, "comment", id, "NONE", "--comment", "Filed")
            #expect(several.status == 1)
            #expect(several.errors.contains("vasscm: NONE: "), "\(several.errors)")
            let viewer = try await Self.vasscm(deployment, as: "viewer", "acknowledge", id)
            #expect(viewer.status == 1)
            #expect(viewer.errors.contains("viewer"), "\(viewer.errors)")
        }

        @Test("Customs decides, the stock and the queues are told, and the stream is printed", .timeLimit(.minutes(1)))
        func customs() async throws {
            try await Deployment.run { deployment in
                let container = containerNumber(2)
                let time = now(before: 60).rfc3339
                _ = try await deployment.centre.call(
                    "POST", "/v1/gate-events",
                    body: Data(
                        """
                        {"eventId":"E1","facility":"VNHPH","type":"gate-in","time":"\(time)","container":"\(container)",\
                        "fullEmpty":"full"}
                        """.utf8), as: "operator-hph")
                let released = try await Self.vasscm(
                    deployment, as: "customs-system", "clearance", "D-2", "--status", "released", "--container",
                    container)
                #expect(released.status == 0, "\(released.errors)")
                #expect(released.output.contains("status       released\n"))
                let record = try await Self.vasscm(deployment, "clearance", "D-2")
                #expect(record.output.contains("history") && record.output.contains(container))
                let stock = try await Self.vasscm(deployment, as: "operator-hph", "stock", "VNHPH")
                #expect(stock.output.contains(container) && stock.output.contains("released"))
                let gates = try await Self.vasscm(deployment, "congestion")
                #expect(gates.output.contains("HUUNGHI"))
                let gate = try await Self.vasscm(deployment, "congestion", "HUUNGHI", "--format", "json")
                #expect(try gate.json()["gate"] as? String == "HUUNGHI")
                let event = try await Self.vasscm(
                    deployment, "stream", "--last-event-id", "0", "--only", "gate-event", "--count", "1", "--format",
                    "json")
                #expect(event.status == 0, "\(event.errors)")
                #expect(try event.json()["event"] as? String == "gate-event")
                try await zones(deployment)
            }
        }

        private func zones(_ deployment: Deployment) async throws {
            let file = deployment.directory.appending(path: "zones.geojson")
            let got = try await Self.vasscm(deployment, "zones", "get", "--output", file.path)
            #expect(got.status == 0 && got.errors.hasPrefix("edition \""), "\(got.errors)")
            let read = try await Self.vasscm(deployment, "zones")
            #expect(try read.json()["type"] as? String == "FeatureCollection")
            let preview = try await Self.vasscm(
                deployment, as: "supervisor", "zones", "preview", file.path, "--hours", "1")
            #expect(preview.status == 0, "\(preview.errors)")
            #expect(preview.output.contains("gained: 0") && preview.output.contains("changed: 0"))
            let put = try await Self.vasscm(deployment, as: "supervisor", "zones", "put", file.path)
            #expect(put.status == 0, "\(put.errors)")
            #expect(put.output.contains("by       supervisor\n"))
            let late = try await Self.vasscm(
                deployment, as: "supervisor", "zones", "put", file.path, "--if-match", "\"old\"")
            #expect(late.status == 1 && late.errors.contains("changed meanwhile"), "\(late.errors)")
            let officer = try await Self.vasscm(deployment, "zones", "put", file.path)
            #expect(officer.status == 1 && officer.errors.contains("may not do this"))
        }

        @Test("What goes wrong is one sentence on standard error, and a status", .timeLimit(.minutes(1)))
        func refusals() async throws {
            try await Deployment.run { deployment in
                let wrong = try await Self.vasscm(deployment, key: "guess", "alerts")
                #expect(wrong.status == 1)
                #expect(wrong.errors == "vasscm: No account has this key\n")
                #expect(wrong.output.isEmpty)
                let missing = try await Self.vasscm(deployment, "transit", "NONE")
                #expect(missing.status == 1)
                #expect(missing.errors == "vasscm: There is no transit NONE\n")
                let bad = try await Self.vasscm(deployment, "alerts", "--status", "lost")
                #expect(bad.status == 1)
                #expect(bad.errors.contains("status is “lost”"))
                let away = try await Self.vasscm(deployment, "alerts", "--server", "http://127.0.0.1:1")
                #expect(away.status == 1)
                #expect(away.errors.contains("cannot reach http://127.0.0.1:1"))
                for arguments in [["alerts", "--limit", "0"], ["track"], ["nonsense"], ["alerts", "--key", "x"]] {
                    let child = try ChildProcess(try Programs.vasscm(), arguments)
                    #expect(try await child.wait(seconds: 10) == 2, "\(arguments)")
                }
                let key = deployment.directory.appending(path: "key")
                try Data("demo-viewer\n".utf8).write(to: key)
                let byFile = try await Self.vasscm(deployment, key: "guess", "alerts", "--key-file", key.path)
                #expect(byFile.status == 0 && byFile.output == "nothing\n", "\(byFile.errors)")
            }
        }

        @Test(
            "An account made by the client is there after a restart, signs in, and ends when it is disabled",
            .timeLimit(.minutes(1)))
        func accounts() async throws {
            try await Deployment.run { deployment in
                let made = try await Self.vasscm(
                    deployment, as: "supervisor", input: "a password of Lan's", "accounts", "add", "lan", "--role",
                    "officer", "--password", "--format", "json")
                #expect(made.status == 0, "\(made.errors)")
                let key = try #require(try made.json()["key"] as? String)
                let short = try await Self.vasscm(
                    deployment, as: "supervisor", input: "short", "accounts", "password", "lan")
                #expect(short.status == 1 && short.errors.contains("at least 12"))
                #expect(deployment.stopServer() == 0)
                try await deployment.startServer()

                #expect(try await Self.vasscm(deployment, key: key, "alerts").status == 0)
                let signIn = Data(#"{"name":"lan","password":"a password of Lan's"}"#.utf8)
                #expect(try await deployment.centre.call("POST", "/session", body: signIn).status == 200)
                let list = try await Self.vasscm(deployment, as: "supervisor", "accounts")
                #expect(list.output.contains("lan") && list.output.contains("server"))
                let officer = try await Self.vasscm(deployment, "accounts")
                #expect(officer.status == 1 && officer.errors.contains("may not do this"))

                let disabled = try await Self.vasscm(
                    deployment, as: "supervisor", "accounts", "set", "lan", "--role", "officer", "--disable")
                #expect(disabled.status == 0, "\(disabled.errors)")
                #expect(try await Self.vasscm(deployment, key: key, "alerts").status == 1)
                #expect(try await deployment.centre.call("POST", "/session", body: signIn).status == 401)
                let changes = try await Self.vasscm(deployment, as: "supervisor", "accounts", "changes")
                #expect(changes.output.contains("created") && changes.output.contains("changed"))
                // Neither the log nor the ledger knows the secrets.
                let log = try String(contentsOf: deployment.serverLog, encoding: .utf8)
                #expect(!log.contains(key) && !log.contains("password of Lan"))
                let ledger = try Data(contentsOf: deployment.ledgerFile)
                #expect(ledger.range(of: Data(key.utf8)) == nil)
            }
        }

        @Test("The password command prints a hash that the accounts file takes", .timeLimit(.minutes(1)))
        func password() async throws {
            try await Deployment.run(startsServer: false) { deployment in
                let made = try await Self.vasscm(deployment, input: "mật khẩu đủ dài", "password")
                #expect(made.status == 0, "\(made.errors)")
                #expect(made.output.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
                let short = try await Self.vasscm(deployment, input: "ngắn", "password")
                #expect(short.status == 1)
                #expect(short.errors == "vasscm: the password has 4 characters, but must have at least 12\n")
            }
        }
    }
}
