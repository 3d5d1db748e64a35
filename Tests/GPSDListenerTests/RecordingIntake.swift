import Customs
import Logging
import Synchronization

/// Keeps what it takes; fails while it is told to.
final class RecordingIntake: Intake {
    struct Refusal: Error {}

    private struct State {
        var taken: [Envelope] = []
        var calls = 0
        var refuses = false
    }

    private let state = Mutex(State())

    func take(_ batch: [Envelope]) throws {
        try state.withLock { state in
            state.calls += 1
            if state.refuses { throw Refusal() }
            state.taken += batch
        }
    }

    var refuses: Bool {
        get { state.withLock { $0.refuses } }
        set { state.withLock { $0.refuses = newValue } }
    }
    var taken: [Envelope] { state.withLock { $0.taken } }
    var calls: Int { state.withLock { $0.calls } }
    var lines: [String] { taken.map { String(decoding: $0.body, as: UTF8.self) } }
}
