public import Customs
import Foundation
import GRDB

extension Ledger {
    /// All accounts of the page.
    public func accounts() throws -> AccountRegister {
        do {
            return try pool.read { try $0.accountRegister(path: self.path) }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    /// Changes one account and keeps who did it, in one transaction.
    ///
    /// - Parameters:
    ///   - name: whose account.
    ///   - body: is given the register and the account, `nil` where there is none, and returns the account as it is to
    ///     be, `nil` to delete it, and the change. What it throws is thrown, and nothing is changed.
    /// - Returns: all accounts as they are since.
    public func changeAccount(
        _ name: String,
        _ body: @escaping @Sendable (AccountRegister, StoredAccount?) throws -> (StoredAccount?, AccountChange)
    ) async throws -> AccountRegister {
        let path = path
        do {
            return try await pool.write { db in
                let register = try db.accountRegister(path: path)
                let (account, change) = try body(register, register.accounts.first { $0.account.name == name })
                if let account {
                    try db.store(account)
                } else {
                    try db.execute(sql: "DELETE FROM account WHERE name = ?", arguments: [name])
                }
                try db.store(change)
                return try db.accountRegister(path: path)
            }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    /// What was done to accounts, newest first.
    ///
    /// - Throws: `LedgerError.badCursor` for a cursor that no page of this list gave.
    public func accountChanges(_ query: AccountChangeQuery) async throws -> Page<AccountChange> {
        var before = Int64.max
        if let cursor = query.page.cursor {
            guard let id = Int64(cursor), id > 0 else { throw LedgerError.badCursor(cursor) }
            before = id
        }
        let condition = query.account == nil ? "" : "AND account = :account"
        var arguments: StatementArguments = ["before": before, "limit": query.page.limit + 1]
        if let account = query.account { arguments += ["account": account] }
        let path = path
        return try await read { [arguments] db in
            let rows = try Row.fetchAll(
                db,
                sql:
                    "SELECT id, json FROM account_change WHERE id < :before \(condition) ORDER BY id DESC LIMIT :limit",
                arguments: arguments)
            let items = try rows.prefix(query.page.limit).map { row in
                do {
                    var change = try CanonicalJSON.decode(AccountChange.self, from: row[1])
                    change.id = row[0]
                    return change
                } catch let error as DecodingError {
                    let id: Int64 = row[0]
                    throw LedgerError.corrupt(
                        path: path, table: "account_change", row: String(id), reason: "does not decode: \(error)")
                }
            }
            return Page(items: items, next: rows.count > items.count ? items.last.map { String($0.id) } : nil)
        }
    }
}

extension Database {
    fileprivate func accountRegister(path: String) throws -> AccountRegister {
        let edition = try Int64.fetchOne(self, sql: "SELECT max(id) FROM account_change") ?? 0
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT name, role, facilities, key_sha256, password, is_disabled, changed_at, changed_by
                FROM account ORDER BY name
                """)
        return AccountRegister(edition: edition, accounts: try rows.map { try account($0, path: path) })
    }

    private func account(_ row: Row, path: String) throws -> StoredAccount {
        let name: String = row[0]
        let word: String = row[1]
        let codes: String = row[2]
        guard let role = Role(rawValue: word),
            let facilities = try? CanonicalJSON.decode([String].self, from: Data(codes.utf8))
        else {
            throw LedgerError.corrupt(
                path: path, table: "account", row: name, reason: "has the role “\(word)” or facilities nobody wrote")
        }
        return StoredAccount(
            account: Account(name: name, role: role, facilities: facilities), keySHA256: row[3], password: row[4],
            isDisabled: row[5], changedAt: Timestamp(milliseconds: row[6]), changedBy: row[7])
    }

    fileprivate func store(_ account: StoredAccount) throws {
        try execute(
            sql: """
                INSERT OR REPLACE INTO account
                    (name, role, facilities, key_sha256, password, is_disabled, changed_at, changed_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                account.account.name, account.account.role.rawValue,
                try CanonicalJSON.string(account.account.facilities), account.keySHA256, account.password,
                account.isDisabled, account.changedAt.milliseconds, account.changedBy,
            ])
    }

    fileprivate func store(_ change: AccountChange) throws {
        try execute(
            sql: "INSERT INTO account_change (account, at, by, kind, json) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                change.account, change.at.milliseconds, change.by, change.kind.rawValue,
                try CanonicalJSON.string(change),
            ])
    }
}
