public import Customs

/// What queues to make.
public struct QueueOptions: Sendable, Hashable {
    public static let maximumDays = 120

    public var gates: [QueueGateOptions]
    public var days = 3
    /// A midnight in the gates' own time.
    public var startsAt: Timestamp
    public var seed: UInt64
    /// What the gates' time is ahead of UTC.
    public var utcOffsetSeconds = 25_200
    /// Of all vehicles, those that a seal or a tracker shows.
    public var seenShare = 0.2
    /// Of those seen, the share with a seal; the others have a public truck tracker.
    public var sealShare = 0.65
    /// Of those with a seal, the share whose reports name the container, and the share with an open transit.
    public var namedShare = 0.35
    public var transitShare = 0.35
    /// Of all vehicles.
    public var twoBoxShare = 0.08
    public var giveUpShare = 0.025
    /// Of gate events, those that are posted minutes late.
    public var lateShare = 0.03
    /// How far before the queue a vehicle without a transit is first heard of.
    public var approachMeters = 3000.0
    /// Seconds between two reports of a seal that stands, one drawn for each; 60 to 120.
    public var standingSeconds = [60, 90, 120, 120]
    /// Deviation over mean of a vehicle's time at the gate.
    public var serviceVariation = 0.5

    /// 2026-03-02T00:00+07:00, a Monday.
    public static let usualStart = Timestamp(seconds: 1_772_384_400)

    public init(gates: [QueueGateOptions], startsAt: Timestamp = usualStart, seed: UInt64 = 1) {
        self.gates = gates
        self.startsAt = startsAt
        self.seed = seed
    }

    /// - Throws: `SimulatorError` for a value out of its range.
    package func validate() throws(SimulatorError) {
        func check(_ isRight: Bool, _ reason: String) throws(SimulatorError) {
            guard isRight else { throw SimulatorError(reason) }
        }
        try check((1...100).contains(gates.count), "there must be 1 to 100 gates")
        try check(Set(gates.map(\.gate)).count == gates.count, "a gate is named twice")
        try check((1...Self.maximumDays).contains(days), "days must be 1 to \(Self.maximumDays)")
        try check((-50_400...50_400).contains(utcOffsetSeconds), "the offset from UTC must be within 14 hours")
        try check(startsAt > .gpsEpoch, "the start must be after 1980-01-06")
        try check(
            (startsAt.milliseconds + Int64(utcOffsetSeconds) * 1000) % 86_400_000 == 0,
            "the start must be midnight in the gates' time")
        let shares = [seenShare, sealShare, namedShare, transitShare, twoBoxShare, giveUpShare, lateShare]
        try check(shares.allSatisfy { (0...1).contains($0) }, "shares must be 0 to 1")
        try check(namedShare + transitShare <= 1, "seals with a container and seals with a transit are at most all")
        try check((500...20_000).contains(approachMeters), "the approach must be 500 to 20000 m")
        try check(
            !standingSeconds.isEmpty && standingSeconds.allSatisfy { (30...600).contains($0) },
            "a standing seal must report every 30 to 600 s")
        try check((0...1).contains(serviceVariation), "the variation of service times must be 0 to 1")
        for gate in gates { try gate.validate() }
    }
}
