/// Counters of one listener since it was made.
public struct MQTTStatistics: Sendable, Hashable {
    /// Connections that the broker accepted.
    public var connects = 0
    /// Accepted connections that ended.
    public var disconnects = 0
    /// Attempts to connect after the first.
    public var reconnects = 0
    /// Batches stored.
    public var batches = 0
    /// Messages stored.
    public var messages = 0
    /// Payload bytes stored.
    public var bytes = 0
    /// Batches that the intake could not store; the broker was not acknowledged and delivers them again.
    public var intakeFailures = 0
    /// Subscriptions that the broker granted, on all connections together.
    public var grantedSubscriptions = 0
    /// Subscriptions that the broker refused, on all connections together.
    public var refusedSubscriptions = 0
    /// Messages handed to the connection for publication.
    public var published = 0
    /// Messages for publication that were dropped: the queue was full, or the topic cannot be published to.
    public var dropped = 0

    public init() {}
}
