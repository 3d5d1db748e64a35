import Customs
import Synchronization

/// Who is signed in at the console. It holds digests of the cookies, not the cookies.
final class SessionTable: Sendable {
    static let lifetimeSeconds = 12 * 3600.0
    static let maximumSessions = 4096

    private struct Session {
        var account: Account
        var expiresAt: Double
    }

    private let surroundings: Surroundings
    private let sessions = Mutex<[[UInt8]: Session]>([:])

    init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    /// Begins a session and returns its cookie's value. Where there are too many, the one that would end first ends.
    func open(_ account: Account) -> String {
        let token = surroundings.randomBytes(32).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
        let now = surroundings.uptimeSeconds()
        let session = Session(account: account, expiresAt: now + Self.lifetimeSeconds)
        sessions.withLock { sessions in
            if sessions.count >= Self.maximumSessions {
                sessions = sessions.filter { $0.value.expiresAt > now }
                if sessions.count >= Self.maximumSessions,
                    let first = sessions.min(by: { $0.value.expiresAt < $1.value.expiresAt })
                {
                    sessions[first.key] = nil
                }
            }
            sessions[KeyRing.digest(token)] = session
        }
        return token
    }

    /// The account of a cookie; `nil` where it is unknown or has ended.
    func account(token: String) -> Account? {
        let now = surroundings.uptimeSeconds()
        return sessions.withLock { sessions in
            let key = KeyRing.digest(token)
            guard let session = sessions[key] else { return nil }
            guard session.expiresAt > now else {
                sessions[key] = nil
                return nil
            }
            return session.account
        }
    }

    func close(token: String) { sessions.withLock { $0[KeyRing.digest(token)] = nil } }
}

/// The clock and the randomness of the sessions, so that tests can hold them.
public struct Surroundings: Sendable {
    /// Seconds that never run backwards.
    public var uptimeSeconds: @Sendable () -> Double
    /// Bytes nobody can guess.
    public var randomBytes: @Sendable (Int) -> [UInt8]

    /// Surroundings made of two functions.
    public init(
        uptimeSeconds: @escaping @Sendable () -> Double, randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.uptimeSeconds = uptimeSeconds
        self.randomBytes = randomBytes
    }

    /// The machine's.
    public static let system: Surroundings = {
        let start = ContinuousClock.now
        return Surroundings(
            uptimeSeconds: { (ContinuousClock.now - start) / .seconds(1) },
            randomBytes: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            })
    }()
}
