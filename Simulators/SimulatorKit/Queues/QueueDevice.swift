import Customs
import Foundation
import Wire

/// What a seal or a public tracker on a vehicle in a queue says, with a receiver's errors.
struct QueueDevice {
    enum Kind: Hashable {
        case seal(container: String?)
        /// OwnTracks on a driver's phone.
        case phone
        /// A tracker whose positions Traccar forwards.
        case traccar
    }

    let name: String
    let kind: Kind
    let startsAt: Timestamp
    let standingSeconds: Double
    private let errorMeters: Double
    private let battery: Double

    private static let movingSeconds = 30.0
    /// Of a vehicle far from the gate.
    private static let roadSeconds = 300.0
    private static let trackerStandingSeconds = 300.0
    static let traccarTopic = "traccar/positions"

    init(name: String, kind: Kind, startsAt: Timestamp, standingSeconds: [Int], random: inout SplitMix64) {
        self.name = name
        self.kind = kind
        self.startsAt = startsAt
        errorMeters = DeviceQuality.fine(&random).errorMeters
        battery = random.number(0.5...1)
        let drawn = Double(random.element(of: standingSeconds) ?? 120)
        if case .seal = kind {
            self.standingSeconds = drawn
        } else {
            self.standingSeconds = Self.trackerStandingSeconds
        }
    }

    /// Every message of a vehicle's way, as it is received, up to a moment.
    ///
    /// - Parameter from: when it first reports, in seconds from the series' start.
    func envelopes(of way: QueueWay, from: Double, to end: Double, random: inout SplitMix64) -> [Envelope] {
        var envelopes: [Envelope] = []
        var time = (from + random.number(5...25)).rounded()
        var sequence: Int64 = 0
        var last = Timestamp.distantPast
        while time < min(end, way.endsAt) {
            let (next, interval) = following(time, way)
            sequence += 1
            let body = body(at: time, way, sequence: sequence, interval: interval, random: &random)
            let received = startsAt.advanced(bySeconds: time + Double(random.whole(1000...4000)) / 1000)
            last = max(received, last.advanced(bySeconds: 0.02))
            envelopes.append(
                Envelope(
                    source: .mqtt(broker: RecordingDecoder.sourceName, topic: topic), receivedAt: last,
                    body: Array(body.utf8)))
            time = next
        }
        return envelopes
    }

    private var topic: String {
        switch kind {
        case .seal: "vasscm/v1/seals/\(name)/reports"
        case .phone: "owntracks/driver/\(name)"
        case .traccar: Self.traccarTopic
        }
    }

    /// When it reports next, and the interval that it says it does now.
    private func following(_ time: Double, _ way: QueueWay) -> (next: Double, interval: Double) {
        if time < way.approachesAt, way.journey != nil {
            return (min(time + Self.roadSeconds, max(way.approachesAt.rounded(.up), time + 1)), Self.roadSeconds)
        }
        let isMoving = abs(way.meters(at: time + 5) - way.meters(at: time - 5)) > 20
        guard !isMoving else { return (time + Self.movingSeconds, Self.movingSeconds) }
        // It wakes up when it sets off.
        let wakes = way.setsOffAt > time ? way.setsOffAt.rounded(.up) + 5 : .infinity
        return (max(time + 1, min(time + standingSeconds, wakes)), standingSeconds)
    }

    private func body(
        at time: Double, _ way: QueueWay, sequence: Int64, interval: Double, random: inout SplitMix64
    ) -> String {
        let meters = way.meters(at: time)
        let scatter = errorMeters * 0.7
        let fix = Earth.place(
            way.road.path.place(atMeters: meters), movedEast: scatter * random.normal(),
            north: scatter * random.normal())
        let driven = abs(meters - way.meters(at: time - 4)) / 4
        let speed = abs(min(25, driven) + 0.15 * random.normal())
        var course = way.road.path.courseDegrees(atMeters: meters) + 2 * random.normal()
        if way.isTurned(at: time) { course += 180 }
        course = course.truncatingRemainder(dividingBy: 360)
        if course < 0 { course += 360 }
        if course >= 359.95 { course = 0 }
        let report = SealReport(
            seal: name, sequence: sequence, fixTime: startsAt.advanced(bySeconds: time), mode: 3, position: fix,
            altitudeMeters: 260 + 3 * random.normal(), speedMetersPerSecond: speed,
            courseDegrees: speed > 0.5 ? course : nil, horizontalErrorMeters: errorMeters * random.number(0.9...1.1),
            satellites: random.whole(8...14), battery: battery, intervalSeconds: interval)
        return text(report)
    }

    private func text(_ report: SealReport) -> String {
        func fixed(_ value: Double?, _ decimals: Int) -> String { ReportText.fixed(value ?? 0, decimals) }
        let (latitude, longitude) = (fixed(report.position?.latitude, 7), fixed(report.position?.longitude, 7))
        switch kind {
        case .seal(let container):
            var report = report
            report.container = container
            return ReportText.json(report)
        case .phone:
            let course = report.courseDegrees.map { ",\"cog\":" + fixed($0, 0) } ?? ""
            return "{\"_type\":\"location\",\"tst\":\(report.fixTime.milliseconds / 1000),\"lat\":\(latitude),"
                + "\"lon\":\(longitude),\"acc\":\(fixed(report.horizontalErrorMeters, 0)),"
                + "\"vel\":\(fixed((report.speedMetersPerSecond ?? 0) * 3.6, 0))\(course),"
                + "\"batt\":\(fixed(battery * 100, 0))}"
        case .traccar:
            let knots = (report.speedMetersPerSecond ?? 0) * 3600 / 1852
            return "{\"position\":{\"fixTime\":\"\(report.fixTime.rfc3339)\",\"valid\":true,\"latitude\":\(latitude),"
                + "\"longitude\":\(longitude),\"altitude\":\(fixed(report.altitudeMeters, 0)),"
                + "\"speed\":\(fixed(knots, 2)),\"course\":\(fixed(report.courseDegrees, 0)),"
                + "\"accuracy\":\(fixed(report.horizontalErrorMeters, 1)),\"attributes\":{\"batteryLevel\":"
                + "\(fixed(battery * 100, 0)),\"sat\":\(report.satellites ?? 0)}},"
                + "\"device\":{\"uniqueId\":\"\(name)\"}}"
        }
    }
}
