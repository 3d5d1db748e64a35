package import Customs
import Foundation
import Synchronization

/// What time it is for the whole server: the only place that reads a clock.
package final class ServerClock: Sendable {
    let isSimulated: Bool
    private let simulated: Mutex<Timestamp?>

    /// - Parameter latest: the newest time in the ledger: a simulated clock goes on from there.
    package init(isSimulated: Bool, notBefore latest: Timestamp) {
        self.isSimulated = isSimulated
        simulated = Mutex(latest > .distantPast ? latest : nil)
    }

    /// The machine's time, or the simulator's once it said one.
    var now: Timestamp {
        if isSimulated, let time = simulated.withLock({ $0 }) { return time }
        return Timestamp(seconds: Date().timeIntervalSince1970)
    }

    /// The simulator says what time it is. Time never runs backwards.
    func simulate(_ time: Timestamp) {
        simulated.withLock { $0 = max($0 ?? time, time) }
    }

    /// The time in a message on the clock topic, `{"time": "<RFC 3339>"}`, where this server follows one.
    func simulatedTime(in envelope: Envelope) -> Timestamp? {
        guard isSimulated, case .mqtt(_, let topic) = envelope.source, topic == Configuration.clockTopic else {
            return nil
        }
        struct Message: Decodable { var time: Timestamp }
        return try? JSONDecoder().decode(Message.self, from: Data(envelope.body)).time
    }
}
