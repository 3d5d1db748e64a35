import Customs
import Foundation
import Synchronization

/// Keeps what it takes; can fail, and can be held in the middle of a batch.
final class RecordingIntake: Intake {
    struct Refusal: Error {}

    private struct State {
        var taken: [Envelope] = []
        /// Batches that came, taken or refused.
        var calls = 0
        /// Whether the nth call (from 1) fails.
        var fails: @Sendable (Int) -> Bool
        /// What was refused.
        var refused: [Envelope] = []
    }

    private let state: Mutex<State>
    private let gate = Mutex<DispatchSemaphore?>(nil)

    init(fails: @escaping @Sendable (Int) -> Bool = { _ in false }) {
        state = Mutex(State(fails: fails))
    }

    /// Makes the next calls wait until `release`.
    func hold() { gate.withLock { $0 = DispatchSemaphore(value: 0) } }

    func release() {
        let semaphore = gate.withLock { gate in
            defer { gate = nil }
            return gate
        }
        semaphore?.signal()
    }

    func take(_ batch: [Envelope]) throws {
        let fails = state.withLock { state in
            state.calls += 1
            return state.fails(state.calls)
        }
        if let semaphore = gate.withLock({ $0 }) {
            semaphore.wait()
            semaphore.signal()
        }
        if fails {
            state.withLock { $0.refused += batch }
            throw Refusal()
        }
        state.withLock { $0.taken += batch }
    }

    var taken: [Envelope] { state.withLock { $0.taken } }
    var refused: [Envelope] { state.withLock { $0.refused } }
    var calls: Int { state.withLock { $0.calls } }
    var bodies: [String] { taken.map(\.text) }
    func refuse(_ fails: @escaping @Sendable (Int) -> Bool) { state.withLock { $0.fails = fails } }
}

extension Envelope {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The topic it came on.
    var topic: String? {
        if case .mqtt(_, let topic) = source { topic } else { nil }
    }
}
