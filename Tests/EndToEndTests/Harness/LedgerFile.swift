import Foundation

/// The ledger's file as SQLite itself sees it, past the server.
enum LedgerFile {
    struct Findings: Decodable {
        /// SQLite's own check; `ok` or what is wrong.
        var integrity: String
        /// What was published of alerts, in its order.
        var alertEvents: [AlertEvent]
        var alerts: Int
    }

    struct AlertEvent: Decodable {
        var alert: String
        var change: String
    }

    private static let script = """
        import json, sqlite3, sys
        db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
        one = lambda sql: db.execute(sql).fetchone()[0]
        print(json.dumps({
            "integrity": one("PRAGMA integrity_check"),
            "alertEvents": [{"alert": alert, "change": change} for alert, change in db.execute(
                "SELECT json_extract(json, '$.id'), change FROM event WHERE kind = 'alert' ORDER BY sequence")],
            "alerts": one("SELECT count(*) FROM alert"),
        }))
        """

    /// Reads the file, which no server may have open.
    static func inspect(_ file: URL) async throws -> Findings {
        let output = file.deletingLastPathComponent().appending(path: "inspection-\(UUID().uuidString).json")
        let errors = output.appendingPathExtension("err")
        let process = try ChildProcess(
            try Programs.installed(Programs.python), ["-c", script, file.path], output: output, errors: errors)
        guard try await process.wait(seconds: 60) == 0 else {
            throw ChildProcess.Failure(description: "the ledger cannot be read: \(tail(of: errors))")
        }
        return try JSONDecoder().decode(Findings.self, from: try Data(contentsOf: output))
    }
}
