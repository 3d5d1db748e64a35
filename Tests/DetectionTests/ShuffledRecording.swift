import Customs
import SimulatorKit
import Supervision
import Wire

/// A fleet's recording, read line by line as `vasscm replay` reads it, in its own order or out of it.
struct ShuffledRecording {
    /// Something that was received.
    struct Item {
        var observation: Observation
        var receivedAt: Timestamp
        var digest: UInt64?
    }

    private(set) var items: [Item] = []
    private(set) var reports = 0

    static let mostSeconds = 6 * 3600.0
    /// Seconds after its first delivery by which a report has come again.
    private static let againSeconds = 600.0

    /// - Throws: `RecordingError` for a line that is none.
    init(lines: [String]) throws {
        var decoder = RecordingDecoder(gpsdSeals: [:]) { Account(name: $0 ?? "supervisor", role: .supervisor) }
        for (index, line) in lines.enumerated() {
            guard let envelope = try decoder.envelope(line: Array(line.utf8), number: index + 1) else { continue }
            for case .success(let observation) in Wire.decode(envelope) {
                var item = Item(observation: observation, receivedAt: envelope.receivedAt)
                if case .report(_, _, let digest) = observation {
                    reports += 1
                    item.digest = digest
                }
                items.append(item)
            }
        }
    }

    /// Every report up to six hours later, each on its own, and every report twice; all else at its own time.
    ///
    /// Where the time of coming is part of what is said, it is kept: a report under a wrong clock counts when it is
    /// heard, and of two bodies under one number the first is the report.
    func shuffled(seed: UInt64) -> [Item] {
        var random = SplitMix64(seed: seed)
        var shuffled: [Item] = []
        var first: [String: Timestamp] = [:]
        for item in items {
            guard case .report(let report, _, _) = item.observation else {
                shuffled.append(item)
                continue
            }
            var late = item
            if !isClockWrong(report, item.receivedAt) {
                // Half of them come at once: what is late must meet what is not.
                let delay = random.chance(0.5) ? random.number(0...Self.mostSeconds) : random.number(0...20)
                late.receivedAt = item.receivedAt.advanced(bySeconds: delay)
            }
            let name = "\(report.seal) \(report.boot) \(report.sequence ?? 0)"
            if let before = first[name] {
                late.receivedAt = max(late.receivedAt, before.advanced(bySeconds: 0.001))
            } else {
                first[name] = late.receivedAt
            }
            shuffled.append(late)
            late.receivedAt = late.receivedAt.advanced(bySeconds: random.number(0...Self.againSeconds))
            shuffled.append(late)
        }
        return shuffled.enumerated().sorted {
            ($0.element.receivedAt, $0.offset) < ($1.element.receivedAt, $1.offset)
        }.map(\.element)
    }

    private func isClockWrong(_ report: SealReport, _ receivedAt: Timestamp) -> Bool {
        let lag = receivedAt.seconds(since: report.fixTime)
        return lag < 0 || lag > 500_000
    }
}
