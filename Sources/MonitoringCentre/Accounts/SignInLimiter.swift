import Customs
import HTTPTypes
import Synchronization

/// Counts failed sign-ins by account and by client address, and stops those who try too often.
///
/// An attempt counts as failed from its beginning until it succeeded, so that many at once are no way around it.
final class SignInLimiter: Sendable {
    static let maximumFailures = 10
    static let windowSeconds = 300.0
    /// Names and addresses that are remembered at once; beyond it those forget first that would be forgotten first.
    static let maximumKeys = 10_000

    fileprivate enum Key: Hashable {
        case account(String)
        case address(String)
    }

    /// When an attempt is forgotten: attempts in the order in which they were made, none that is forgotten already.
    private struct State {
        var forgottenAt: [Key: [Double]] = [:]
    }

    private let uptimeSeconds: @Sendable () -> Double
    private let state = Mutex(State())

    init(_ surroundings: Surroundings) { uptimeSeconds = surroundings.uptimeSeconds }

    /// An attempt that is under way.
    struct Attempt: Sendable {
        fileprivate var keys: [Key]
        fileprivate var forgottenAt: Double
    }

    /// Notes an attempt.
    ///
    /// - Parameters:
    ///   - account: the name that was given; `nil` where only a key was.
    ///   - address: the client's; `nil` where it is not known.
    /// - Throws: a 429 problem with `Retry-After` where there were too many.
    func begin(account: String?, address: String?) throws -> Attempt {
        let now = uptimeSeconds()
        let keys = [account.map { Key.account($0) }, address.map { Key.address($0) }].compactMap(\.self)
        return try state.withLock { state in
            var freeAt = now
            for key in keys {
                let attempts = state.forgottenAt[key, default: []].filter { $0 > now }
                state.forgottenAt[key] = attempts.isEmpty ? nil : attempts
                if attempts.count >= Self.maximumFailures {
                    freeAt = max(freeAt, attempts[attempts.count - Self.maximumFailures])
                }
            }
            guard freeAt <= now else {
                let seconds = Int((freeAt - now).rounded(.up))
                throw Problem(
                    .tooManyRequests, "Too many sign-ins failed; try again in \(seconds) s",
                    reason: "too-many-sign-ins", headers: [.retryAfter: String(seconds)])
            }
            let attempt = Attempt(keys: keys, forgottenAt: now + Self.windowSeconds)
            for key in keys { state.forgottenAt[key, default: []].append(attempt.forgottenAt) }
            Self.makeRoom(&state, now: now)
            return attempt
        }
    }

    /// The attempt was none of a stranger's: it does not count, nor do earlier ones for that account.
    func succeed(_ attempt: Attempt) {
        state.withLock { state in
            for key in attempt.keys {
                switch key {
                case .account: state.forgottenAt[key] = nil
                case .address: break
                }
            }
        }
        // Whoever has one account does not earn more guesses at others with it: of the address only this one goes.
        withdraw(attempt)
    }

    /// The attempt was not made after all.
    func withdraw(_ attempt: Attempt) {
        state.withLock { state in
            for key in attempt.keys {
                guard let index = state.forgottenAt[key]?.firstIndex(of: attempt.forgottenAt) else { continue }
                state.forgottenAt[key]?.remove(at: index)
            }
        }
    }

    private static func makeRoom(_ state: inout State, now: Double) {
        guard state.forgottenAt.count > maximumKeys else { return }
        state.forgottenAt = state.forgottenAt.filter { ($0.value.last ?? 0) > now }
        while state.forgottenAt.count > maximumKeys,
            let oldest = state.forgottenAt.min(by: { ($0.value.last ?? 0) < ($1.value.last ?? 0) })
        {
            state.forgottenAt[oldest.key] = nil
        }
    }
}
