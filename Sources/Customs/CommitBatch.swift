/// What one transaction stores: the envelopes of a batch and all their effects.
public struct CommitBatch: Sendable {
    public var envelopes: [Envelope] = []
    public var effects: [Effect] = []
    public var rejections: [RejectionRecord] = []
    /// A Supervisor snapshot to keep with this commit.
    public var snapshot: Snapshot?

    public init() {}

    public var isEmpty: Bool { envelopes.isEmpty && effects.isEmpty && rejections.isEmpty && snapshot == nil }
}

/// An encoded Supervisor, as of the end of a journal row.
public struct Snapshot: Sendable {
    /// Code and rules that wrote it; one written by another version is not trusted.
    public var version: String
    /// The journal row up to which it is folded.
    public var journalID: Int64
    public var bytes: [UInt8]

    public init(version: String, journalID: Int64, bytes: [UInt8]) {
        self.version = version
        self.journalID = journalID
        self.bytes = bytes
    }
}
