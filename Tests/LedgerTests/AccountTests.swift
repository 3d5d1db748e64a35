import Customs
import Ledger
import Testing

@Suite("Accounts in the ledger")
struct AccountTests {
    private struct Refused: Error {}

    private static func account(_ name: String, _ role: Role = .viewer, at seconds: Double = 0) -> StoredAccount {
        StoredAccount(
            account: Account(name: name, role: role, facilities: ["VNHPH", "VNCLI"]), keySHA256: "ab",
            password: "$scrypt$x", isDisabled: true, changedAt: time(seconds), changedBy: "chief")
    }

    private static func change(
        _ name: String, _ kind: AccountChange.Kind, at seconds: Double, after: StoredAccount?
    ) -> AccountChange {
        AccountChange(account: name, kind: kind, at: time(seconds), by: "chief", after: after)
    }

    @Test("are as they were stored after the file is opened again, by name, with who changed them")
    func stored() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        #expect(try ledger.accounts() == AccountRegister())
        for (index, name) in ["b", "a"].enumerated() {
            let account = Self.account(name)
            let register = try await ledger.changeAccount(name) { register, existing in
                #expect(register.accounts.count == index && existing == nil)
                return (account, Self.change(name, .created, at: Double(index), after: account))
            }
            #expect(register.edition == Int64(index + 1))
        }
        let promoted = Self.account("b", .officer, at: 9)
        _ = try await ledger.changeAccount("b") { _, existing in
            #expect(existing == Self.account("b"))
            return (promoted, Self.change("b", .changed, at: 9, after: promoted))
        }
        try ledger.close()

        let again = try Ledger(path: scratch.path)
        #expect(try again.accounts() == AccountRegister(edition: 3, accounts: [Self.account("a"), promoted]))
        let changes = try await again.accountChanges(AccountChangeQuery()).items
        #expect(changes.map(\.account) == ["b", "a", "b"])
        #expect(changes.map(\.id) == [3, 2, 1])
        #expect(changes.first?.role == .officer)
        #expect(changes.first?.at == time(9))
        #expect(try again.column("SELECT json FROM account_change").allSatisfy { !$0.contains("scrypt") })
    }

    @Test("are gone when they were deleted, and what was done to them is not")
    func deleted() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        let account = Self.account("a")
        _ = try await ledger.changeAccount("a") { _, _ in (account, Self.change("a", .created, at: 1, after: account)) }
        let register = try await ledger.changeAccount("a") { _, existing in
            #expect(existing == account)
            return (nil, Self.change("a", .deleted, at: 2, after: nil))
        }
        #expect(register == AccountRegister(edition: 2))
        let changes = try await ledger.accountChanges(AccountChangeQuery()).items
        #expect(changes.map(\.kind) == [.deleted, .created])
        #expect(changes.first?.role == nil)
    }

    @Test("are unchanged where the change is refused, and the refusal comes through")
    func refused() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        await #expect(throws: Refused.self) {
            _ = try await ledger.changeAccount("a") { _, _ in throw Refused() }
        }
        #expect(try ledger.accounts() == AccountRegister())
        #expect(try await ledger.accountChanges(AccountChangeQuery()).items.isEmpty)
    }

    @Test("have their changes in pages, of one account where that is asked")
    func pages() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        for number in 1...7 {
            let account = Self.account(number.isMultiple(of: 2) ? "even" : "odd")
            _ = try await ledger.changeAccount(account.account.name) { _, _ in
                (account, Self.change(account.account.name, .changed, at: Double(number), after: account))
            }
        }
        var query = AccountChangeQuery()
        query.account = "odd"
        query.page.limit = 3
        let first = try await ledger.accountChanges(query)
        #expect(first.items.map(\.id) == [7, 5, 3])
        query.page.cursor = first.next
        let second = try await ledger.accountChanges(query)
        #expect(second.items.map(\.id) == [1])
        #expect(second.next == nil)
        query.page.cursor = "x"
        await #expect(throws: LedgerError.badCursor("x")) { try await ledger.accountChanges(query) }
    }

    @Test("with a role that this version does not know are named as corrupt, not left out")
    func corrupt() async throws {
        let scratch = try Scratch()
        let ledger = try Ledger(path: scratch.path)
        try ledger.execute("INSERT INTO account VALUES ('a', 'king', '[]', NULL, NULL, 0, 0, 'chief')")
        #expect {
            try ledger.accounts()
        } throws: { error in
            "\(error)".contains("row a of account has the role “king”")
        }
    }
}
