/// How congestion is judged (the configuration's `congestion`).
public struct CongestionSettings: Hashable, Sendable, Codable {
    public var limits = CongestionLimits()
    /// Gates and provinces with limits of their own, by facility code and by province.
    public var gates: [String: CongestionLimits] = [:]
    public var provinces: [String: CongestionLimits] = [:]
    /// With no evidence for so long a gate's state is stale.
    public var staleAfterSeconds = 900.0
    /// Opening hours are in the site's time: what it is ahead of UTC. Vietnam keeps UTC+7 all year.
    public var utcOffsetSeconds = 25_200

    public init() {}

    public func limits(gate: String) -> CongestionLimits { gates[gate] ?? limits }
    public func limits(province: String) -> CongestionLimits { provinces[province] ?? limits }
}
