public import Customs

/// A fleet a day, day after day on the same roads, one day in memory at a time.
public struct FleetSeries {
    public struct Day: Sendable {
        /// From 0.
        public var number: Int
        /// What came in until the next day begins; their order goes on from the day before.
        public var envelopes: [Envelope]
        /// The transits that were opened on the day.
        public var truths: [TransitTruth]
    }

    public let days: Int
    private let options: (Int) -> FleetOptions
    private let book: RoadBook
    private var next = 0
    private var pending: [Envelope] = []
    private var clock = ReceivedClock()
    /// What the fleets of the last days made their seals count to, by the day.
    private var used: [Int: [Int: UsedSeal]] = [:]
    private static let daySeconds = 86_400.0
    /// A transit that meets another may start before its day does.
    private static let marginSeconds = 4 * 3600.0

    /// - Parameter options: Of the day with the number; start, seals and seed are set by the series.
    /// - Throws: `SimulatorError` where an option is out of its range or a route is unknown.
    public init(
        days: Int, first: FleetOptions, map: RoadMap, change: @escaping (Int, inout FleetOptions) -> Void = { _, _ in }
    ) throws(SimulatorError) {
        try first.validate()
        guard (1...366).contains(days) else { throw SimulatorError("days must be 1 to 366") }
        self.days = days
        book = try RoadBook(routes: first.routes, map: map)
        options = { day in
            var options = first
            change(day, &options)
            var seeds = SplitMix64(seed: first.seed, part: UInt64(day))
            options.seed = seeds.next()
            options.startsAt = first.startsAt.advanced(bySeconds: Double(day) * Self.daySeconds)
            options.firstSeal = first.firstSeal + (first.isRough ? Self.fleetNumber(day) : day) * first.transits
            return options
        }
    }

    /// In rough fleets every seal is used twice, two days apart: days 0 and 2, 1 and 3, 4 and 6 and so on.
    private static func fleetNumber(_ day: Int) -> Int { day / 4 * 2 + day % 2 }

    /// The next day; `nil` after the last.
    ///
    /// - Throws: `SimulatorError` where an anomaly finds no place.
    public mutating func nextDay() throws(SimulatorError) -> Day? {
        guard next < days else { return nil }
        var options = options(next)
        if options.isRough, next % 4 >= 2 { options.usedSeals = used[next - 2] ?? [:] }
        let fleet = try FleetGenerator.fleet(options, book: book)
        used[next] = fleet.seals
        used[next - 3] = nil
        pending += fleet.envelopes
        let isLast = next == days - 1
        let end = options.startsAt.advanced(bySeconds: Self.daySeconds - Self.marginSeconds)
        let due = pending.filter { isLast || $0.receivedAt < end }
        pending = isLast ? [] : pending.filter { $0.receivedAt >= end }
        defer { next += 1 }
        return Day(number: next, envelopes: clock.inOrder(due), truths: fleet.truths)
    }
}
