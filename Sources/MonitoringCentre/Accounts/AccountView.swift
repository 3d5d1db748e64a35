import Customs

/// An account as administrators see it.
struct AccountView: Encodable, Sendable {
    var name: String
    var role: Role
    var facilities: [String]
    var origin: KeyRing.Entry.Origin
    var disabled: Bool
    var hasKey: Bool
    var hasPassword: Bool
    /// When it last called, since the server's start.
    var lastSeenAt: Timestamp?
    /// How many are open.
    var sessions: Int
    /// Of the server's accounts.
    var changedAt: Timestamp?
    var changedBy: String?

    init(_ entry: KeyRing.Entry, lastSeenAt: Timestamp?, sessions: Int) {
        name = entry.account.name
        role = entry.account.role
        facilities = entry.account.facilities
        origin = entry.origin
        disabled = entry.isDisabled
        hasKey = entry.keyDigest != nil
        hasPassword = entry.password != nil
        self.lastSeenAt = lastSeenAt
        self.sessions = sessions
        changedAt = entry.stored?.changedAt
        changedBy = entry.stored?.changedBy
    }
}
