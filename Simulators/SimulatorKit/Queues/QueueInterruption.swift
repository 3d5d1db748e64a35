public import Customs

/// A time in opening hours in which a gate lets through less than it could.
public struct QueueInterruption: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// It lets through a share of what it could.
        case drop
        /// Nothing passes.
        case closure
    }

    public var kind: Kind
    public var startsAt: Timestamp
    public var endsAt: Timestamp
    /// Of its capacity, what is left; 0 of a closure.
    public var share: Double

    public init(kind: Kind, startsAt: Timestamp, endsAt: Timestamp, share: Double = 0) {
        self.kind = kind
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.share = kind == .closure ? 0 : share
    }
}
