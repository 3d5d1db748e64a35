import Customs
import MonitoringCentre
import Synchronization

/// Keeps accounts in memory.
final class FakeAccountStore: AccountStore {
    private let state: Mutex<(register: AccountRegister, changes: [AccountChange])>

    init(_ accounts: [StoredAccount] = []) {
        state = Mutex((AccountRegister(edition: 1, accounts: accounts), []))
    }

    var register: AccountRegister { state.withLock { $0.register } }
    var changes: [AccountChange] { state.withLock { $0.changes } }

    func accounts() throws -> AccountRegister { register }

    func change(
        _ name: String,
        _ body: @escaping @Sendable (AccountRegister, StoredAccount?) throws -> (StoredAccount?, AccountChange)
    ) async throws -> AccountRegister {
        try state.withLock { state in
            let found = state.register.accounts.first { $0.account.name == name }
            var (account, change) = try body(state.register, found)
            state.register.accounts.removeAll { $0.account.name == name }
            if let account { state.register.accounts.append(account) }
            state.register.edition += 1
            change.id = state.register.edition
            state.changes.insert(change, at: 0)
            return state.register
        }
    }

    func changes(_ query: AccountChangeQuery) async throws -> Page<AccountChange> {
        Page(items: changes.filter { query.account == nil || $0.account == query.account }, next: nil)
    }
}

extension StoredAccount {
    /// An account of the server.
    static func make(
        _ name: String, _ role: Role = .officer, facilities: [String] = [], keySHA256: String? = nil,
        password: String? = nil, isDisabled: Bool = false
    ) -> StoredAccount {
        StoredAccount(
            account: Account(name: name, role: role, facilities: facilities), keySHA256: keySHA256, password: password,
            isDisabled: isDisabled, changedAt: .make("2026-03-01T08:00:00Z"), changedBy: "supervisor")
    }
}
