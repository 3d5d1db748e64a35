/// An account that administrators made on the page, as the ledger keeps it: digests, never a key or a password.
public struct StoredAccount: Hashable, Sendable {
    public var account: Account
    /// Lower-case hex of the SHA-256 of its key; `nil` where it has none.
    public var keySHA256: String?
    /// The password's slow hash in PHC form; `nil` where it has none.
    public var password: String?
    /// A disabled account may do nothing, and keeps its name.
    public var isDisabled: Bool
    /// When the last change was made.
    public var changedAt: Timestamp
    /// The account that made it.
    public var changedBy: String

    /// An account with what opens it.
    public init(
        account: Account, keySHA256: String? = nil, password: String? = nil, isDisabled: Bool = false,
        changedAt: Timestamp, changedBy: String
    ) {
        self.account = account
        self.keySHA256 = keySHA256
        self.password = password
        self.isDisabled = isDisabled
        self.changedAt = changedAt
        self.changedBy = changedBy
    }
}

/// All accounts of the server at one moment.
public struct AccountRegister: Hashable, Sendable {
    /// The id of the last change; a register with a greater one is newer.
    public var edition: Int64
    /// By name.
    public var accounts: [StoredAccount]

    /// The accounts after a change.
    public init(edition: Int64 = 0, accounts: [StoredAccount] = []) {
        self.edition = edition
        self.accounts = accounts
    }
}
