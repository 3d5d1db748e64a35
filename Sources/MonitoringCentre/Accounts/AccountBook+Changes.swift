import Customs
import HTTPTypes

/// Who changes an account, and when.
struct AccountEditor: Sendable {
    var account: Account
    var at: Timestamp
}

extension AccountBook {
    /// Makes an account.
    ///
    /// - Throws: a 409 problem where the name is taken.
    func create(
        _ account: Account, keySHA256: String, password: PasswordHash?, by editor: AccountEditor
    ) async throws {
        try await change(account.name) { register, existing in
            guard existing == nil else {
                throw Problem(.conflict, "There is an account \(account.name) already", reason: "name-taken")
            }
            guard register.accounts.count < Self.maximumAccounts else {
                throw Problem(
                    .conflict, "The server keeps \(Self.maximumAccounts) accounts and no more", reason: "too-many")
            }
            let created = StoredAccount(
                account: account, keySHA256: keySHA256, password: password?.description, changedAt: editor.at,
                changedBy: editor.account.name)
            return (created, Self.change(.created, account.name, created, editor))
        }
        log(.created, account.name, by: editor)
    }

    /// Gives an account another role and other facilities, disables or enables it; what is `nil` stays as it is.
    ///
    /// - Throws: a 404, 409 or 422 problem.
    func update(
        _ name: String, role: Role, facilities: [String]?, isDisabled: Bool?, by editor: AccountEditor
    ) async throws {
        if name == editor.account.name, role != editor.account.role || isDisabled == true {
            throw Self.ownAccount("take the role from it or disable it")
        }
        try await edit(name, .changed, by: editor) { account in
            account.account.role = role
            account.account.facilities = facilities ?? account.account.facilities
            account.isDisabled = isDisabled ?? account.isDisabled
            try Self.requireFacility(account.account)
        }
    }

    func setKey(_ name: String, keySHA256: String, by editor: AccountEditor) async throws {
        try await edit(name, .keyReplaced, by: editor) { $0.keySHA256 = keySHA256 }
    }

    /// - Parameter expected: the hash that is to be replaced; `nil` for any.
    func setPassword(
        _ name: String, _ password: PasswordHash, replacing expected: PasswordHash? = nil, by editor: AccountEditor
    ) async throws {
        try await edit(name, .passwordSet, by: editor) { account in
            guard expected == nil || account.password == expected?.description else {
                throw Problem(.conflict, "The password was changed meanwhile", reason: "changed-meanwhile")
            }
            account.password = password.description
        }
    }

    func delete(_ name: String, by editor: AccountEditor) async throws {
        if name == editor.account.name { throw Self.ownAccount("delete it") }
        try await change(name) { _, existing in
            guard existing != nil else { throw Self.unknown(name) }
            return (nil, Self.change(.deleted, name, nil, editor))
        }
        log(.deleted, name, by: editor)
    }

    /// - Throws: a 422 problem for an operator of nothing.
    static func requireFacility(_ account: Account) throws {
        guard account.role != .operator || !account.facilities.isEmpty else {
            throw Problem(
                .unprocessableContent, "facilities is empty, but an operator needs at least one facility",
                reason: "facility-missing")
        }
    }

    static func unknown(_ name: String) -> Problem { .notFound("There is no account \(name)") }

    private func edit(
        _ name: String, _ kind: AccountChange.Kind, by editor: AccountEditor,
        _ body: @escaping @Sendable (inout StoredAccount) throws -> Void
    ) async throws {
        try await change(name) { _, existing in
            guard var account = existing else { throw Self.unknown(name) }
            try body(&account)
            account.changedAt = editor.at
            account.changedBy = editor.account.name
            return (account, Self.change(kind, name, account, editor))
        }
        log(kind, name, by: editor)
    }

    private static func change(
        _ kind: AccountChange.Kind, _ name: String, _ after: StoredAccount?, _ editor: AccountEditor
    ) -> AccountChange {
        AccountChange(account: name, kind: kind, at: editor.at, by: editor.account.name, after: after)
    }

    private static func ownAccount(_ what: String) -> Problem {
        Problem(
            .conflict, "This is the account that you use now: another administrator has to \(what)",
            reason: "own-account")
    }
}
