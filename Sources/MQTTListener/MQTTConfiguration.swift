/// How to reach one MQTT broker and what to take from it.
public struct MQTTConfiguration: Sendable, Hashable {
    /// Files, in PEM, for a connection over TLS.
    public struct TLS: Sendable, Hashable {
        /// Certificates of the authorities that may have signed the broker's certificate.
        public var ca: String
        /// Our own certificate, where the broker asks for one.
        public var certificate: String?
        /// The key of our own certificate.
        public var key: String?

        public init(ca: String, certificate: String? = nil, key: String? = nil) {
            self.ca = ca
            self.certificate = certificate
            self.key = key
        }
    }

    public var host: String
    public var port: Int
    /// Names our session at the broker, which keeps what arrives while we are away; two listeners must not share one.
    public var clientId: String
    public var username: String?
    public var password: String?
    /// Without it the connection is not encrypted.
    public var tls: TLS?
    /// Topic filters, subscribed at QoS 1.
    public var subscriptions: [String]
    /// Seconds of silence after which the connection is probed; at least 5.
    public var keepAliveSeconds: Int
    /// A batch is handed over when it holds this many messages.
    public var batchMessages: Int
    /// A batch is handed over when its payloads reach this many bytes.
    public var batchBytes: Int
    /// Messages that may wait for publication; when it is full, the oldest is dropped and counted.
    public var outgoingLimit: Int

    public init(
        host: String, port: Int = 1883, clientId: String, username: String? = nil, password: String? = nil,
        tls: TLS? = nil, subscriptions: [String], keepAliveSeconds: Int = 60, batchMessages: Int = 12000,
        batchBytes: Int = 8 << 20, outgoingLimit: Int = 65_536
    ) {
        self.host = host
        self.port = port
        self.clientId = clientId
        self.username = username
        self.password = password
        self.tls = tls
        self.subscriptions = subscriptions
        self.keepAliveSeconds = max(keepAliveSeconds, 5)
        self.batchMessages = max(batchMessages, 1)
        self.batchBytes = max(batchBytes, 1)
        self.outgoingLimit = max(outgoingLimit, 1)
    }

    /// `host:port`, as envelopes and logs name the broker.
    public var broker: String { "\(host):\(port)" }
}
