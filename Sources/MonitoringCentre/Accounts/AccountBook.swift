import Customs
import HTTPTypes
import Logging
import Synchronization

/// The accounts as they are now: those of the file, and over them those of the server.
final class AccountBook: Sendable {
    /// More accounts than this the server does not keep.
    static let maximumAccounts = 2000

    private let credentials: [AccountCredential]
    private let store: (any AccountStore)?
    private let logger: Logger
    private let ring: Mutex<KeyRing>
    /// Since the server's start.
    private let lastSeen = Mutex<[String: Timestamp]>([:])

    init(_ credentials: [AccountCredential], store: (any AccountStore)?, logger: Logger) throws {
        self.credentials = credentials
        self.store = store
        self.logger = logger
        let ring = try KeyRing(credentials, register: try store?.accounts() ?? AccountRegister())
        for reason in ring.leftOut {
            logger.warning("an account of the server does not count", metadata: ["reason": "\(reason)"])
        }
        self.ring = Mutex(ring)
    }

    /// What a call asks is asked of one value, so that no change comes between.
    var current: KeyRing { ring.withLock { $0 } }

    func noteSeen(_ account: Account, at time: Timestamp) {
        lastSeen.withLock { $0[account.name] = time }
    }

    func lastSeenTimes() -> [String: Timestamp] { lastSeen.withLock { $0 } }

    /// Changes an account of the server; in force when it returns.
    ///
    /// - Throws: a 409 problem for an account of the file, and what `body` throws.
    func change(
        _ name: String,
        _ body: @escaping @Sendable (AccountRegister, StoredAccount?) throws -> (StoredAccount?, AccountChange)
    ) async throws {
        let store = try requireStore()
        if current.entry(name)?.origin == .file {
            throw Problem(
                .conflict,
                "The account \(name) is kept in the accounts file of the server (accounts.yaml), and changes there, "
                    + "with a restart",
                reason: "account-of-the-file")
        }
        let register = try await store.change(name, body)
        let next = try KeyRing(credentials, register: register)
        ring.withLock { ring in
            // Two changes may come back in another order than they were stored.
            if next.edition > ring.edition { ring = next }
        }
        if current.entry(name) == nil { lastSeen.withLock { $0[name] = nil } }
    }

    func log(_ kind: AccountChange.Kind, _ name: String, by editor: AccountEditor) {
        logger.notice(
            "an account was changed",
            metadata: ["account": "\(name)", "change": "\(kind.rawValue)", "by": "\(editor.account.name)"])
    }

    func changes(_ query: AccountChangeQuery) async throws -> Page<AccountChange> {
        try await requireStore().changes(query)
    }

    private func requireStore() throws -> any AccountStore {
        guard let store else { throw Unavailable("this server keeps no accounts besides those of its file") }
        return store
    }
}
