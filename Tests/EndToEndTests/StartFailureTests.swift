import Foundation
import Testing

extension EndToEnd {
    @Suite("What keeps the server from starting", .timeLimit(.minutes(1)))
    struct StartFailureTests {
        /// A configuration that is wrong in one way, and what the message must name.
        struct Wrong: Sendable, CustomTestStringConvertible {
            var name: String
            /// Replaces the lines of these keys.
            var keys: [String: String] = [:]
            var extra: [String] = []
            /// The whole file, where it is no YAML.
            var text: String?
            /// Further files, by name.
            var files: [String: String] = [:]
            /// Pieces that the message must have; the file's name first.
            var names: [String]

            var testDescription: String { name }
        }

        private static let zone = """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a","kind":"KIND","name":"A",
            "radius":100},"geometry":{"type":"Point","coordinates":[106.6,20.8]}}]}
            """

        static let wrong: [Wrong] = [
            Wrong(
                name: "an unknown key", extra: ["colour: red"], names: ["vasscm.yaml:", "colour", "not a known key"]),
            Wrong(
                name: "an unknown key in a section", keys: ["http": "{host: 127.0.0.1, prot: 80}"],
                names: ["vasscm.yaml:", "http.prot", "not a known key"]),
            Wrong(
                name: "a bad port", keys: ["http": "{host: 127.0.0.1, port: 80000}"],
                names: ["vasscm.yaml:", "http.port", "65535", "80000"]),
            Wrong(
                name: "a broker's port in words", extra: ["mqtt: [{host: 127.0.0.1, port: many}]"],
                names: ["vasscm.yaml:", "mqtt[0].port", "many"]),
            Wrong(
                name: "a negative threshold", extra: ["rules: {unauthorised-stop: {radius: -5}}"],
                names: ["vasscm.yaml:", "rules.unauthorised-stop.radius", "-5"]),
            Wrong(
                name: "an unknown rule", extra: ["rules: {seal-stolen: {enabled: true}}"],
                names: ["vasscm.yaml:", "rules.seal-stolen", "not a rule"]),
            Wrong(name: "no YAML", text: "http: {host: [\n", names: ["vasscm.yaml:", "not YAML"]),
            Wrong(name: "a list", text: "- a\n- b\n", names: ["vasscm.yaml:", "mapping"]),
            Wrong(
                name: "a missing file", keys: ["zones": "nowhere.geojson"],
                names: ["vasscm.yaml:", "zones", "nowhere.geojson"]),
            Wrong(name: "a folder for a file", keys: ["accounts": "."], names: ["accounts", "folder"]),
            Wrong(
                name: "an unknown zone kind", keys: ["zones": "z.geojson"],
                files: ["z.geojson": zone.replacing("KIND", with: "harbour")],
                names: ["z.geojson", "features[0] (a).kind", "harbour"]),
            Wrong(
                name: "zones that are no JSON", keys: ["zones": "z.geojson"], files: ["z.geojson": "{\"type\":"],
                names: ["z.geojson", "JSON"]),
            Wrong(
                name: "an account with a bad key", keys: ["accounts": "a.yaml"],
                files: ["a.yaml": "- {name: x, role: viewer, keySHA256: abc}\n"],
                names: ["a.yaml", "[0].keySHA256", "64"]),
            Wrong(
                name: "an unknown role", keys: ["accounts": "a.yaml"],
                files: ["a.yaml": "- {name: x, role: king, keySHA256: abc}\n"], names: ["a.yaml", "[0].role", "king"]),
            Wrong(
                name: "a seal that is no name", extra: ["gpsd: [{host: 127.0.0.1, seals: {\"*\": \"no name\"}}]"],
                names: ["vasscm.yaml:", "gpsd[0].seals", "no name"]),
        ]

        @Test("A wrong configuration is refused, and the message names file, key and reason", arguments: wrong)
        func configuration(_ wrong: Wrong) async throws {
            try await inFolder { folder in
                let file = try write(wrong, into: folder)
                let check = try await run(["check", "--config", file.path], in: folder)
                let serve = try await run(["serve", "--config", file.path], in: folder)
                for (command, result) in [("check", check), ("serve", serve)] {
                    #expect(result.status == 1, "\(command)")
                    for name in wrong.names { #expect(result.message.contains(name), "\(command): \(result.message)") }
                    #expect(result.message.split(separator: "\n").count == 1, "\(command): \(result.message)")
                }
                #expect(check.message == serve.message)
                #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "data").path))
            }
        }

        @Test("A missing or unreadable configuration is refused by its name")
        func missing() async throws {
            try await inFolder { folder in
                for command in ["check", "serve"] {
                    let result = try await run([command, "--config", folder.path + "/none.yaml"], in: folder)
                    #expect(result.status == 1)
                    #expect(result.message.contains("none.yaml") && result.message.contains("no such file"))
                }
                let latin = folder.appending(path: "latin.yaml")
                try Data([0x61, 0x3a, 0x20, 0xe9, 0x0a]).write(to: latin)
                let result = try await run(["check", "--config", latin.path], in: folder)
                #expect(result.status == 1 && result.message.contains("latin.yaml"), "\(result.message)")
                // Root may read everything, so the permission cannot be shown to it.
                guard geteuid() != 0 else { return }
                let secret = try write(Wrong(name: "secret", names: []), into: folder)
                try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: secret.path)
                let denied = try await run(["check", "--config", secret.path], in: folder)
                #expect(denied.status == 1 && denied.message.contains("denied"), "\(denied.message)")
            }
        }

        @Test("A port that is in use is named with its address")
        func portInUse() async throws {
            try await inFolder { folder in
                let taken = try LoopbackPort.take()
                defer { close(taken.descriptor) }
                let file = try write(
                    Wrong(name: "port", keys: ["http": "{host: 127.0.0.1, port: \(taken.port)}"], names: []),
                    into: folder)
                let result = try await run(["serve", "--config", file.path], in: folder)
                #expect(result.status == 1)
                #expect(result.message.contains("127.0.0.1:\(taken.port)"), "\(result.message)")
                #expect(result.message.lowercased().contains("in use"), "\(result.message)")
            }
        }

        @Test("A ledger that cannot be used is named with its path")
        func ledger() async throws {
            try await inFolder { folder in
                let file = try write(Wrong(name: "ledger", names: []), into: folder)
                let data = folder.appending(path: "data")
                let ledger = data.appending(path: "vasscm.sqlite")
                // A file where the folder should be.
                try Data("x".utf8).write(to: data)
                let blocked = try await run(["serve", "--config", file.path], in: folder)
                #expect(blocked.status == 1 && blocked.message.contains(data.path), "\(blocked.message)")
                #expect(!blocked.message.contains("NSCocoa"), "\(blocked.message)")
                // No database.
                try FileManager.default.removeItem(at: data)
                try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
                try Data(String(repeating: "this is no database. ", count: 500).utf8).write(to: ledger)
                let garbage = try await run(["serve", "--config", file.path], in: folder)
                #expect(garbage.status == 1 && garbage.message.contains(ledger.path), "\(garbage.message)")
                #expect(garbage.message.contains("not a database"), "\(garbage.message)")
                // A folder in the ledger's place.
                try FileManager.default.removeItem(at: ledger)
                try FileManager.default.createDirectory(at: ledger, withIntermediateDirectories: true)
                let folderInPlace = try await run(["serve", "--config", file.path], in: folder)
                #expect(
                    folderInPlace.status == 1 && folderInPlace.message.contains(ledger.path), "\(folderInPlace.message)"
                )
            }
        }

        // MARK: - Running it

        private struct Result {
            var status: Int32
            /// Standard error, without the log's lines.
            var message: String
        }

        private func run(_ arguments: [String], in folder: URL) async throws -> Result {
            let errors = folder.appending(path: "errors-\(UUID().uuidString)")
            let process = try ChildProcess(try Programs.vasscm(), arguments, errors: errors)
            defer { process.kill() }
            let status = try await process.wait(seconds: 10)
            let lines = try String(contentsOf: errors, encoding: .utf8).split(separator: "\n")
            return Result(status: status, message: lines.filter { $0.hasPrefix("vasscm: ") }.joined(separator: "\n"))
        }

        private func inFolder(_ body: (URL) async throws -> Void) async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "vasscm-e2e-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            try await body(folder)
        }

        private func write(_ wrong: Wrong, into folder: URL) throws -> URL {
            for (name, text) in wrong.files { try Data(text.utf8).write(to: folder.appending(path: name)) }
            let config = Programs.configFolder.path
            let keys = [
                "dataDirectory": "data", "zones": "\(config)/zones.geojson", "accounts": "\(config)/accounts.yaml",
                "http": "{host: 127.0.0.1, port: \(try LoopbackPort.free())}",
            ].merging(wrong.keys) { $1 }
            let lines = keys.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" } + wrong.extra
            let file = folder.appending(path: "vasscm.yaml")
            try Data((wrong.text ?? lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            return file
        }
    }
}
