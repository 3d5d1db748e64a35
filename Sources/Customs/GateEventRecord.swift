/// A gate event as kept: what was posted, by whom, when it came, and what corrected it.
public struct GateEventRecord: Hashable, Sendable {
    public var event: GateEvent
    public var account: String
    public var receipt: Receipt
    /// Seconds from the event to its receipt.
    public var latenessSeconds: Double
    /// The `eventId` of the event that replaced it.
    public var replacedBy: String?
    public var cancelledBy: String?
    /// It came later than its facility's deadline for its type, in seconds; `nil` where it came in time.
    public var lateBeyondSeconds: Double?
    /// The announced outage that explains why it came late.
    public var outage: String?

    public init(event: GateEvent, account: String, receipt: Receipt) {
        self.event = event
        self.account = account
        self.receipt = receipt
        latenessSeconds = receipt.receivedAt.seconds(since: event.time)
    }

    /// Whether it stands: neither replaced nor cancelled, and not itself a cancellation.
    public var isLive: Bool { replacedBy == nil && cancelledBy == nil && !event.isCancellation }
}

/// The proof that an event was taken.
public struct Receipt: Hashable, Sendable, Codable {
    /// The ledger's sequence number.
    public var sequence: Int64
    public var receivedAt: Timestamp

    public init(sequence: Int64, receivedAt: Timestamp) {
        self.sequence = sequence
        self.receivedAt = receivedAt
    }
}

extension GateEventRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case account, receipt, lateness, replacedBy, cancelledBy, lateBeyond, outage
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            event: try GateEvent(from: decoder),
            account: try values.decode(String.self, forKey: .account),
            receipt: try values.decode(Receipt.self, forKey: .receipt))
        latenessSeconds = try values.decode(Double.self, forKey: .lateness)
        replacedBy = try values.decodeIfPresent(String.self, forKey: .replacedBy)
        cancelledBy = try values.decodeIfPresent(String.self, forKey: .cancelledBy)
        lateBeyondSeconds = try values.decodeIfPresent(Double.self, forKey: .lateBeyond)
        outage = try values.decodeIfPresent(String.self, forKey: .outage)
    }

    public func encode(to encoder: any Encoder) throws {
        try event.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(account, forKey: .account)
        try values.encode(receipt, forKey: .receipt)
        try values.encode(latenessSeconds, forKey: .lateness)
        try values.encodeIfPresent(replacedBy, forKey: .replacedBy)
        try values.encodeIfPresent(cancelledBy, forKey: .cancelledBy)
        try values.encodeIfPresent(lateBeyondSeconds, forKey: .lateBeyond)
        try values.encodeIfPresent(outage, forKey: .outage)
    }
}
