import Customs
import Supervision

/// A gate whose vehicles come evenly and are all seen: its past is known as far as they have passed.
struct ForecastScene: GateEvidence {
    /// 2026-03-02T00:00+07:00, a Monday.
    static let start = Timestamp(rfc3339: "2026-03-01T17:00:00Z")!

    var begins = Self.start.advanced(bySeconds: -86_400)
    var fastestSeconds = 0.0
    /// Vehicles an hour, at every hour.
    var perHour = 30.0
    /// What the queue and the wait were at every moment; `nil` where nobody tells.
    var past: (vehicles: Double, waitSeconds: Double)? = (0, 0)
    /// The truth is known up to here.
    var knownUntil = Timestamp.distantPast

    static func at(hours: Double) -> Timestamp { start.advanced(bySeconds: hours * 3600) }

    func seenArrivals(from: Timestamp, to: Timestamp) -> Int { Int(perHour * to.seconds(since: from) / 3600) }

    func arrivals(from: Timestamp, to: Timestamp) -> Double? {
        to <= knownUntil ? perHour * to.seconds(since: from) / 3600 : nil
    }

    func truth(at time: Timestamp) -> (vehicles: Double, waitSeconds: Double)? { time <= knownUntil ? past : nil }

    /// A gate that is watched every five minutes over some hours, its queue as `past` says.
    mutating func watch(
        _ forecaster: inout GateForecaster, hours: ClosedRange<Double>,
        _ change: (inout GateForecaster.Moment) -> Void = { _ in }
    ) -> [GateForecaster.Said] {
        var said: [GateForecaster.Said] = []
        var time = Self.at(hours: hours.lowerBound)
        while time <= Self.at(hours: hours.upperBound) {
            knownUntil = time
            var moment = GateForecaster.Moment(at: time, vehicles: past?.vehicles ?? 0)
            change(&moment)
            said.append(forecaster.step(moment, self))
            time = time.advanced(bySeconds: 300)
        }
        return said
    }
}
