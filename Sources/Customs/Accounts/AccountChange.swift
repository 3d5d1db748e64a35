/// What was done to an account, by whom and when; it holds no secret.
public struct AccountChange: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case created
        /// Another role, other facilities, disabled or enabled.
        case changed
        case keyReplaced = "key-replaced"
        case passwordSet = "password-set"
        case deleted
    }

    /// Counts up; 0 until it is stored.
    public var id: Int64
    /// The account that it is about.
    public var account: String
    public var kind: Kind
    public var at: Timestamp
    /// The account that did it.
    public var by: String
    /// As they are since; absent where it was deleted.
    public var role: Role?
    public var facilities: [String]?
    public var disabled: Bool?

    /// A change to an account, which is `after` since; `nil` where it was deleted.
    public init(id: Int64 = 0, account: String, kind: Kind, at: Timestamp, by: String, after: StoredAccount?) {
        self.id = id
        self.account = account
        self.kind = kind
        self.at = at
        self.by = by
        role = after?.account.role
        facilities = after?.account.facilities
        disabled = after?.isDisabled
    }
}

/// Which changes of accounts are asked for, newest first.
public struct AccountChangeQuery: Sendable, Hashable {
    public var account: String?
    public var page = PageRequest()

    /// All of them.
    public init() {}
}
