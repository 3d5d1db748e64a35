import ArgumentParser
import SimulatorKit

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Plays recordings against live services.",
        discussion: """
            MQTT lines are published at QoS 1 with their recorded topic and payload; calls are posted with the key of \
            their account. Several recordings are merged by their recorded time. Before a line the recorded time is \
            published, so that a server with `clock: simulated` lives in it; with --wall-clock it is not.
            """)

    @Argument(help: "Recordings: lines of JSON, also .gz.")
    var recordings: [String]

    @OptionGroup var playback: Playback

    func run() throws {
        // Everything is read once before, so that a bad line is found before anything is sent.
        let survey = try ReplaySurvey(paths: recordings)
        try playback.play(try RecordingMerge(paths: recordings), survey: survey)
    }
}
