import ArgumentParser
import Customs
import Foundation
import SimulatorKit

struct PortCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port",
        abstract: "Makes a port's day: a yard with its vessels, gates and clearances, and transits beside it.",
        discussion: """
            The same options and zones give the same bytes. A container that has stood too long came a month before: play \
            such a day with --speed max.
            """)

    @Option(help: "The zones, with their facilities and routes.")
    var zones = "Config/zones.geojson"

    @Option(help: "The yard's facility.")
    var facility = "VNCLI"

    @Option(help: "Containers that come to the yard or stand there.")
    var containers = 250

    @Option(help: "Vessels that call.")
    var calls = 4

    @Option(help: "Transits elsewhere, each with its papers; 0 for none.")
    var transits = 0

    @Option(name: .customLong("route"), help: "The id of a route that the transits drive; repeatable.")
    var routes = ["hai-phong--huu-nghi"]

    @Option(help: "When the day begins: RFC 3339, or now. Default: 2026-03-06T00:00:00Z.")
    var start: Moment?

    @Option(help: "The seed of everything random.")
    var seed: UInt64 = 1

    @Option(help: "Seconds between two reports of a seal.")
    var interval = 120

    @Option(help: "The number of the first seal.")
    var firstSeal = 1

    @Option(name: .customLong("yard-anomaly"), help: "Put one into the yard; repeatable.")
    var yardAnomalies: [YardAnomaly] = []

    @Option(name: .customLong("yard-innocent"), help: "The same for what looks like trouble and is none; repeatable.")
    var yardInnocents: [YardInnocent] = []

    @Option(name: .customLong("anomaly"), help: "Put one into a transit; repeatable.")
    var anomalies: [AnomalyKind] = []

    @Option(name: .customLong("innocent"), help: "The same for what looks like trouble and is none; repeatable.")
    var innocents: [HardInnocent] = []

    @Flag(help: "Put each of the yard's, and with transits each of the gates' on the way, in once.")
    var each = false

    @Option(help: "Write the recording here; - is standard output.")
    var output: String?

    @Option(help: "Write what really happened here, as lines of JSON.")
    var truth: String?

    @Flag(help: "Play the day against live services.")
    var play = false

    @OptionGroup(title: "Playing") var playback: Playback

    func validate() throws {
        guard output != nil || truth != nil || play else {
            throw ValidationError("nothing to do: give --output, --truth or --play")
        }
        if let refusal = OutputFile.check(output) { throw ValidationError(refusal) }
        guard transits >= 0 else { throw ValidationError("--transits must not be negative") }
    }

    func run() throws {
        let day = try PortDay(yard: yard, fleet: transits == 0 ? nil : fleet, map: RoadMap(file: zones))
        if let truth {
            let lines =
                try day.transits.map { try CanonicalJSON.string($0) } + day.yard.map { try CanonicalJSON.string($0) }
            try OutputFile.write(lines.map { $0 + "\n" }.joined(), to: truth)
        }
        if let output { try OutputFile.write(day.envelopes, to: output) }
        guard play else { return }
        var survey = ReplaySurvey()
        for envelope in day.envelopes { survey.add(envelope) }
        try playback.play(EnvelopeList(day.envelopes), survey: survey)
    }

    // 2026-03-06T00:00:00Z
    private var startsAt: Timestamp { start?.time ?? Timestamp(seconds: 1_772_755_200) }

    private var yard: YardOptions {
        // Minutes matter at a gate: the day begins with one.
        var options = YardOptions(
            startsAt: Timestamp(milliseconds: startsAt.milliseconds / 60_000 * 60_000), seed: seed)
        options.facility = facility
        options.containers = containers
        options.calls = calls
        options.anomalies = yardAnomalies + (each ? YardAnomaly.allCases : [])
        options.innocents = yardInnocents + (each ? YardInnocent.allCases : [])
        return options
    }

    private var fleet: FleetOptions {
        var options = FleetOptions(startsAt: startsAt, seed: seed)
        options.transits = transits
        options.routes = routes
        options.intervalSeconds = interval
        options.firstSeal = firstSeal
        options.anomalies = anomalies + (each ? AnomalyKind.allCases.filter(\.isOfPort) : [])
        options.innocents = innocents + (each ? HardInnocent.allCases.filter(\.isOfPort) : [])
        return options
    }
}
