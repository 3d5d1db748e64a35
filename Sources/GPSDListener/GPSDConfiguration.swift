/// How to reach one gpsd daemon and whose positions it gives.
public struct GPSDConfiguration: Sendable, Hashable {
    public var host: String
    public var port: Int
    /// Which device path is which seal; `"*"` stands for any device.
    public var seals: [String: String]
    /// A connection on which nothing came for this long is given up.
    public var silenceSeconds: Double
    /// How long reports are collected before they are handed over together.
    public var batchSeconds: Double
    /// Reports that may wait for the intake; at this many the daemon is no longer read.
    public var batchLimit: Int

    public init(
        host: String, port: Int = 2947, seals: [String: String], silenceSeconds: Double = 60,
        batchSeconds: Double = 0.1, batchLimit: Int = 10_000
    ) {
        self.host = host
        self.port = port
        self.seals = seals
        self.silenceSeconds = max(silenceSeconds, 0.1)
        self.batchSeconds = max(batchSeconds, 0)
        self.batchLimit = max(batchLimit, 1)
    }

    /// `host:port`, as envelopes and logs name the daemon.
    public var daemon: String { "\(host):\(port)" }
}
