import ArgumentParser
import Customs
import Foundation
import SimulatorKit

struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Makes a synthetic fleet on the configured routes: writes it as a recording, or plays it.",
        discussion: "The same options and zones give the same bytes.")

    @Option(help: "The zones, with their routes.")
    var zones = "Config/zones.geojson"

    @Option(help: "How many transits.")
    var transits = 20

    @Option(name: .customLong("route"), help: "The id of a route; repeatable, driven in turn. Default: all.")
    var routes: [String] = []

    @Option(help: "When the first transit is opened: RFC 3339, or now. Default: 2026-03-02T00:00:00Z.")
    var start: Moment?

    @Option(help: "Seconds over which the transits are opened.")
    var spread = 14_400

    @Option(help: "The seed of everything random.")
    var seed: UInt64 = 1

    @Option(help: "Seconds between two reports of a seal.")
    var interval = 30

    @Option(help: "The number of the first seal.")
    var firstSeal = 1

    @Option(
        name: .customLong("anomaly"),
        help: "Put one into a transit of its own; repeatable. A meeting takes two transits.")
    var anomalies: [AnomalyKind] = []

    @Option(
        name: .customLong("innocent"),
        help: "The same for what looks like trouble and is none; repeatable.")
    var innocents: [HardInnocent] = []

    @Option(
        name: .customLong("coverage-hole"),
        help: "A stretch without a network, ROUTE:FROM-TO in km of the route; repeatable.")
    var coverageHoles: [CoverageHole] = []

    @Flag(help: "Give each seal an interval of its own, 10 to 120 s, instead of --interval.")
    var varyIntervals = false

    @Option(help: "Write the recording here; - is standard output.")
    var output: String?

    @Option(help: "Write what really happened here, as lines of JSON.")
    var truth: String?

    @Option(help: "Write a receiver's log of the first transit here, for gpsfake.")
    var nmea: String?

    @Option(help: "How much of the journey the receiver's log holds, in seconds from the departure.")
    var nmeaSeconds = 1800

    @Flag(help: "Play the fleet against live services.")
    var play = false

    @OptionGroup(title: "Playing") var playback: Playback

    func validate() throws {
        guard output != nil || truth != nil || nmea != nil || play else {
            throw ValidationError("nothing to do: give --output, --truth, --nmea or --play")
        }
        if let refusal = OutputFile.check(output) { throw ValidationError(refusal) }
        guard nmeaSeconds > 0 else { throw ValidationError("--nmea-seconds must be above 0") }
    }

    func run() throws {
        let fleet = try FleetGenerator.fleet(options, map: RoadMap(file: zones))
        if let truth {
            try OutputFile.write(fleet.truths.map { try CanonicalJSON.string($0) + "\n" }.joined(), to: truth)
        }
        if let nmea { try OutputFile.write(NMEALog.text(of: fleet, seconds: nmeaSeconds), to: nmea) }
        if let output { try OutputFile.write(fleet.envelopes, to: output) }
        guard play else { return }
        var survey = ReplaySurvey()
        for envelope in fleet.envelopes { survey.add(envelope) }
        try playback.play(EnvelopeList(fleet.envelopes), survey: survey)
    }

    private var options: FleetOptions {
        // 2026-03-02T00:00:00Z
        var options = FleetOptions(startsAt: start?.time ?? Timestamp(seconds: 1_772_409_600), seed: seed)
        options.transits = transits
        options.routes = routes
        options.spreadSeconds = spread
        options.intervalSeconds = interval
        options.firstSeal = firstSeal
        options.anomalies = anomalies
        options.innocents = innocents
        options.coverageHoles = coverageHoles
        options.variesIntervals = varyIntervals
        return options
    }
}
