import ArgumentParser
import Foundation
import SimulatorKit

/// Options of whatever plays against live services, and the playing itself.
struct Playback: ParsableArguments {
    @Option(help: "The MQTT broker, host:port.")
    var mqtt = MQTTAddress(host: "127.0.0.1", port: 1883)

    @Option(help: "The server, such as http://127.0.0.1:8080.")
    var server = "http://127.0.0.1:8080"

    @Option(help: "Recorded seconds a real one, or max.")
    var speed = Speed.times(60)

    @Option(name: .customLong("key"), help: "An account's key, NAME=KEY; repeatable. Default: demo-NAME.")
    var keys: [AccountKey] = []

    @Flag(help: "The server lives in real time: do not send the recorded time to \(Replayer.clockTopic).")
    var wallClock = false

    func validate() throws {
        guard let url = URL(string: server), ["http", "https"].contains(url.scheme ?? ""), url.host != nil else {
            throw ValidationError("--server must be an address such as http://127.0.0.1:8080, not “\(server)”")
        }
    }

    /// Plays the source to its end, with progress and summary on standard error.
    ///
    /// - Throws: `ExitCode.failure` where calls failed, `SimulatorError` where it could not go on.
    func play(_ source: any EnvelopeSource, survey: ReplaySurvey) throws {
        let broker = try BrokerOutlet(
            mqtt, clientID: "vasscm-sim-\(ProcessInfo.processInfo.processIdentifier)", listensToClock: !wallClock)
        let http = ServerOutlet(
            server: server, keys: Dictionary(keys.map { ($0.name, $0.key) }, uniquingKeysWith: { $1 }))
        defer {
            broker.close()
            http.close()
        }
        var options = Replayer.Options()
        options.speed = speed.factor
        options.usesWallClock = wallClock
        var replayer = Replayer(options: options, messages: broker, calls: http, pace: .system)
        let terminal = ProgressTerminal()
        defer { terminal.finish() }
        let summary = try replayer.play(source, survey: survey) { progress in
            terminal.show(at: progress.elapsedSeconds, isLast: progress.lines == progress.ofLines) { progress.text }
        }
        terminal.finish()
        terminal.print(summary.text)
        if summary.failed > 0 { throw ExitCode.failure }
    }
}
