import Customs
import Ledger
import MonitoringCentre

/// Keeps the accounts of the page in the ledger.
struct LedgerAccounts: AccountStore {
    let ledger: Ledger

    func accounts() throws -> AccountRegister { try ledger.accounts() }

    func change(
        _ name: String,
        _ body: @escaping @Sendable (AccountRegister, StoredAccount?) throws -> (StoredAccount?, AccountChange)
    ) async throws -> AccountRegister {
        try await ledger.changeAccount(name, body)
    }

    func changes(_ query: AccountChangeQuery) async throws -> Page<AccountChange> {
        do {
            return try await ledger.accountChanges(query)
        } catch let error as LedgerError {
            guard case .badCursor = error else { throw error }
            throw BadRequest(error.description)
        }
    }
}
