import Customs
import SimulatorKit
import Testing
import Wire

/// The contract of late evidence, on a fleet's whole day with anomalies of every kind.
@Suite("A recording out of its order")
struct ShuffledRecordingTests {
    @Test(
        "A recording shuffled within six hours, every report sent twice, ends in exactly the alerts of the ordered one",
        arguments: [UInt64(1), 4])
    func shuffled(seed: UInt64) throws {
        let map = try DetectionTests.map()
        var world = DetectionWorld()
        world.seed = seed
        world.transits = DetectionWorld.transitsPerDay
        world.warmUpDays = 0
        var series = try world.series(map: map)
        var lines: [String] = []
        while let day = try series.nextDay() { lines += day.envelopes.map { RecordingWriter.line($0) } }

        let recording = try ShuffledRecording(lines: lines)
        let ordered = Played(recording.items, map: map)
        let late = Played(recording.shuffled(seed: seed &+ 100), map: map)
        #expect(Set(ordered.alerts.values.map(\.rule)).isSuperset(of: AnomalyKind.allCases.map(\.rule)))
        #expect(ordered.stored + ordered.refused == recording.reports)
        #expect(late.stored == ordered.stored)
        #expect(late.stored + late.duplicates + late.refused == 2 * recording.reports)
        let differences = ordered.difference(from: late)
        #expect(differences.isEmpty, "\(differences.prefix(5).joined(separator: "\n"))")
    }
}
