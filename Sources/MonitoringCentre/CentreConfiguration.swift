public import Customs

/// What the centre is told at its start.
public struct CentreConfiguration: Sendable {
    /// PEM files for HTTPS.
    public struct TLS: Sendable, Hashable {
        public var certificate: String
        public var key: String

        /// Names the chain and its private key.
        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    public var host: String
    /// 0 takes any free one.
    public var port: Int
    /// `nil` for plain HTTP.
    public var tls: TLS?
    /// A longer body is 413.
    public var maxBodyBytes = 16 << 20
    public var accounts: [AccountCredential]
    /// Where others reach the centre, `https://vasscm.example.vn`, for the links in printed codes; `nil` to take the
    /// host that a request names.
    public var publicURL: String?
    /// The console's heading.
    public var siteName = "VASSCM"
    /// How times are shown.
    public var timeZone = "Asia/Ho_Chi_Minh"
    /// Where Debian's libjs-leaflet is.
    public var leafletDirectory = "/usr/share/javascript/leaflet"
    /// Where Debian's libjs-chart.js is.
    public var chartDirectory = "/usr/share/javascript/chart.js"
    /// A tile server for the map; `nil` for the map that comes with the server.
    public var tiles: TileServer?
    /// The console's files; `nil` for those that were built in.
    public var consoleDirectory: String?
    /// Between two comment lines of a quiet stream.
    public var heartbeatSeconds = 15.0

    /// A centre on a host and port, for these accounts.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, tls: TLS? = nil, accounts: [AccountCredential] = []
    ) {
        self.host = host
        self.port = port
        self.tls = tls
        self.accounts = accounts
    }
}

/// An account and what opens it: a machine's key, a person's password, or both.
public struct AccountCredential: Sendable, Hashable {
    public var account: Account
    /// The key's SHA-256 in lower-case hex.
    public var keySHA256: String?
    public var password: PasswordHash?

    /// An entry of `accounts.yaml`.
    public init(account: Account, keySHA256: String?, password: PasswordHash? = nil) {
        self.account = account
        self.keySHA256 = keySHA256
        self.password = password
    }
}

/// Why the centre cannot start.
public struct CentreConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String

    /// Says what is wrong and where.
    public init(_ description: String) { self.description = description }
}
