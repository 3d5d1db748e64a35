package import Customs
import Synchronization

/// Tells on the brokers how long the queues at the gates are: one retained topic a gate, with the newest word.
///
/// A retained message outlives the server and lacks on a broker that lost its store, so the newest words are sent again
/// to each broker that connects; and the word is renewed when nothing comes any more and the last one grows stale.
package final class CongestionTopic: Sendable {
    /// Publishes a retained message, on all brokers or on one of them.
    package typealias Send = @Sendable (_ topic: String, _ payload: [UInt8], _ broker: Int?) -> Void

    private struct State {
        /// By gate, as it was published last.
        var newest: [String: GateCongestion]
        /// Of each broker the number of the connection that knows all gates.
        var told: [Int?] = []
    }

    private let state: Mutex<State>
    private let staleAfterSeconds: Double
    private let send: Send

    /// - Parameter gates: what is known at the start; a gate without evidence is published as unknown.
    package init(gates: [GateCongestion], staleAfterSeconds: Double, send: @escaping Send) {
        state = Mutex(State(newest: Dictionary(gates.map { ($0.gate, $0) }) { $1 }))
        self.staleAfterSeconds = staleAfterSeconds
        self.send = send
    }

    package static func topic(_ gate: String) -> String { "vasscm/v1/border-gates/\(gate)/congestion" }

    /// Publishes what a commit says of gates.
    package func note(_ effects: [Effect]) {
        // By index: copying each of thousands of reports just to pass it over would cost more.
        for index in effects.indices {
            guard case .congestion(let congestion) = effects[index].kind else { continue }
            // Under the lock, so that nobody sends an older word after a newer one.
            state.withLock { state in
                state.newest[congestion.gate] = congestion
                publish(congestion)
            }
        }
    }

    /// Tells brokers that connected since the last call all gates, and all brokers the gates that have grown stale.
    ///
    /// - Parameter connections: of each broker the number of its present connection; `nil` where there is none.
    package func refresh(at now: Timestamp, connections: [Int?]) {
        state.withLock { state in
            for (gate, congestion) in state.newest.sorted(by: { $0.key < $1.key }) {
                let judged = congestion.judged(at: now, staleAfterSeconds: staleAfterSeconds)
                guard judged != congestion else { continue }
                state.newest[gate] = judged
                publish(judged)
            }
            for (broker, connection) in connections.enumerated() where connection != nil {
                if state.told.indices.contains(broker), state.told[broker] == connection { continue }
                for (_, congestion) in state.newest.sorted(by: { $0.key < $1.key }) {
                    publish(congestion, broker: broker)
                }
            }
            // A connection that is lost keeps its number until the next one has another.
            state.told = connections.enumerated().map { broker, connection in
                connection ?? (state.told.indices.contains(broker) ? state.told[broker] : nil)
            }
        }
    }

    private func publish(_ congestion: GateCongestion, broker: Int? = nil) {
        guard let payload = try? CanonicalJSON.encode(congestion) else { return }
        send(Self.topic(congestion.gate), Array(payload), broker)
    }
}
