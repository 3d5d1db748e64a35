/// The gates of a province together, as the public warning counts them.
public struct ProvinceCongestion: Hashable, Sendable, Codable {
    public var province: String
    public var level: CongestionLevel
    /// Of its gates with evidence.
    public var vehiclesWaiting: Int
    /// Facility codes, ascending.
    public var gates: [String]
    /// Whether a gate of it is stale or without evidence.
    public var stale: Bool

    public init(province: String, level: CongestionLevel, vehiclesWaiting: Int, gates: [String], stale: Bool) {
        self.province = province
        self.level = level
        self.vehiclesWaiting = vehiclesWaiting
        self.gates = gates
        self.stale = stale
    }
}
