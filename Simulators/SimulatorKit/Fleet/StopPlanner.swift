import Customs

/// Decides where and how long a lorry stands, so that it stands long only where it may.
struct StopPlanner {
    let road: Road
    let places: [Zone]

    /// Metres that a stop keeps from the zones: far more than a receiver's error.
    private static let clearanceMeters = 400.0
    private static let edgeMeters = 60.0

    /// Stops that no rule may complain of, in the order of the road.
    func innocentStops(random: inout SplitMix64) -> [PlannedStop] {
        var stops: [PlannedStop] = []
        let restAreas = road.passages.filter { $0.zone.kind == .restArea }
        if random.chance(0.7), let area = random.element(of: restAreas) {
            stops.append(rest(in: area, random: &random))
        }
        if random.chance(0.3), let stop = stop(.short, seconds: 300...900, within: 0.15...0.85, random: &random) {
            stops.append(stop)
        }
        if random.chance(0.8) { stops += queueStops(random: &random) }
        return stops.sorted { $0.meters < $1.meters }
    }

    /// A stop at a free place of the road; `nil` where none was found.
    func stop(
        _ purpose: PlannedStop.Purpose, seconds: ClosedRange<Int>, within share: ClosedRange<Double>,
        random: inout SplitMix64
    ) -> PlannedStop? {
        for _ in 0..<200 {
            let meters = road.path.lengthMeters * random.number(share)
            let place = road.path.place(atMeters: meters)
            guard places.allSatisfy({ $0.shape.clearanceMeters(of: place) > Self.clearanceMeters }) else { continue }
            return PlannedStop(meters: meters, seconds: random.whole(seconds), purpose: purpose)
        }
        return nil
    }

    private func rest(in area: Road.Passage, random: inout SplitMix64) -> PlannedStop {
        PlannedStop(
            meters: area.middleMeters + random.number(-60...60), seconds: random.whole(900...2400), purpose: .rest,
            zone: area.zone.id)
    }

    /// The queue before the destination's gate moves on a few times, and every time it stands inside the queue's zone.
    private func queueStops(random: inout SplitMix64) -> [PlannedStop] {
        let queue = road.passages.last { $0.zone.kind == .queue && $0.zone.gate == road.destination.facility }
        guard let queue, queue.meters.upperBound - queue.meters.lowerBound > 4 * Self.edgeMeters else { return [] }
        let (first, last) = (queue.meters.lowerBound + Self.edgeMeters, queue.meters.upperBound - Self.edgeMeters)
        let count = random.whole(2...6)
        return (0..<count).map { index in
            PlannedStop(
                meters: first + (last - first) * Double(index) / Double(count - 1),
                seconds: random.whole(180...720), purpose: .queue, zone: queue.zone.id)
        }
    }
}
