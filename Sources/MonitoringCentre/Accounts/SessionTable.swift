import Customs
import Synchronization

/// Who is signed in at the console. It holds digests of the cookies, not the cookies, and names, not roles: what a role
/// may is looked up at each call.
final class SessionTable: Sendable {
    static let lifetimeSeconds = 12 * 3600.0
    static let maximumSessions = 4096

    /// What opened a session.
    enum Credential: Sendable { case key, password }

    private struct Session {
        var account: String
        var credential: Credential
        var expiresAt: Double
    }

    private let surroundings: Surroundings
    private let sessions = Mutex<[[UInt8]: Session]>([:])

    init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    /// Begins a session and returns its cookie's value. Where there are too many, the one that would end first ends.
    func open(_ account: Account, by credential: Credential) -> String {
        let token = surroundings.randomBytes(32).hexadecimal
        let now = surroundings.uptimeSeconds()
        let session = Session(account: account.name, credential: credential, expiresAt: now + Self.lifetimeSeconds)
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

    /// The account's name of a cookie; `nil` where it is unknown or has ended.
    func account(token: String) -> String? {
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

    /// Ends an account's sessions.
    ///
    /// - Parameters:
    ///   - credential: only those it opened; `nil` for all.
    ///   - kept: the cookie of a session that goes on.
    func end(account: String, openedBy credential: Credential? = nil, except kept: String? = nil) {
        let kept = kept.map(KeyRing.digest)
        sessions.withLock { sessions in
            sessions = sessions.filter { key, session in
                session.account != account || key == kept || (credential.map { $0 != session.credential } ?? false)
            }
        }
    }

    /// How many sessions each account has open.
    func counts() -> [String: Int] {
        let now = surroundings.uptimeSeconds()
        return sessions.withLock { sessions in
            sessions.values.reduce(into: [:]) { if $1.expiresAt > now { $0[$1.account, default: 0] += 1 } }
        }
    }
}
