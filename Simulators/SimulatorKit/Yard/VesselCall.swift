import Customs

/// A vessel that brings containers: its manifest, and their discharge.
struct VesselCall {
    let name: String
    let vessel: String
    let berthsAt: Timestamp
    private let facility: String
    private let number: Int

    /// Seconds in which vessels come, one after the other.
    private static let arrivalsSeconds = 10_800.0
    private static let dischargeSeconds = 7200.0
    private static let vessels = ["EVER PROSPER", "HAI AN PARK", "SITC NAGOYA", "WAN HAI 307", "PACIFIC EXPRESS"]
    private static let batch = 8

    init(number: Int, options: YardOptions) {
        self.number = number
        facility = options.facility
        name = "\(options.facility)-\(options.startsAt.compact.prefix(8))-\(number + 1)"
        vessel = Self.vessels[number % Self.vessels.count]
        let share = Self.arrivalsSeconds / Double(options.calls)
        berthsAt = options.startsAt.advanced(bySeconds: (Double(number) * share).rounded(.down))
    }

    /// When the container with this place among so many is discharged.
    func dischargeTime(_ place: Int, of count: Int) -> Timestamp {
        let pace = min(90, Self.dischargeSeconds / Double(max(count, 1)))
        return berthsAt.advanced(bySeconds: (600 + Double(place) * pace).rounded())
    }

    /// What is received of its discharges: most of them in batches, as a quay's system sends them.
    ///
    /// - Parameter events: in the order of their times.
    func discharges(
        _ events: [ToldEvent], outage: YardOutage?, random: inout SplitMix64
    ) throws(SimulatorError) -> [Envelope] {
        var envelopes: [Envelope] = []
        for first in stride(from: 0, to: events.count, by: Self.batch) {
            let chunk = events[first..<min(first + Self.batch, events.count)]
            if first / Self.batch % 3 == 2 {
                for told in chunk {
                    envelopes.append(try PortDesk.gateEvents([told.event], at: told.postedAt ?? told.event.time))
                }
            } else if let last = chunk.last?.event.time {
                let postedAt = last.advanced(bySeconds: Double(random.whole(10...60)))
                envelopes.append(
                    try PortDesk.gateEvents(chunk.map(\.event), at: outage?.postponed(postedAt) ?? postedAt))
            }
        }
        return envelopes
    }

    /// What Customs was told that it brings.
    func manifest(of containers: [String]) throws(SimulatorError) -> Envelope {
        try PortDesk.manifest(
            Manifest(
                call: name, facility: facility, vessel: vessel, voyage: "\(260 + number)N", expectedAt: berthsAt,
                containers: containers.enumerated().map { index, container in
                    .init(number: container, billOfLading: "BL\(number + 1)\(String(10_000 + index))")
                }),
            at: putAt)
    }

    var putAt: Timestamp { berthsAt.advanced(bySeconds: -900) }
}
