public import Customs

/// Holds what was said of queues, read every minute, against the truth.
///
/// Judged is what was said after the warm-up, at moments and for moments that the truth knows. A wait or a queue that
/// was not said counts as 0. "As now" is the wait that was said when the forecast was made; "as usual" the mean true
/// wait at the forecast's hour of the day over the warm-up.
public struct CongestionScore: Sendable {
    public let warmUpDays: Int
    /// By gate, in the order of the truths.
    public private(set) var rows: [(gate: String, row: Row)] = []

    private let truths: [QueueTruth]
    private let usual: [[Double]]
    private var records: [Record]
    private let indices: [String: Int]

    /// What was said of a gate, by the minute.
    struct Record: Sendable {
        /// The gate lets through less than usual, or nothing.
        var tells: [Bool]
        /// Minutes for which a level of red was expected; the minute itself where it was red.
        var expectsRed: [Int: [Int]] = [:]
    }

    public init(truths: [QueueTruth], warmUpDays: Int) {
        self.truths = truths
        self.warmUpDays = warmUpDays
        usual = truths.map { Self.usual($0, days: warmUpDays) }
        records = truths.map { Record(tells: Array(repeating: false, count: $0.minutes)) }
        rows = truths.map { ($0.gate, Row()) }
        indices = Dictionary(truths.enumerated().map { ($1.gate, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// All gates together.
    public var overall: Row { rows.reduce(into: Row()) { $0.add($1.row) } }

    /// Takes what is said of a gate at a moment; to be called every minute, and `finish` at the end.
    public mutating func read(_ state: GateCongestion, at time: Timestamp) {
        guard let index = indices[state.gate], let minute = truths[index].minute(at: time),
            minute >= warmUpDays * 1440
        else { return }
        let truth = truths[index]
        if let wait = truth.waitSeconds[minute] {
            rows[index].row.wait.add(state.waitSeconds ?? 0, truth: wait)
            if let known = truth.knownWaitSeconds[minute] { rows[index].row.knownWait.add(known, truth: wait) }
            if state.waitSeconds == nil { rows[index].row.unsaid += 1 }
        }
        rows[index].row.vehicles.add(
            Double(state.vehiclesWaiting ?? 0), truth: Double(truth.vehiclesWaiting[minute]))
        if truth.level(minute: minute) == state.level { rows[index].row.rightLevels += 1 }
        records[index].tells[minute] = state.flow != .normal || (!state.isOpen && state.isOpenByCalendar)
        var red: [Timestamp] = []
        if state.level == .red { red.append(time) }
        if state.expectedLevel == .red, let at = state.expectedAt { red.append(at) }
        for forecast in state.forecast {
            if forecast.level == .red { red.append(forecast.at) }
            judge(forecast, now: state.waitSeconds ?? 0, gate: index)
        }
        if !red.isEmpty {
            records[index].expectsRed[minute] = red.map { Int($0.seconds(since: truth.startsAt) / 60) }
        }
    }

    private mutating func judge(_ forecast: QueueForecast, now: Double, gate: Int) {
        let truth = truths[gate]
        guard let minute = truth.minute(at: forecast.at), let wait = truth.waitSeconds[minute] else { return }
        let vehicles = Double(truth.vehiclesWaiting[minute])
        let usual = usual[gate][minute % 1440 / 60]
        rows[gate].row.horizons[forecast.horizonSeconds, default: Horizon()].add(
            forecast, wait: wait, vehicles: vehicles, now: now, usual: usual)
    }

    /// Judges what needs the whole: tellings of interruptions, and warnings of red. To be called once.
    public mutating func finish() {
        for (index, truth) in truths.enumerated() {
            let events = CongestionEvents(truth, records[index], from: warmUpDays * 1440)
            rows[index].row.interruptions = events.interruptions()
            rows[index].row.reds = events.reds()
            rows[index].row.gateDays = Double(truth.minutes / 1440 - warmUpDays)
        }
    }

    /// The mean true wait by the hour of the day.
    private static func usual(_ truth: QueueTruth, days: Int) -> [Double] {
        (0..<24).map { hour in
            let waits = (0..<days).flatMap { day in
                (0..<60).compactMap { truth.waitSeconds[day * 1440 + hour * 60 + $0] }
            }
            return waits.reduce(0, +) / Double(max(1, waits.count))
        }
    }
}
