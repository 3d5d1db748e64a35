/// When a seal is not heard on a journey, and when it only keeps its reports.
struct RadioPlan {
    /// No reports for longer than the limit.
    var lost: Range<Int>?
    /// No reports for a time that is allowed.
    var gap: Range<Int>?
    /// Reports are kept and sent at its end.
    var backlog: Range<Int>?

    var silences: [Range<Int>] { [lost, gap].compactMap(\.self) }

    /// - Parameter protected: The seconds in which the seal must be heard, so that an anomaly can be found.
    init(
        journey: Journey, options: FleetOptions, isLost: Bool, protected: [Range<Int>], random: inout SplitMix64
    ) throws(SimulatorError) {
        let margin = 2 * options.intervalSeconds + 60
        func window(_ share: ClosedRange<Double>, seconds: Int) -> Range<Int> {
            let first = journey.departure + Int(Double(journey.arrival - journey.departure) * random.number(share))
            return first..<first + seconds
        }
        func isFree(_ window: Range<Int>, of taken: [Range<Int>]) -> Bool {
            let end = journey.arrival - margin
            return window.upperBound < end
                && taken.allSatisfy { !$0.overlaps(window.lowerBound - margin..<window.upperBound + margin) }
        }
        if isLost {
            let limit = options.silenceLimitSeconds
            let window = window(0.3...0.4, seconds: limit + random.whole(300...900))
            guard isFree(window, of: []) else {
                throw SimulatorError("route \(journey.road.route) is too short for a loss of signal")
            }
            lost = window
        }
        if random.chance(0.35) {
            let window = window(0.1...0.25, seconds: random.whole(120...480))
            if isFree(window, of: protected + silences) { gap = window }
        }
        if random.chance(0.35) {
            let window = window(0.6...0.75, seconds: random.whole(240...600))
            if isFree(window, of: protected + silences) { backlog = window }
        }
    }
}
