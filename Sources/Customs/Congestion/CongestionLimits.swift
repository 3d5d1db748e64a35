/// What separates the levels: three numbers, rising. The first is the first that is yellow, the others are the last of
/// yellow and of orange.
public struct CongestionLimits: Hashable, Sendable, Codable {
    /// Vehicles waiting. The defaults are those of the National Single Window's warning (domain: 27 January 2022).
    public var vehicles: [Double]
    /// Seconds that one who joins now waits; `nil` where waits make no level.
    public var waitSeconds: [Double]?

    public static let usualVehicles = [500.0, 1000, 5000]

    public init(vehicles: [Double] = usualVehicles, waitSeconds: [Double]? = nil) {
        self.vehicles = vehicles
        self.waitSeconds = waitSeconds
    }

    /// The level of a queue: the graver of what its vehicles and its wait say.
    public func level(vehicles count: Double, waitSeconds wait: Double?) -> CongestionLevel {
        let byVehicles = Self.level(count, vehicles)
        guard let wait, let waitSeconds else { return byVehicles }
        return max(byVehicles, Self.level(wait, waitSeconds))
    }

    private static func level(_ value: Double, _ limits: [Double]) -> CongestionLevel {
        if value < limits[0] { return .green }
        if value <= limits[1] { return .yellow }
        return value <= limits[2] ? .orange : .red
    }
}
