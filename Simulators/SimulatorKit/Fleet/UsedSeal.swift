/// A seal that sealed another container before: it goes on counting.
public struct UsedSeal: Sendable, Hashable {
    public var boot: String
    /// The number of the last report that it made.
    public var lastSequence: Int64

    public init(boot: String, lastSequence: Int64) {
        self.boot = boot
        self.lastSequence = lastSequence
    }
}
