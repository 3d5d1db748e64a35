import Foundation
import TestSupport

/// A real mosquitto with its own configuration, port and store.
final class MosquittoBroker {
    static let program = "/usr/sbin/mosquitto"

    let port: Int
    private let directory: URL
    private var process: ChildProcess?

    init(extra: [String] = []) async throws {
        port = try freePort()
        directory = FileManager.default.temporaryDirectory.appending(path: "vasscm-mqtt-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let lines =
            [
                "listener \(port) 127.0.0.1", "user \(NSUserName())", "persistence true",
                "persistence_location \(directory.path)/",
                "max_inflight_messages 0", "max_queued_messages 100000", "log_dest stderr",
                "allow_anonymous true",
            ] + extra
        try Data(lines.joined(separator: "\n").appending("\n").utf8).write(to: configuration)
        try await start()
    }

    private var configuration: URL { directory.appending(path: "mosquitto.conf") }

    func start() async throws {
        process = try ChildProcess(
            Self.program, ["-c", configuration.path], log: directory.appending(path: "mosquitto.log"))
        guard await eventually(within: 10, { LoopbackSocket.canConnect(port: port) }) else {
            throw LoopbackSocket.Failure(call: "starting mosquitto")
        }
    }

    /// Ends it in order, so that it writes its store.
    func stop() {
        process?.terminate()
        process = nil
    }

    /// Ends it and removes its files.
    func remove() {
        stop()
        try? FileManager.default.removeItem(at: directory)
    }

    deinit { remove() }

    /// Publishes each line at QoS 1 and waits until the broker has acknowledged all.
    func publish(topic: String, _ lines: [String]) throws {
        let file = directory.appending(path: UUID().uuidString)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
        let publisher = try ChildProcess(
            "/usr/bin/mosquitto_pub", ["-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-t", topic, "-l"], input: file)
        guard publisher.wait() == 0 else { throw LoopbackSocket.Failure(call: "mosquitto_pub") }
    }
}
