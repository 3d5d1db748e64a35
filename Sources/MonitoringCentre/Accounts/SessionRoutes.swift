import Customs
import Foundation
import HTTPTypes
import Hummingbird

extension Route {
    /// The console's sign-in.
    static let sessions = [
        Route(.post, "/session", .everyone) { call in
            let authentication = call.centre.authentication
            let signedIn: Authentication.SignedIn
            switch try await call.signIn() {
            case .key(let key): signedIn = try authentication.signIn(key: key, from: call.clientAddress)
            case .password(let name, let password):
                signedIn = try await authentication.signIn(name: name, password: password, from: call.clientAddress)
            }
            authentication.book.noteSeen(signedIn.account, at: call.source.now)
            let cookie = call.centre.sessionCookie(signedIn.token, maxAge: Int(SessionTable.lifetimeSeconds))
            return try .json(signedIn.account, headers: [.setCookie: cookie])
        },
        Route(.get, "/session", .signedIn) { call in try .json(try call.requireAccount()) },
        Route(.delete, "/session", .signedIn) { call in
            if let token = Authentication.sessionToken(of: call.request) {
                call.centre.authentication.sessions.close(token: token)
            }
            return Response(
                status: .noContent, headers: [.setCookie: call.centre.sessionCookie("", maxAge: 0)])
        },
        Route(.put, "/session/password", .signedIn) { call in
            struct Order: Decodable { var old, new: String }
            let order = try await call.order(Order.self, "{\"old\": \"...\", \"new\": \"...\"}")
            let authentication = call.centre.authentication
            let account = try call.requireAccount()
            let entry = authentication.book.current.entry(account.name)
            if entry?.origin == .file {
                throw Problem(
                    .conflict,
                    "The password of \(account.name) is kept in the accounts file of the server (accounts.yaml); whoever "
                        + "keeps that file sets it, with `vasscm password`",
                    reason: "account-of-the-file")
            }
            guard let old = entry?.password else {
                throw Problem(
                    .conflict, "\(account.name) has no password yet; an administrator sets the first one",
                    reason: "no-password")
            }
            try await authentication.check(order.old, is: old, of: account, from: call.clientAddress)
            let new = try await authentication.hash(order.new)
            try await authentication.book.setPassword(
                account.name, new, replacing: old, by: try call.editor())
            authentication.sessions.end(
                account: account.name, except: Authentication.sessionToken(of: call.request))
            return Response(status: .noContent)
        },
    ]
}

extension Call {
    /// How somebody signs in.
    fileprivate enum SignIn {
        case key(String)
        case password(name: String, String)
    }

    /// Longer bodies about accounts are refused; a stranger's above all.
    private static let maximumOrderBytes = 16 << 10

    fileprivate func signIn() async throws -> SignIn {
        struct Order: Decodable { var key, name, password: String? }
        let form = "{\"key\": \"...\"} or {\"name\": \"...\", \"password\": \"...\"}"
        let order = try await order(Order.self, form)
        switch (order.key, order.name, order.password) {
        case (let key?, nil, nil): return .key(key)
        case (nil, let name?, let password?): return .password(name: name, password)
        default: throw BadRequest("The body must be \(form)")
        }
    }

    /// A small JSON body.
    ///
    /// - Parameter form: how it must look, for the answer where it does not.
    func order<Value: Decodable>(_ type: Value.Type, _ form: String) async throws -> Value {
        let bytes = try await jsonBody(atMost: Self.maximumOrderBytes)
        guard let value = try? CanonicalJSON.decode(type, from: Data(bytes)) else {
            throw BadRequest("The body must be \(form)")
        }
        return value
    }

    /// Who changes an account now.
    func editor() throws -> AccountEditor { AccountEditor(account: try requireAccount(), at: source.now) }
}

extension MonitoringCentre {
    fileprivate func sessionCookie(_ value: String, maxAge: Int) -> String {
        "\(Authentication.cookieName)=\(value); Max-Age=\(maxAge); Path=/; HttpOnly; SameSite=Strict"
            + (configuration.tls == nil ? "" : "; Secure")
    }
}
