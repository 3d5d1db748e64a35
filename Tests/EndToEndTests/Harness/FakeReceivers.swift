import Foundation

/// Receivers' logs that a real gpsd reads, through gpsfake, as if they were receivers; one device each.
final class FakeReceivers {
    let port: Int
    /// What the daemon calls each log's device, in the logs' order.
    private(set) var devices: [String] = []
    private let directory: URL
    private let process: ChildProcess
    private var pipe: ChildProcess?

    private struct Device: Decodable { var path: String }
    private struct Devices: Decodable { var devices: [Device] }

    /// Starts the daemon, which has something to read only after `delaySeconds`: time for every client to be there.
    init(logs: [URL], directory: URL, delaySeconds: Int, secondsBetweenSentences: Double) async throws {
        let folder = directory.appending(path: "receivers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.directory = folder
        port = try LoopbackPort.free()
        var copies: [String] = []
        for (index, log) in logs.enumerated() {
            let copy = folder.appending(path: "\(index)-\(log.lastPathComponent)")
            // gpsfake keeps only those comments that have a date, and waits where a sentence says %Delay.
            var content = Data((index == 0 ? "#%Delay: \(delaySeconds) Date: now\n" : "").utf8)
            content.append(try Data(contentsOf: log))
            try content.write(to: copy)
            copies.append(copy.path)
        }
        let log = folder.appending(path: "gpsfake.log")
        process = try ChildProcess(
            try Programs.installed(Programs.gpsfake),
            ["-q", "-1", "-c", "\(secondsBetweenSentences)", "-P", "\(port)"] + copies, output: log, errors: log,
            // Its control socket's folder must have a short name, and gpsd is not on everybody's path.
            environment: [
                "TMPDIR": "/tmp", "PATH": "\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"):/usr/sbin",
            ])
        do {
            try await eventually("gpsd has its \(logs.count) devices", within: 10, every: 50) {
                if let status = self.process.ended {
                    throw ChildProcess.Failure(description: "gpsfake ended with \(status): \(tail(of: log))")
                }
                self.devices = (try? self.askForDevices()) ?? []
                return self.devices.count == logs.count
            }
        } catch {
            stop()
            throw error
        }
    }

    /// Records what `gpspipe -w` shows from now on.
    func startPipe() async throws {
        pipe = try ChildProcess(
            try Programs.installed(Programs.gpspipe), ["-w", "127.0.0.1:\(port)"], output: pipeFile, errors: pipeFile)
        try await eventually("gpspipe is connected", within: 10) { self.lines.contains { $0.contains("\"WATCH\"") } }
    }

    /// The lines that gpspipe showed so far.
    var lines: [Substring] {
        let text = (try? String(contentsOf: pipeFile, encoding: .utf8)) ?? ""
        return text.split(whereSeparator: \.isNewline)
    }

    /// Waits until the daemon has closed every device, which it does at the end of its log.
    func waitUntilPlayed(seconds: Double) async throws {
        try await eventually("the receivers' logs are played", within: seconds, every: 100) {
            let closed = self.lines.filter { $0.contains("\"DEVICE\"") && $0.contains("\"activated\":0}") }
            return self.devices.allSatisfy { device in closed.contains { $0.contains("\"\(device)\"") } }
        }
    }

    func stop() {
        pipe?.kill()
        // Asked so, it ends its gpsd; it does not always end itself.
        process.terminate(seconds: 1)
    }

    private var pipeFile: URL { directory.appending(path: "gpspipe.json") }

    /// Asks without watching, which would make the daemon read.
    private func askForDevices() throws -> [String] {
        let answer = try LoopbackPort.exchange(port: port, send: "?DEVICES;\n") { $0.contains("\"DEVICES\"") }
        // gpsd ends its lines with CR and LF, which a Swift string counts as one character.
        guard let line = answer.split(whereSeparator: \.isNewline).first(where: { $0.contains("\"DEVICES\"") }) else {
            return []
        }
        return try JSONDecoder().decode(Devices.self, from: Data(line.utf8)).devices.map(\.path)
    }
}
