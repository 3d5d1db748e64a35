import Customs

/// Makes a fleet: the same options and the same map give the same bytes.
public enum FleetGenerator {
    /// - Throws: `SimulatorError` where an option is out of its range, a route is unknown, or an anomaly has no place.
    public static func fleet(_ options: FleetOptions, map: RoadMap) throws(SimulatorError) -> Fleet {
        var fleet = try fleet(options, book: RoadBook(routes: options.routes, map: map))
        var clock = ReceivedClock()
        fleet.envelopes = clock.inOrder(fleet.envelopes)
        return fleet
    }

    /// The same with the envelopes in no order.
    static func fleet(_ options: FleetOptions, book: RoadBook) throws(SimulatorError) -> Fleet {
        try options.validate()
        var random = SplitMix64(seed: options.seed)
        let plan = try ScenarioPlan(options, book: book, random: &random)
        var simulations: [TransitSimulation?] = Array(repeating: nil, count: options.transits)
        let starts = (0..<options.transits).map { index in
            let share = Double(options.spreadSeconds) / Double(options.transits)
            let offset = (Double(index) * share + random.number(0...share * 0.8)).rounded(.down)
            return options.startsAt.advanced(bySeconds: index == 0 ? 0 : offset)
        }
        // The first of two comes before the second, whatever their numbers.
        let order = simulations.indices.filter { plan.partners[$0] == nil } + plan.partners.keys.sorted()
        for index in order {
            var setting = TransitSimulation.Setting(
                index: index, road: book.road(index), scenario: plan.scenarios[index], startsAt: starts[index])
            if let first = plan.partners[index], let other = simulations[first] {
                var random = SplitMix64(seed: options.seed, part: UInt64(index) * 8 + 7)
                setting.road = book.road(first)
                setting.rendezvous = other.rendezvous(random: &random)
            }
            simulations[index] = try TransitSimulation(setting, options: options, book: book)
        }
        var fleet = Fleet(envelopes: [], truths: [])
        for case (let index, .some(let simulation)) in simulations.enumerated() {
            fleet.seals[index] = simulation.seal
            fleet.envelopes += simulation.envelopes
            fleet.truths.append(simulation.truth)
        }
        fleet.firstJourney = simulations.first.flatMap(\.self)?.journey
        return fleet
    }
}
