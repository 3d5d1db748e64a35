import ArgumentParser
import Customs
import Foundation
import SimulatorKit

struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Publishes synthetic seal reports, posts gate events and asks for releases.",
        discussion: """
            The seals are LOAD00001 and so on. With --resend-unacked each report is kept, and sent again, until the \
            server's acks cover it: what a seal must do. Gate events and release checks go over keep-alive connections, \
            at their rate whatever the answers take; an answer is timed from when its call was due.
            """)

    @Option(help: "The MQTT broker, host:port.")
    var mqtt = MQTTAddress(host: "127.0.0.1", port: 1883)

    @Option(help: "How many seals report.")
    var seals = 100

    @Option(help: "Reports a second in all. Default: as many as the broker takes.")
    var rate: Double?

    @Option(help: "Reports in all. Default: 10000, or none with gate events or release checks.")
    var count: Int?

    @Option(help: "The sequence number of every seal's first report.")
    var firstSeq: Int64 = 1

    @Option(help: "Fix time of the first reports: RFC 3339, or now. Default: so that the last ones are of now.")
    var start: Moment?

    @Option(help: "Seconds from one fix of a seal to its next.")
    var interval = 30

    @Option(help: "What the seals' names begin with.")
    var prefix = "LOAD"

    @Option(help: "Connections to spread the seals over.")
    var connections = 1

    @Flag(help: "Keep each report until the server's acks cover it, and send it again.")
    var resendUnacked = false

    @Option(help: "Seconds without an acknowledgement after which a report is sent again.")
    var resendAfter = 5.0

    @Option(help: "Seconds to wait for the last acknowledgements.")
    var timeout = 60.0

    @OptionGroup(title: "Calls") var calls: CallOptions

    func run() throws {
        let answers = try calls.start()
        let reports = count ?? (answers == nil ? 10_000 : 0)
        if reports != 0 { try publish(reports) }
        guard try answers?.wait(printing: ProgressTerminal().print) ?? true else { throw ExitCode.failure }
    }

    private func publish(_ count: Int) throws {
        let now = Date().timeIntervalSince1970.rounded(.down)
        let span = Double((count + max(1, seals) - 1) / max(1, seals) * interval)
        var options = SealFleetOptions(
            broker: mqtt, seals: seals, reports: count, startsAt: start?.time ?? Timestamp(seconds: now - span))
        options.reportsPerSecond = rate
        options.firstSequence = firstSeq
        options.intervalSeconds = interval
        options.sealPrefix = prefix
        options.connections = connections
        options.resendsUnacknowledged = resendUnacked
        options.resendAfterSeconds = resendAfter

        let pace = Pace.system
        let started = pace.now()
        let terminal = ProgressTerminal()
        let show: (SealFleetClient.Counts) -> Void = { counts in
            terminal.show(at: pace.now() - started, isLast: false) { Self.text(counts, isResending: resendUnacked) }
        }
        let client = try SealFleetClient(options, pace: pace)
        defer { client.close() }
        try client.publishAll(progress: show)
        var isDone = client.drain(seconds: timeout)
        let seconds = pace.now() - started
        if resendUnacked { isDone = try client.waitUntilAcknowledged(seconds: timeout, progress: show) }
        terminal.finish()
        terminal.print(
            Self.text(client.counts, isResending: resendUnacked)
                + ", published and taken in \((seconds * 100).rounded() / 100) s"
                + " (\(Int(Double(client.counts.taken) / max(seconds, 0.001)))/s)")
        guard isDone else {
            terminal.print("not everything was acknowledged within \(timeout) s")
            throw ExitCode.failure
        }
    }

    private static func text(_ counts: SealFleetClient.Counts, isResending: Bool) -> String {
        "published \(counts.published), taken by the broker \(counts.taken)"
            + (isResending ? ", resent \(counts.resent), acknowledged by the server \(counts.acknowledged)" : "")
    }
}
