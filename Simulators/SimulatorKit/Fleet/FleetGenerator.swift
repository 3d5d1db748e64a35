import Customs

/// Makes a fleet: the same options and the same map give the same bytes.
public enum FleetGenerator {
    /// - Throws: `SimulatorError` where an option is out of its range, a route is unknown, or an anomaly has no place.
    public static func fleet(_ options: FleetOptions, map: RoadMap) throws(SimulatorError) -> Fleet {
        try options.validate()
        let ids = options.routes.isEmpty ? map.routeIDs : options.routes
        var roads: [Road] = []
        for id in ids { roads.append(try Road(route: id, map: map)) }
        guard !roads.isEmpty else { throw SimulatorError("the zones have no route to drive") }

        var random = SplitMix64(seed: options.seed)
        let road: (Int) -> Road = { roads[$0 % roads.count] }
        let anomalies = try assign(options.anomalies, options: options, road: road, map: map, random: &random)
        var fleet = Fleet(envelopes: [], truths: [])
        for index in 0..<options.transits {
            let share = Double(options.spreadSeconds) / Double(options.transits)
            let offset = (Double(index) * share + random.number(0...share * 0.8)).rounded(.down)
            let simulation = try TransitSimulation(
                index: index, road: road(index), anomaly: anomalies[index],
                startsAt: options.startsAt.advanced(bySeconds: index == 0 ? 0 : offset), options: options, map: map)
            fleet.envelopes += simulation.envelopes
            fleet.truths.append(simulation.truth)
            if index == 0 { fleet.firstJourney = simulation.journey }
        }
        fleet.envelopes = inOrder(fleet.envelopes)
        return fleet
    }

    /// Which transit has which anomaly: each a transit of its own, whose route has a place for it.
    private static func assign(
        _ anomalies: [AnomalyKind], options: FleetOptions, road: (Int) -> Road, map: RoadMap,
        random: inout SplitMix64
    ) throws(SimulatorError) -> [Int: AnomalyKind] {
        var free = random.shuffled(Array(0..<options.transits))
        var assigned: [Int: AnomalyKind] = [:]
        // Those that need a place are given first; the others take any transit.
        let needPlace: (AnomalyKind) -> Bool = { $0 == .forbiddenZone || $0 == .wrongDestination }
        for anomaly in anomalies.filter(needPlace) + anomalies.filter({ !needPlace($0) }) {
            var reason = SimulatorError("no transit is left for \(anomaly.rawValue)")
            var chosen: Int?
            for (position, index) in free.enumerated() {
                do {
                    if needPlace(anomaly) { _ = try Detour.find(anomaly, on: road(index), map: map) }
                    chosen = position
                    break
                } catch {
                    reason = error
                }
            }
            guard let chosen else { throw reason }
            assigned[free.remove(at: chosen)] = anomaly
        }
        return assigned
    }

    /// Sorted by received time, and moved by milliseconds where two are equal, so that the order is the times' own.
    private static func inOrder(_ envelopes: [Envelope]) -> [Envelope] {
        let order = envelopes.indices.sorted {
            (envelopes[$0].receivedAt, $0) < (envelopes[$1].receivedAt, $1)
        }
        var last = Timestamp.distantPast
        return order.map { index in
            var envelope = envelopes[index]
            if envelope.receivedAt <= last {
                envelope.receivedAt = Timestamp(milliseconds: last.milliseconds + 1)
            }
            last = envelope.receivedAt
            return envelope
        }
    }
}
