public import Customs

/// One commit of the journal: the envelopes as they came.
public struct JournalRow: Hashable, Sendable {
    public var id: Int64
    /// The lowest ledger sequence of the batch's effects and rejections; `nil` where there were none.
    public var firstSequence: Int64?
    public var lastSequence: Int64?
    public var envelopes: [Envelope]

    public init(id: Int64, firstSequence: Int64?, lastSequence: Int64?, envelopes: [Envelope]) {
        self.id = id
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.envelopes = envelopes
    }
}
