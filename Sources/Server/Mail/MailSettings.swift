/// The `mail:` section: the relay, and who is written to.
public struct MailSettings: Hashable, Sendable {
    /// How the connection is protected.
    public enum Security: String, Sendable, CaseIterable { case starttls, tls, none }

    public var relay: String
    public var port: Int
    public var security: Security
    public var username: String?
    public var password: String?
    /// A PEM file with the relay's authority; the system's where it is not named.
    public var authority: String?
    public var from: String
    /// Messages a minute to one receiver; what is more waits.
    public var perMinute: Int
    public var receivers: [MailReceiver]

    /// `smtps://smtp.example.vn:465`.
    package var url: String { "\(security == .tls ? "smtps" : "smtp")://\(relay):\(port)" }
}
