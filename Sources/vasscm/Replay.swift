import ArgumentParser
import Foundation
import Server

/// Plays recordings or the journal through the supervision in process, as fast as it can.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay recordings or the journal through the rules, with no broker; the ledger is only read.",
        discussion: """
            Writes every alert, zone transition and transit change as one JSON object a line on standard output, and a \
            summary on standard error. The same recording gives the same bytes every time.

            With --rules or --zones: the difference between the alerts of the configuration and those that the new file \
            would give, and a table by rule. With --explain: the observations that led to an alert, and what its rule \
            remembered before and after each.

            The journal may be read while the server runs. It is always played from its start, because a transit may have \
            been opened at any time; --from and --to choose the part that is shown.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text

        var form: ReplayText.Form { self == .json ? .json : .text }
    }

    @Option(name: .long, help: "The configuration file: its zones, rules, accounts and data folder.")
    var config: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Show what other rules would change: a YAML file with what stands under rules: in a configuration.",
            valueName: "file"))
    var rules: String?

    @Option(
        name: .long, help: ArgumentHelp("Show what other zones would change: a GeoJSON file.", valueName: "file"))
    var zones: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Show what led to an alert; with --rules or --zones, under those.", valueName: "alert"))
    var explain: String?

    @Flag(name: .long, help: "With --explain: also the steps that changed nothing for the rule.")
    var all = false

    @Flag(name: .long, help: "Play the journal of the configuration's data folder.")
    var journal = false

    @Option(name: .long, help: "Show only what was received at or after this time (RFC 3339).")
    var from: String?

    @Option(name: .long, help: "Play only what was received before this time (RFC 3339).")
    var to: String?

    @Option(name: .long, help: "The form of the output; text goes with --rules, --zones and --explain.")
    var format = Format.json

    @Argument(
        help: ArgumentHelp(
            "Recordings, one after the other; .gz is read as it is; - is standard input. With none, and --from or --to, "
                + "the journal."))
    var recordings: [String] = []

    private var isComparison: Bool { rules != nil || zones != nil }

    func validate() throws {
        if recordings.isEmpty, !journal, from == nil, to == nil {
            throw ValidationError("Name a recording, or play the journal with --journal.")
        }
        if journal, !recordings.isEmpty { throw ValidationError("--journal and recordings do not go together.") }
        if all, explain == nil { throw ValidationError("--all goes with --explain.") }
        if format == .text, !isComparison, explain == nil {
            throw ValidationError("--format text goes with --rules, --zones and --explain.")
        }
        if explain != nil, from != nil {
            throw ValidationError("--from does not go with --explain: an alert is shown from before its beginning.")
        }
    }

    func run() async throws {
        try await Failure.reported {
            let configuration = try Configuration(file: config)
            let other =
                isComparison ? try ReplayAlternative(rules: rules, zones: zones, insteadOf: configuration) : nil
            let input = try ReplayInput(
                recordings.isEmpty ? .journal : .recordings(recordings), from: from, to: to)
            let replay = ReplayRun(configuration: configuration)
            let output = BufferedOutput(.standardOutput)
            defer { output.flush() }
            let write = { output.write(line: $0) }
            let summary: String
            if let explain {
                summary = try replay.explain(
                    explain, input, under: other, showsAll: all, form: format.form, output: write)
            } else if let other {
                summary = try replay.compare(input, with: other, form: format.form, output: write)
            } else {
                summary = try replay.play(input, output: write)
            }
            FileHandle.standardError.write(Data(summary.utf8))
        }
    }
}
