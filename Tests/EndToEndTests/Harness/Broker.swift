import Foundation
import SimulatorKit

/// A real mosquitto with its own configuration, port and store; its settings are those of `Config/mosquitto.conf`.
final class Broker {
    let port: Int
    private let directory: URL
    private var process: ChildProcess?

    /// Makes the configuration, with more lines where a test wants them; nothing runs yet.
    init(directory: URL, lines extra: [String] = []) throws {
        self.directory = directory
        port = try LoopbackPort.free()
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let lines =
            [
                "listener \(port) 127.0.0.1", "allow_anonymous true",
                // Started by root it would become a user who may not write here.
                "user \(NSUserName())",
                "max_inflight_messages 0", "max_queued_messages 1000000", "max_queued_bytes 1073741824",
                "message_size_limit 1048576", "persistence true", "persistence_location \(directory.path)/",
                "autosave_on_changes true", "autosave_interval 1000", "log_dest stderr",
            ] + extra
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: configuration)
    }

    var address: MQTTAddress { MQTTAddress(host: "127.0.0.1", port: Int32(port)) }

    /// Starts it and waits until it listens.
    func start() async throws {
        let program = try Programs.installed(Programs.mosquitto)
        let started = try ChildProcess(program, ["-c", configuration.path], output: log, errors: log)
        process = started
        try await eventually("mosquitto listens on port \(port)", within: 10) {
            if let status = started.ended {
                throw ChildProcess.Failure(description: "mosquitto ended with \(status): \(tail(of: self.log))")
            }
            return LoopbackPort.isListening(self.port)
        }
    }

    /// Ends it in order, so that it writes its store.
    func stop() {
        process?.terminate()
        process = nil
    }

    /// Connects a device that publishes at QoS 1.
    func connect(
        name: String = "device-\(UUID().uuidString.prefix(8))", events: MQTTConnection.Events = MQTTConnection.Events()
    ) async throws -> MQTTConnection {
        let address = address
        return try await Blocking.run {
            let connection = try MQTTConnection(address, clientID: name, events: events)
            try connection.start()
            return connection
        }
    }

    private var configuration: URL { directory.appending(path: "mosquitto.conf") }
    private var log: URL { directory.appending(path: "mosquitto.log") }
}

/// The end of a log, for people.
func tail(of file: URL, lines: Int = 15) -> String {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return "(no log)" }
    return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
}
