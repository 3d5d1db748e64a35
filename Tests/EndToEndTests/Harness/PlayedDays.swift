import Foundation
import Testing

/// Ledgers with recorded days in them: each is played once in a run of the tests, through a real broker, and then copied.
actor PlayedDays {
    static let shared = PlayedDays()

    /// Taken away when the tests end.
    private static let folder = FileManager.default.temporaryDirectory.appending(
        path: "vasscm-played-\(ProcessInfo.processInfo.processIdentifier)")
    private var ledgers: [[String]: Task<URL, any Error>] = [:]

    private init() {
        atexit { try? FileManager.default.removeItem(at: PlayedDays.folder) }
    }

    /// Makes the data folder that of a server that was told these recordings; whose it is does not run yet.
    func fill(_ data: URL, with recordings: [String]) async throws {
        guard !recordings.isEmpty else { return }
        let playing =
            ledgers[recordings]
            ?? Task {
                let kept = Self.folder.appending(path: recordings.joined(separator: "+"))
                try await Self.play(recordings, into: kept)
                return kept
            }
        ledgers[recordings] = playing
        let kept = try await playing.value
        try? FileManager.default.removeItem(at: data)
        try FileManager.default.copyItem(at: kept, to: data)
    }

    private static func play(_ recordings: [String], into kept: URL) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var options = Deployment.Options()
        options.isClockSimulated = true
        try await Deployment.run(options) { deployment in
            for name in recordings {
                let log = deployment.directory.appending(path: "\(name).log")
                let player = try ChildProcess(
                    try Programs.vasscmSim(),
                    [
                        "replay", "--speed", "max", "--mqtt", "127.0.0.1:\(deployment.broker.port)", "--server",
                        deployment.centre.address, Programs.recordings.appending(path: "\(name).jsonl").path,
                    ], output: log, errors: log)
                #expect(try await player.wait(seconds: 150) == 0, "\(tail(of: log))")
            }
            #expect(deployment.stopServer() == 0)
            try FileManager.default.copyItem(at: deployment.ledgerFile.deletingLastPathComponent(), to: kept)
        }
    }
}
