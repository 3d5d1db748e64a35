/// Counters of one listener since it was made.
public struct GPSDStatistics: Sendable, Hashable {
    /// Connections on which the daemon answered as a gpsd does.
    public var connects = 0
    /// Such connections that ended.
    public var disconnects = 0
    /// Attempts to connect after the first.
    public var reconnects = 0
    /// Lines received.
    public var lines = 0
    /// Lines of class TPV, each of which became an envelope.
    public var reports = 0
    /// Lines that are no object of gpsd's; they became envelopes too, so that they are kept with a reason.
    public var garbage = 0
    /// Lines of other classes, which carry no position.
    public var ignored = 0
    /// Batches stored.
    public var batches = 0
    /// Times that the intake could not store a batch; it is offered again.
    public var intakeFailures = 0
    /// Envelopes that were not stored when the listener stopped.
    public var lost = 0

    public init() {}
}
