import Customs

/// Gives envelopes the order of their received times, and no two the same time.
struct ReceivedClock {
    private var last = Timestamp.distantPast

    /// Sorted by received time, and moved by milliseconds where two are equal, so that the order is the times' own.
    mutating func inOrder(_ envelopes: [Envelope]) -> [Envelope] {
        let order = envelopes.indices.sorted {
            (envelopes[$0].receivedAt, $0) < (envelopes[$1].receivedAt, $1)
        }
        return order.map { index in
            var envelope = envelopes[index]
            if envelope.receivedAt <= last {
                envelope.receivedAt = Timestamp(milliseconds: last.milliseconds + 1)
            }
            last = envelope.receivedAt
            return envelope
        }
    }
}
