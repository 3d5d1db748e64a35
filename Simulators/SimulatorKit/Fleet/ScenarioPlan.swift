import Customs

/// Which transit of a fleet has which scenario.
struct ScenarioPlan {
    private(set) var scenarios: [Scenario]
    /// For the second transit of two, which is the first.
    private(set) var partners: [Int: Int] = [:]

    /// Gives each a transit of its own, whose road has a place for it.
    ///
    /// - Throws: `SimulatorError` where no transit is left for one.
    init(_ options: FleetOptions, book: RoadBook, random: inout SplitMix64) throws(SimulatorError) {
        scenarios = Array(repeating: .plain, count: options.transits)
        var free = random.shuffled(Array(0..<options.transits))
        let wanted = options.anomalies.map(Scenario.anomaly) + options.innocents.map(Scenario.innocent)
        // Those that few roads have a place for are given first.
        var obstacles: [Scenario: [String: SimulatorError?]] = [:]
        for scenario in Set(wanted) {
            for road in book.roads where obstacles[scenario]?[road.route] == nil {
                let obstacle = scenario.obstacle(on: road, book: book, options: options)
                obstacles[scenario, default: [:]].updateValue(obstacle, forKey: road.route)
            }
        }
        func share(_ scenario: Scenario) -> Int {
            book.roads.filter { obstacles[scenario]?[$0.route] == .some(nil) }.count
        }
        let order = wanted.indices.sorted { (share(wanted[$0]), $0) < (share(wanted[$1]), $1) }
        for scenario in order.map({ wanted[$0] }) {
            let fits: (Int) -> Bool = { obstacles[scenario]?[book.road($0).route] == .some(nil) }
            guard let position = free.firstIndex(where: fits) else {
                for case .some(.some(let reason)) in book.roads.map({ obstacles[scenario]?[$0.route] }) { throw reason }
                throw SimulatorError("no transit is left for \(scenario.name)")
            }
            let index = free.remove(at: position)
            scenarios[index] = scenario
            if scenario.takesTwo {
                guard !free.isEmpty else { throw SimulatorError("no second transit is left for \(scenario.name)") }
                // Whatever its own road would be: it drives the first one's.
                let other = free.removeLast()
                scenarios[other] = scenario
                partners[other] = index
            }
        }
    }
}
