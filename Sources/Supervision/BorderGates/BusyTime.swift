import Customs

/// How long a gate was busy, open with vehicles waiting, in each five minutes of the last three days.
struct BusyTime: Codable, Sendable, Hashable {
    static let sliceSeconds = 300.0
    private static let mostSlices = Int(GateLog.reachSeconds / sliceSeconds) + 1

    /// The number of the first slice, counted from 1970.
    private(set) var first: Int64 = 0
    /// Busy seconds of each.
    private(set) var slices: [Float] = []

    /// Adds a piece of busy time that lies after all before it.
    mutating func add(from start: Timestamp, to end: Timestamp) {
        var moment = start
        while moment < end {
            let number = Self.number(of: moment)
            let next = min(end, Self.start(of: number + 1))
            reach(number)
            slices[Int(number - first)] += Float(next.seconds(since: moment))
            moment = next
        }
    }

    /// Shows the slices from the newest to that of `start`, each with its busy seconds.
    func backwards(from end: Timestamp, to start: Timestamp, _ body: (Timestamp, Timestamp, Double) -> Void) {
        var number = min(Self.number(of: end), first + Int64(slices.count) - 1)
        let last = max(first, Self.number(of: start))
        while number >= last, !slices.isEmpty {
            body(
                max(start, Self.start(of: number)), min(end, Self.start(of: number + 1)),
                Double(slices[Int(number - first)]))
            number -= 1
        }
    }

    private mutating func reach(_ number: Int64) {
        if slices.isEmpty { first = number }
        let missing = number - (first + Int64(slices.count) - 1)
        if missing > Int64(Self.mostSlices) {
            slices = [0]
            first = number
        } else if missing > 0 {
            slices += Array(repeating: 0, count: Int(missing))
        }
        if slices.count > 2 * Self.mostSlices {
            first += Int64(slices.count - Self.mostSlices)
            slices.removeFirst(slices.count - Self.mostSlices)
        }
    }

    private static func number(of time: Timestamp) -> Int64 { Int64((time.seconds / sliceSeconds).rounded(.down)) }
    private static func start(of number: Int64) -> Timestamp { Timestamp(seconds: Double(number) * sliceSeconds) }
}
