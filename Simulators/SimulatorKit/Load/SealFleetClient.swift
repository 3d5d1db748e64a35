public import Customs
import Foundation

/// Many seals that report over a few connections, and that know of each report whether the broker took it and whether
/// the server has stored it.
///
/// Its calls block: use it on a thread of its own, or through `Blocking.run`.
public final class SealFleetClient: @unchecked Sendable {
    /// How many reports were sent, sent again, taken by the broker and stored by the server's word.
    public struct Counts: Sendable, Hashable {
        public var published = 0
        public var resent = 0
        public var taken = 0
        public var acknowledged = 0
    }

    /// Reports of one seal that are sent in one go.
    private static let burst = 50
    /// Seconds between two looks at what is overdue.
    private static let lookSeconds = 0.2

    private let options: SealFleetOptions
    private let pace: Pace
    private let fleet: SealFleetState
    private var connections: [MQTTConnection] = []
    private var nextReport = 0

    /// - Throws: `SimulatorError` where an option is out of its range or the broker cannot be reached.
    public init(_ options: SealFleetOptions, pace: Pace) throws(SimulatorError) {
        try options.validate()
        self.options = options
        self.pace = pace
        fleet = SealFleetState(options: options)
        for number in 0..<options.connections {
            var events = MQTTConnection.Events()
            events.taken = { [fleet] in fleet.take(token: $0) }
            if number == 0 { events.message = { [fleet] in fleet.acknowledge(topic: $0, payload: $1) } }
            // Two clients with one name would throw each other out.
            let name = "\(options.sealPrefix)-\(UUID().uuidString.prefix(13))-\(number)"
            let connection = try MQTTConnection(options.broker, clientID: name, events: events)
            try connection.start()
            connections.append(connection)
        }
        if options.resendsUnacknowledged { try connections[0].subscribe("vasscm/v1/seals/+/acks") }
    }

    public var counts: Counts { fleet.counts }

    /// The sequence numbers of a seal that the broker has taken.
    public func taken(sealIndex: Int) -> SequenceRanges { fleet.buffer(sealIndex).taken }

    /// The sequence numbers of a seal that the server has acknowledged; known only with `resendsUnacknowledged`.
    public func acknowledged(sealIndex: Int) -> SequenceRanges { fleet.buffer(sealIndex).acknowledged }

    /// Publishes every report once, at the rate of the options; with `resendsUnacknowledged` also what is overdue.
    ///
    /// - Parameter progress: Called a few times a second.
    /// - Throws: `SimulatorError` where the broker takes nothing any more.
    public func publishAll(progress: (Counts) -> Void = { _ in }) throws(SimulatorError) {
        try publish(reports: options.reports - nextReport, progress: progress)
    }

    /// Publishes the next so many reports, as `publishAll` does.
    public func publish(reports: Int, progress: (Counts) -> Void = { _ in }) throws(SimulatorError) {
        let started = pace.now()
        var lastLook = started
        let first = nextReport
        let end = min(options.reports, first + max(0, reports))
        while nextReport < end {
            let now = pace.now()
            if let rate = options.reportsPerSecond {
                let wait = Double(nextReport - first) / rate - (now - started)
                if wait > 0 { pace.sleep(min(wait, Self.lookSeconds)) }
                if wait > Self.lookSeconds { continue }
            }
            let report = nextReport
            nextReport += 1
            try send(fleet.make(report: report, now: now))
            if now - lastLook >= Self.lookSeconds {
                lastLook = now
                try resend(now: now)
                progress(counts)
            }
        }
    }

    /// Waits until the broker has taken everything that was published; `false` where it has not in that time.
    public func drain(seconds: Double) -> Bool {
        let limit = pace.now() + seconds
        return connections.allSatisfy { $0.drain(seconds: max(0, limit - pace.now())) }
    }

    /// Waits until the server has acknowledged every report, and meanwhile sends again what is overdue.
    ///
    /// - Returns: `false` where reports are still kept after so many seconds.
    /// - Throws: `SimulatorError` where the broker takes nothing any more.
    public func waitUntilAcknowledged(
        seconds: Double, progress: (Counts) -> Void = { _ in }
    ) throws(SimulatorError) -> Bool {
        let limit = pace.now() + seconds
        while !fleet.isEmpty {
            guard pace.now() < limit else { return false }
            try resend(now: pace.now())
            progress(counts)
            pace.sleep(Self.lookSeconds / 4)
        }
        return true
    }

    /// Disconnects.
    public func close() {
        for connection in connections { connection.stop() }
        connections = []
    }

    private func resend(now: Double) throws(SimulatorError) {
        guard options.resendsUnacknowledged else { return }
        for index in 0..<options.seals {
            for sending in fleet.due(index, now: now, limit: Self.burst) { try send(sending) }
        }
    }

    private func send(_ sending: SealFleetState.Sending) throws(SimulatorError) {
        guard !connections.isEmpty else { throw SimulatorError("the client is closed") }
        try connections[sending.sealIndex % connections.count].publish(
            topic: sending.topic, payload: sending.payload, token: sending.token)
    }
}
