public import Customs

/// A port's day: a yard, and transits that begin and end elsewhere, in one order of their received times.
public struct PortDay: Sendable {
    public let envelopes: [Envelope]
    public let transits: [TransitTruth]
    /// Of the yard's containers and calls.
    public let yard: [YardTruth]

    /// - Parameter fleet: `nil` for the yard alone.
    /// - Throws: `SimulatorError` where one of them cannot be made, or where the yard's outage would excuse what is
    ///   reported late of a transit.
    public init(yard options: YardOptions, fleet: FleetOptions?, map: RoadMap) throws(SimulatorError) {
        let yard = try YardGenerator.yard(options, map: map)
        let transits = try fleet.map { (fleet) throws(SimulatorError) in try FleetGenerator.fleet(fleet, map: map) }
        for truth in transits?.truths ?? [] where [truth.origin, truth.destination].contains(options.facility) {
            throw SimulatorError("route \(truth.route) leads through \(options.facility), which is the yard")
        }
        var clock = ReceivedClock()
        envelopes = clock.inOrder(yard.envelopes + (transits?.envelopes ?? []))
        self.transits = transits?.truths ?? []
        self.yard = yard.truths
    }
}
