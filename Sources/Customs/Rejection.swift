/// Why something was refused: kept with its bytes and counted, never dropped.
public struct Rejection: Error, Hashable, Sendable, Codable {
    /// Stable codes; they label the metric and the `reason` filter of `GET /v1/rejections`.
    public enum Reason: String, Sendable, Codable, CaseIterable {
        case malformedJSON = "malformed-json"
        case invalidUTF8 = "invalid-utf8"
        case missingField = "missing-field"
        case wrongType = "wrong-type"
        case outOfRange = "out-of-range"
        case timeBeforeGPSEpoch = "time-before-gps-epoch"
        case timeInFuture = "time-in-future"
        case wrongTopic = "wrong-topic"
        case payloadTooLarge = "payload-too-large"
        case unknownSource = "unknown-source"
        case sequenceReused = "sequence-reused"
        case tooManyGaps = "too-many-gaps"
        case notAPosition = "not-a-position"
        case unknownFacility = "unknown-facility"
        case unknownRoute = "unknown-route"
        case forbidden
        case eventIdReused = "event-id-reused"
        case notFound = "not-found"
        case conflict
        case unsupported
        /// UN/EDIFACT that cannot be read; the detail names the segment by its position.
        case malformedEDI = "malformed-edi"
    }

    public var reason: Reason
    /// One sentence that names what, where and why.
    public var detail: String
    /// Seal reports and gate events are counted apart in the metrics.
    public var subject: Subject

    /// The refused gate event's id, as far as it said one.
    public var eventId: String?

    public enum Subject: String, Sendable, Codable { case report, gateEvent = "gate-event", other }

    public init(_ reason: Reason, _ detail: String, subject: Subject = .other, eventId: String? = nil) {
        self.reason = reason
        self.detail = detail
        self.subject = subject
        self.eventId = eventId
    }
}

/// A rejection as kept: with the bytes and where they came from.
public struct RejectionRecord: Hashable, Sendable, Codable {
    public var sequence: Int64
    public var receivedAt: Timestamp
    public var source: String
    public var rejection: Rejection
    /// The whole payload, as it came.
    public var bytes: [UInt8]
    /// Who posted it, where somebody did.
    public var account: String?
    /// The facility that it was about, as far as it said one.
    public var facility: String?

    public init(
        sequence: Int64, receivedAt: Timestamp, source: String, rejection: Rejection, bytes: [UInt8],
        account: String? = nil, facility: String? = nil
    ) {
        self.sequence = sequence
        self.receivedAt = receivedAt
        self.source = source
        self.rejection = rejection
        self.bytes = bytes
        self.account = account
        self.facility = facility
    }
}
