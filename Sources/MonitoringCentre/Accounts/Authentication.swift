import Customs
import HTTPTypes
import Hummingbird
import Logging

/// Decides who asks, and whether the account may.
struct Authentication: Sendable {
    static let cookieName = "vasscm_session"
    static let requestedWith = "vasscm"

    let book: AccountBook
    let sessions: SessionTable
    let limiter: SignInLimiter
    let desk = HashingDesk()
    let counts = SignInCounts()
    let surroundings: Surroundings
    let logger: Logger

    init(
        _ credentials: [AccountCredential], store: (any AccountStore)?, surroundings: Surroundings, logger: Logger
    ) throws {
        book = try AccountBook(credentials, store: store, logger: logger)
        sessions = SessionTable(surroundings)
        limiter = SignInLimiter(surroundings)
        self.surroundings = surroundings
        self.logger = logger
    }

    /// The account of a request that a route admits; `nil` where nobody is signed in and everyone may call.
    ///
    /// - Throws: a 401 or 403 problem.
    func admit(_ request: Request, to access: Route.Access) throws -> Account? {
        if access == .everyone { return nil }
        let account = try account(of: request)
        if case .needs(let permission) = access, !account.role.has(permission) {
            throw Problem(
                .forbidden, "The role \(account.role.rawValue) of account \(account.name) may not do this",
                reason: Rejection.Reason.forbidden.rawValue)
        }
        return account
    }

    private func account(of request: Request) throws -> Account {
        let ring = book.current
        if let field = request.headers[.authorization] {
            let parts = field.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw Problem.unauthorised("Authorization must be “Bearer” and a key")
            }
            guard let account = ring.account(key: String(parts[1])) else {
                throw Problem.unauthorised("No account has this key", error: "invalid_token")
            }
            return account
        }
        guard let token = Self.sessionToken(of: request) else {
            throw Problem.unauthorised("This call needs an account: send Authorization: Bearer and its key")
        }
        guard let name = sessions.account(token: token), let entry = ring.entry(name), !entry.isDisabled else {
            throw Problem.unauthorised("The session has ended; sign in again")
        }
        // A page of another site can make a browser send the cookie, but not this header.
        guard
            request.method == .get || request.method == .head
                || request.headers[.xRequestedWith] == Self.requestedWith
        else {
            throw Problem(
                .forbidden, "A change by session cookie needs the header X-Requested-With: \(Self.requestedWith)",
                reason: Rejection.Reason.forbidden.rawValue)
        }
        return entry.account
    }

    static func sessionToken(of request: Request) -> String? { request.cookies[cookieName]?.value }
}

extension Call {
    /// Whether a call that was admitted would be admitted again: what lasts long asks from time to time.
    func isStillAdmitted(to access: Route.Access) -> Bool {
        (try? centre.authentication.admit(request, to: access)) != nil
    }
}

extension Problem {
    static func unauthorised(_ detail: String, error: String? = nil) -> Problem {
        let parameters = error.map { ", error=\"\($0)\"" } ?? ""
        return Problem(
            .unauthorized, detail, reason: "unauthorised",
            headers: [.wwwAuthenticate: "Bearer realm=\"vasscm\"" + parameters])
    }
}
