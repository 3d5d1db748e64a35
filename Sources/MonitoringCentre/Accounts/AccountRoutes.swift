import Customs
import Foundation
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/accounts`: who may do what, for administrators.
    static let accounts = [
        Route(.get, "/v1/accounts", .needs(.administer)) { call in
            try .json(Page(items: call.centre.authentication.accountViews(), next: nil))
        },
        Route(.get, "/v1/account-changes", .needs(.administer)) { call in
            var query = AccountChangeQuery()
            query.account = try call.query.text("account")
            query.page = try call.query.page()
            return try .json(try await call.centre.authentication.book.changes(query))
        },
        Route(.post, "/v1/accounts", .needs(.administer)) { call in try await call.createAccount() },
        Route(.put, "/v1/accounts/{name}", .needs(.administer)) { call in
            struct Order: Decodable {
                var role: Role
                var facilities: [String]?
                var disabled: Bool?
            }
            let name = try call.parameter("name")
            let order = try await call.order(
                Order.self,
                "{\"role\": \"\(Call.roles)\", \"facilities\": [\"...\"], \"disabled\": false}, the last two optional")
            try await call.requireKnown(order.facilities ?? [])
            let authentication = call.centre.authentication
            try await authentication.book.update(
                name, role: order.role, facilities: order.facilities, isDisabled: order.disabled,
                by: try call.editor())
            if order.disabled == true { authentication.sessions.end(account: name) }
            return try .json(try authentication.accountView(name))
        },
        Route(.delete, "/v1/accounts/{name}", .needs(.administer)) { call in
            let name = try call.parameter("name")
            try await call.centre.authentication.book.delete(name, by: try call.editor())
            call.centre.authentication.sessions.end(account: name)
            return Response(status: .noContent)
        },
        Route(.post, "/v1/accounts/{name}/key", .needs(.administer)) { call in
            let name = try call.parameter("name")
            let authentication = call.centre.authentication
            let key = authentication.newKey()
            try await authentication.book.setKey(name, keySHA256: KeyRing.hexDigest(key), by: try call.editor())
            authentication.sessions.end(
                account: name, openedBy: .key, except: Authentication.sessionToken(of: call.request))
            return try .json(["key": key])
        },
        Route(.put, "/v1/accounts/{name}/password", .needs(.administer)) { call in
            struct Order: Decodable { var password: String }
            let name = try call.parameter("name")
            let order = try await call.order(Order.self, "{\"password\": \"...\"}")
            let authentication = call.centre.authentication
            let entry = authentication.book.current.entry(name)
            if name == call.account?.name, entry?.origin == .server, entry?.password != nil {
                throw Problem(
                    .conflict, "One's own password is changed with the old one: PUT /session/password",
                    reason: "own-account")
            }
            guard entry != nil else { throw AccountBook.unknown(name) }
            let hash = try await authentication.hash(order.password)
            try await authentication.book.setPassword(name, hash, by: try call.editor())
            authentication.sessions.end(account: name, except: Authentication.sessionToken(of: call.request))
            return Response(status: .noContent)
        },
    ]
}

extension Call {
    fileprivate static let roles = Role.allCases.map(\.rawValue).joined(separator: "|")

    fileprivate func createAccount() async throws -> Response {
        struct Order: Decodable {
            var name: String
            var role: Role
            var facilities: [String]?
            var password: String?
        }
        struct Created: Encodable {
            var account: AccountView
            var key: String
        }
        let order = try await order(
            Order.self,
            "{\"name\": \"...\", \"role\": \"\(Call.roles)\", \"facilities\": [\"...\"], \"password\": \"...\"}, "
                + "the last two optional")
        guard Identifier.isValid(order.name) else {
            throw BadRequest(
                "name is “\(order.name.prefix(80))”, but must be 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        let account = Account(name: order.name, role: order.role, facilities: order.facilities ?? [])
        try await requireKnown(account.facilities)
        try AccountBook.requireFacility(account)
        let authentication = centre.authentication
        let hash: PasswordHash?
        if let password = order.password { hash = try await authentication.hash(password) } else { hash = nil }
        let key = authentication.newKey()
        try await authentication.book.create(
            account, keySHA256: KeyRing.hexDigest(key), password: hash, by: try editor())
        return try .json(Created(account: try authentication.accountView(order.name), key: key), status: .created)
    }

    /// - Throws: a 422 problem for a code that no zone has.
    fileprivate func requireKnown(_ facilities: [String]) async throws {
        guard !facilities.isEmpty else { return }
        let known = Set(try await source.facilities().compactMap(\.facility))
        for code in facilities where !known.contains(code) {
            throw Problem(
                .unprocessableContent, "facilities names “\(code.prefix(80))”, but no zone has this facility code",
                reason: Rejection.Reason.unknownFacility.rawValue)
        }
    }
}

extension Authentication {
    /// 32 random bytes in base64url; it is shown once and kept nowhere.
    fileprivate func newKey() -> String {
        Data(surroundings.randomBytes(32)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    fileprivate func accountView(_ name: String) throws -> AccountView {
        guard let view = accountViews().first(where: { $0.name == name }) else { throw AccountBook.unknown(name) }
        return view
    }

    fileprivate func accountViews() -> [AccountView] {
        let seen = book.lastSeenTimes()
        let sessions = sessions.counts()
        return book.current.entries
            .map { AccountView($0, lastSeenAt: seen[$0.account.name], sessions: sessions[$0.account.name] ?? 0) }
            .sorted { $0.name < $1.name }
    }
}
