import Customs
import Wire

/// How reports come to the server: one by one after a short delay, or a backlog as one array, oldest first.
struct ReportDelivery {
    /// Reports in one payload of a backlog.
    private static let maximumBatch = 50

    let seal: String
    let journey: Journey
    let backlog: Range<Int>?

    func envelopes(_ reports: [SealReport], random: inout SplitMix64) -> [Envelope] {
        var envelopes: [Envelope] = []
        var kept: [SealReport] = []
        var lastArrival = Timestamp.distantPast
        func deliver(_ batch: [SealReport], sentAt: Timestamp) {
            // A connection keeps the order: nothing overtakes.
            let arrival = max(
                sentAt.advanced(bySeconds: Double(random.whole(1000...4000)) / 1000),
                lastArrival.advanced(bySeconds: 0.02))
            lastArrival = arrival
            let texts = batch.map(ReportText.json)
            let payload = batch.count == 1 ? texts[0] : "[" + texts.joined(separator: ",") + "]"
            envelopes.append(
                Envelope(
                    source: .mqtt(broker: RecordingDecoder.sourceName, topic: "vasscm/v1/seals/\(seal)/reports"),
                    receivedAt: arrival,
                    body: Array(payload.utf8)))
        }
        func flush() {
            guard let backlog else { return }
            for first in stride(from: 0, to: kept.count, by: Self.maximumBatch) {
                let batch = Array(kept[first..<min(kept.count, first + Self.maximumBatch)])
                deliver(batch, sentAt: journey.time(backlog.upperBound))
            }
            kept = []
        }
        for report in reports {
            let second = Int(report.fixTime.seconds(since: journey.startsAt))
            if let backlog, backlog.contains(second) {
                kept.append(report)
            } else {
                flush()
                deliver([report], sentAt: report.fixTime)
            }
        }
        flush()
        return envelopes
    }
}
