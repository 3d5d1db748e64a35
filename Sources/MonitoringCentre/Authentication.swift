import Customs
import Foundation
import HTTPTypes
import Hummingbird

/// Decides who asks, and whether the account may.
struct Authentication: Sendable {
    static let cookieName = "vasscm_session"
    static let requestedWith = "vasscm"

    let keys: KeyRing
    let sessions: SessionTable

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
        if let field = request.headers[.authorization] {
            let parts = field.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else {
                throw Problem.unauthorised("Authorization must be “Bearer” and a key")
            }
            guard let account = keys.account(key: String(parts[1])) else {
                throw Problem.unauthorised("No account has this key", error: "invalid_token")
            }
            return account
        }
        guard let token = Self.sessionToken(of: request) else {
            throw Problem.unauthorised("This call needs an account: send Authorization: Bearer and its key")
        }
        guard let account = sessions.account(token: token) else {
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
        return account
    }

    static func sessionToken(of request: Request) -> String? { request.cookies[cookieName]?.value }
}

extension Problem {
    static func unauthorised(_ detail: String, error: String? = nil) -> Problem {
        let parameters = error.map { ", error=\"\($0)\"" } ?? ""
        return Problem(
            .unauthorized, detail, reason: "unauthorised",
            headers: [.wwwAuthenticate: "Bearer realm=\"vasscm\"" + parameters])
    }
}

extension Route {
    /// The console's sign-in.
    static let sessions = [
        Route(.post, "/session", .everyone) { call in
            struct SignIn: Decodable { var key: String }
            guard let body = try? CanonicalJSON.decode(SignIn.self, from: Data(try await call.jsonBody())) else {
                throw BadRequest("The body must be {\"key\": \"...\"}")
            }
            guard let account = call.centre.authentication.keys.account(key: body.key) else {
                throw Problem.unauthorised("No account has this key", error: "invalid_token")
            }
            let token = call.centre.authentication.sessions.open(account)
            let cookie = call.centre.sessionCookie(token, maxAge: Int(SessionTable.lifetimeSeconds))
            return try .json(account, headers: [.setCookie: cookie])
        },
        Route(.get, "/session", .signedIn) { call in try .json(try call.requireAccount()) },
        Route(.delete, "/session", .signedIn) { call in
            if let token = Authentication.sessionToken(of: call.request) {
                call.centre.authentication.sessions.close(token: token)
            }
            return Response(
                status: .noContent, headers: [.setCookie: call.centre.sessionCookie("", maxAge: 0)])
        },
    ]
}

extension MonitoringCentre {
    fileprivate func sessionCookie(_ value: String, maxAge: Int) -> String {
        "\(Authentication.cookieName)=\(value); Max-Age=\(maxAge); Path=/; HttpOnly; SameSite=Strict"
            + (configuration.tls == nil ? "" : "; Secure")
    }
}
