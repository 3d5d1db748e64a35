/// The next events that a receiver of webhooks wants, in the ledger's order.
public struct OutboxPage: Hashable, Sendable {
    /// An event, and how many before it are passed over for it.
    public struct Item: Hashable, Sendable {
        public var event: LedgerEvent
        /// Congestion between the item before and this one that a newer word on the same gate makes needless.
        public var skipped: Int

        public init(event: LedgerEvent, skipped: Int = 0) {
            self.event = event
            self.skipped = skipped
        }
    }

    public var items: [Item]
    /// The ledger's last event when the page was read: where the page is empty, nothing up to it is wanted.
    public var through: Int64
    /// Up to here only the newest congestion of each gate is sent; to be given back for the next page.
    public var coalescedThrough: Int64

    public init(items: [Item], through: Int64, coalescedThrough: Int64) {
        self.items = items
        self.through = through
        self.coalescedThrough = coalescedThrough
    }
}
