import Customs

/// The world that detection is judged in: every anomaly once a day, every hard innocent every
/// second day, all around the clock.
public struct DetectionWorld: Sendable, Hashable {
    /// Transits that are judged.
    public var transits = 1000
    public var seed: UInt64 = 1
    /// Days before them, from which the engine may learn where the network is bad and how fast the roads are.
    public var warmUpDays = 4

    /// Receivers of every quality, seals used again, and backlogs that come hours late.
    public var isRough = true

    public static let transitsPerDay = 50

    /// Short roads are the most of it, so that many transits are affordable.
    private static let routes = [
        "cat-lai--moc-bai", "hai-phong--huu-nghi", "cat-lai--moc-bai", "cua-viet--lao-bao",
        "cat-lai--moc-bai", "cai-mep--cat-lai", "hai-phong--huu-nghi", "cat-lai--moc-bai",
    ]
    /// In the mountains before Khe Sanh.
    private static let hole = CoverageHole(route: "cua-viet--lao-bao", meters: 30_000...45_000)

    public init() {}

    /// Days in all.
    public var days: Int {
        warmUpDays + (transits + Self.transitsPerDay - 1) / Self.transitsPerDay
    }

    /// - Throws: `SimulatorError` where the map lacks one of the routes.
    public func series(map: RoadMap) throws(SimulatorError) -> FleetSeries {
        // 2026-03-02T00:00:00Z
        var options = FleetOptions(startsAt: Timestamp(seconds: 1_772_409_600), seed: seed)
        options.transits = Self.transitsPerDay
        options.routes = Self.routes
        options.anomalies = AnomalyKind.allCases
        options.coverageHoles = [Self.hole]
        options.variesIntervals = true
        options.isRough = isRough
        options.spreadSeconds = 86_400
        return try FleetSeries(days: days, first: options, map: map) { day, options in
            // Every second day each, so that some transits are left with nothing special; only fences are tried daily.
            options.innocents = HardInnocent.allCases.enumerated().filter { index, kind in
                kind == .fenceParking || (index + day) % 2 == 0
            }.map(\.element)
        }
    }
}
