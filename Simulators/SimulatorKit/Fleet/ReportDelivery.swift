import Customs
import Wire

/// How reports come to the server: one by one after a short delay, or a backlog as one array, oldest first.
struct ReportDelivery {
    /// Reports in one payload of a backlog.
    private static let maximumBatch = 50

    let seal: String
    let journey: Journey

    /// A report with when it comes.
    struct Arrival {
        var emission: Emission
        var receivedAt: Timestamp
    }

    private(set) var arrivals: [Arrival] = []
    private(set) var envelopes: [Envelope] = []
    private var kept: [Emission] = []
    private var keptUntil = 0
    private var lastArrival = Timestamp.distantPast

    init(seal: String, journey: Journey) {
        self.seal = seal
        self.journey = journey
    }

    /// Brings what one device made, in that order.
    mutating func deliver(_ emissions: [Emission], random: inout SplitMix64) {
        lastArrival = .distantPast
        for emission in emissions {
            if !kept.isEmpty, emission.second >= keptUntil { flush(random: &random) }
            switch emission.fate {
            case .lost: break
            case .kept(let until):
                kept.append(emission)
                keptUntil = until
            case .sent:
                send([emission], at: journey.time(emission.second), random: &random)
            case .delayed(let seconds):
                // A way of its own: what is sent later may come first.
                envelope([emission], at: journey.time(emission.second).advanced(bySeconds: seconds))
            }
        }
        flush(random: &random)
    }

    private mutating func flush(random: inout SplitMix64) {
        for first in stride(from: 0, to: kept.count, by: Self.maximumBatch) {
            let batch = Array(kept[first..<min(kept.count, first + Self.maximumBatch)])
            send(batch, at: journey.time(keptUntil), random: &random)
        }
        kept = []
    }

    /// A connection keeps the order: nothing overtakes.
    private mutating func send(_ batch: [Emission], at sentAt: Timestamp, random: inout SplitMix64) {
        let arrival = max(
            sentAt.advanced(bySeconds: Double(random.whole(1000...4000)) / 1000),
            lastArrival.advanced(bySeconds: 0.02))
        lastArrival = arrival
        envelope(batch, at: arrival)
    }

    private mutating func envelope(_ batch: [Emission], at arrival: Timestamp) {
        arrivals += batch.map { Arrival(emission: $0, receivedAt: arrival) }
        let texts = batch.map { ReportText.json($0.report) }
        let payload = batch.count == 1 ? texts[0] : "[" + texts.joined(separator: ",") + "]"
        envelopes.append(
            Envelope(
                source: .mqtt(broker: RecordingDecoder.sourceName, topic: "vasscm/v1/seals/\(seal)/reports"),
                receivedAt: arrival, body: Array(payload.utf8)))
    }
}
