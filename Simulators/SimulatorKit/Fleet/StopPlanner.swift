import Customs

/// Decides where and how long a lorry stands, so that it stands long only where it may.
struct StopPlanner {
    let road: Road
    let places: [Zone]
    /// Metres of the road on which nobody stops.
    var avoided: [ClosedRange<Double>] = []

    /// Metres that a stop keeps from the zones: far more than a receiver's error.
    private static let clearanceMeters = 400.0
    private static let edgeMeters = 60.0

    /// The queue before the destination's gate, where it is long enough to move up in it.
    var queue: Road.Passage? {
        let queue = road.passages.last { $0.zone.kind == .queue && $0.zone.gate == road.destination.facility }
        guard let queue, queue.meters.upperBound - queue.meters.lowerBound > 4 * Self.edgeMeters else { return nil }
        return queue
    }

    /// Rest areas in which a lorry may stop.
    var restAreas: [Road.Passage] {
        road.passages.filter { area in
            area.zone.kind == .restArea && avoided.allSatisfy { !$0.overlaps(area.meters) }
                && area.meters.upperBound - area.meters.lowerBound > 4 * Self.edgeMeters
        }
    }

    /// Stops that no rule may complain of, in the order of the road.
    func innocentStops(random: inout SplitMix64) -> [PlannedStop] {
        var stops: [PlannedStop] = []
        if random.chance(0.7), let area = random.element(of: restAreas) {
            stops.append(rest(in: area, seconds: 900...2400, random: &random))
        }
        if random.chance(0.3), let stop = stop(.short, seconds: 300...900, within: 0.15...0.85, random: &random) {
            stops.append(stop)
        }
        if random.chance(0.8) { stops += queueStops(2...6, seconds: 180...720, random: &random) }
        return stops.sorted { $0.meters < $1.meters }
    }

    /// A stop at a free place of the road; `nil` where none was found.
    func stop(
        _ purpose: PlannedStop.Purpose, seconds: ClosedRange<Int>, within share: ClosedRange<Double>,
        random: inout SplitMix64
    ) -> PlannedStop? {
        for _ in 0..<200 {
            let meters = road.path.lengthMeters * random.number(share)
            guard isFree(meters) else { continue }
            return PlannedStop(meters: meters, seconds: random.whole(seconds), purpose: purpose)
        }
        return nil
    }

    /// A stop in a rest area; `nil` where the road has none.
    func rest(
        _ purpose: PlannedStop.Purpose = .rest, seconds: ClosedRange<Int>, random: inout SplitMix64
    ) -> PlannedStop? {
        guard let area = random.element(of: restAreas) else { return nil }
        var stop = rest(in: area, seconds: seconds, random: &random)
        stop.purpose = purpose
        return stop
    }

    private func rest(in area: Road.Passage, seconds: ClosedRange<Int>, random: inout SplitMix64) -> PlannedStop {
        PlannedStop(
            meters: area.middleMeters + random.number(-60...60), seconds: random.whole(seconds), purpose: .rest,
            zone: area.zone.id)
    }

    /// The queue before the destination's gate moves on a few times, and every time it stands inside the queue's zone.
    func queueStops(
        _ counts: ClosedRange<Int>, seconds: ClosedRange<Int>, random: inout SplitMix64
    ) -> [PlannedStop] {
        guard let queue else { return [] }
        let (first, last) = (queue.meters.lowerBound + Self.edgeMeters, queue.meters.upperBound - Self.edgeMeters)
        let count = random.whole(counts)
        return (0..<count).map { index in
            PlannedStop(
                meters: first + (last - first) * Double(index) / Double(count - 1),
                seconds: random.whole(seconds), purpose: .queue, zone: queue.zone.id)
        }
    }

    /// A jam on the open road: minutes of standing, 60 to 120 m between; empty where no place was found.
    func creepingStops(random: inout SplitMix64) -> [PlannedStop] {
        let count = random.whole(8...14)
        for _ in 0..<200 {
            var meters = road.path.lengthMeters * random.number(0.2...0.7)
            var stops: [PlannedStop] = []
            while stops.count < count, isFree(meters) {
                stops.append(PlannedStop(meters: meters, seconds: random.whole(120...420), purpose: .creeping))
                meters += random.number(60...120)
            }
            if stops.count == count { return stops }
        }
        return []
    }

    /// Hours on the edge of a rest area, or of the destination: a few metres inside of it.
    func fenceStop(random: inout SplitMix64) -> PlannedStop {
        let inside = random.number(3...12)
        let seconds = random.whole(7200...43_200)
        if let area = random.element(of: restAreas), random.chance(0.6) {
            let isEntry = random.chance(0.5)
            let edge = edgeMeters(of: area.zone, near: isEntry ? area.meters.lowerBound : area.meters.upperBound)
            return PlannedStop(
                meters: isEntry ? edge + inside : edge - inside, seconds: seconds, purpose: .parking,
                zone: area.zone.id)
        }
        let passage = road.passages.last { $0.zone.id == road.destination.id }
        let edge = edgeMeters(of: road.destination, near: passage?.meters.lowerBound ?? road.path.lengthMeters)
        return PlannedStop(meters: edge + inside, seconds: seconds, purpose: .parking, zone: road.destination.id)
    }

    /// The metres at which the road meets the zone's edge, to a centimetre.
    private func edgeMeters(of zone: Zone, near meters: Double) -> Double {
        let isInside: (Double) -> Bool = { zone.shape.clearanceMeters(of: road.path.place(atMeters: $0)) <= 0 }
        var (a, b) = (meters - 40, meters + 40)
        let atStart = isInside(a)
        guard atStart != isInside(b) else { return meters }
        while b - a > 0.01 {
            let middle = (a + b) / 2
            if isInside(middle) == atStart { a = middle } else { b = middle }
        }
        return (a + b) / 2
    }

    /// Whether nothing is near that a stop there could be mistaken for.
    func isFree(_ meters: Double) -> Bool {
        guard avoided.allSatisfy({ !$0.contains(meters) }) else { return false }
        let place = road.path.place(atMeters: meters)
        return places.allSatisfy { $0.shape.clearanceMeters(of: place) > Self.clearanceMeters }
    }
}
