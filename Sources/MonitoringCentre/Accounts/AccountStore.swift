public import Customs

/// Where the centre keeps the accounts that are made on the page.
public protocol AccountStore: Sendable {
    /// All of them; asked once, at the start.
    func accounts() throws -> AccountRegister

    /// Changes one account and keeps who did it, both or neither.
    ///
    /// - Parameter body: is given what is stored, with the account of that name or `nil`, and returns the account as it
    ///   is to be, `nil` to delete it, and the change. What it throws is thrown, and nothing is changed.
    /// - Returns: all accounts as they are since.
    func change(
        _ name: String,
        _ body: @escaping @Sendable (AccountRegister, StoredAccount?) throws -> (StoredAccount?, AccountChange)
    ) async throws -> AccountRegister

    /// What was done to accounts, newest first.
    func changes(_ query: AccountChangeQuery) async throws -> Page<AccountChange>
}
