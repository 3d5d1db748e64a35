/// Bytes as they came, with where from and when: the first form of every observation, and what the journal keeps.
public struct Envelope: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        case mqtt(broker: String, topic: String)
        /// A JSON object that a gpsd daemon sent; `seals` is the daemon's configured map of device path to seal,
        /// kept with the bytes so that the journal says by itself what they meant.
        case gpsd(daemon: String, seals: [String: String])
        /// A state-changing call of the HTTP API; the body is the envelope's.
        case http(HTTPCall)
        /// The clock reached the envelope's received time.
        case tick
    }

    public var source: Source
    /// The server's time when the bytes came.
    public var receivedAt: Timestamp
    public var body: [UInt8]

    public init(source: Source, receivedAt: Timestamp, body: [UInt8] = []) {
        self.source = source
        self.receivedAt = receivedAt
        self.body = body
    }
}

/// A state-changing call of the HTTP API, without its body.
public struct HTTPCall: Hashable, Sendable, Codable {
    public var method: String
    /// The path, without a query.
    public var path: String
    public var contentType: String
    public var account: Account
    /// How it came, where not over HTTP: `mqtt vasscm/v1/facilities/VNHPH/codeco`, `folder hph/20260302.edi`.
    public var via: String?
    /// How its EDIFACT is to be read, kept with the bytes so that the journal says by itself what they meant.
    public var partner: EDIPartner?
    /// The tag of what it changes, where it says one: it is refused where that was changed meanwhile.
    public var condition: String?

    public init(
        method: String, path: String, contentType: String = "application/json", account: Account, via: String? = nil,
        partner: EDIPartner? = nil, condition: String? = nil
    ) {
        self.method = method
        self.path = path
        self.contentType = contentType
        self.account = account
        self.via = via
        self.partner = partner
        self.condition = condition
    }
}

extension Envelope.Source {
    /// A short name for logs and rejections: `mqtt vasscm/v1/seals/A/reports`.
    public var label: String {
        switch self {
        case .mqtt(_, let topic): "mqtt \(topic)"
        case .gpsd(let daemon, _): "gpsd \(daemon)"
        case .http(let call): "\(call.via ?? "http \(call.method) \(call.path)") (\(call.account.name))"
        case .tick: "clock"
        }
    }
}
