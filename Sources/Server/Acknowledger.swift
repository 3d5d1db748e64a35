import Customs
import Foundation
import Synchronization

/// Tells seals what is stored: merged, at most once a second for each seal.
final class Acknowledger: Sendable {
    static let secondsBetween = 1.0
    /// More seals than this cannot wait at once: the newest word replaces the older one of the same seal only.
    static let waitingLimit = 1_000_000

    private struct State {
        /// By seal and boot.
        var waiting: [String: PendingAcknowledgement] = [:]
        /// By seal.
        var sentAt: [String: Double] = [:]
    }

    private let state = Mutex(State())
    private let send: @Sendable (_ topic: String, _ payload: [UInt8]) -> Void

    init(send: @escaping @Sendable (_ topic: String, _ payload: [UInt8]) -> Void) { self.send = send }

    func note(_ acknowledgements: [PendingAcknowledgement]) {
        guard !acknowledgements.isEmpty else { return }
        state.withLock { state in
            for pending in acknowledgements {
                let key = "\(pending.seal)/\(pending.acknowledgement.boot)"
                guard state.waiting[key] != nil || state.waiting.count < Self.waitingLimit else { continue }
                state.waiting[key] = pending
            }
        }
    }

    /// Sends what is due at a moment of the machine's own clock.
    func sendDue(at uptime: Double) {
        let due = state.withLock { state in
            var due: [PendingAcknowledgement] = []
            for (key, pending) in state.waiting.sorted(by: { $0.key < $1.key })
            where uptime - (state.sentAt[pending.seal] ?? -Self.secondsBetween) >= Self.secondsBetween {
                state.waiting[key] = nil
                state.sentAt[pending.seal] = uptime
                due.append(pending)
            }
            if state.sentAt.count > 2 * Self.waitingLimit {
                state.sentAt = state.sentAt.filter { uptime - $0.value < Self.secondsBetween }
            }
            return due
        }
        for pending in due {
            guard let payload = try? CanonicalJSON.encode(pending.acknowledgement) else { continue }
            send("vasscm/v1/seals/\(pending.seal)/acks", Array(payload))
        }
    }
}
