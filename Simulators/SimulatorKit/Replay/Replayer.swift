import Customs

/// Plays recorded envelopes against live services, at a chosen speed and in the recorded order.
public struct Replayer {
    /// The topics of simulated time: what time it is, and the server's answers.
    public static let clockTopic = "vasscm/v1/clock"
    public static let clockAcksTopic = "vasscm/v1/clock/acks"

    public struct Options: Sendable {
        /// Recorded seconds a real one; `nil` for as fast as it can.
        public var speed: Double? = 60
        /// The server lives in real time: no clock is sent.
        public var usesWallClock = false
        /// How long the server may take to confirm a time, in seconds.
        public var confirmationSeconds = 30.0

        public init() {}
    }

    /// Messages sent ahead of the server's confirmation, so that no broker's queue overflows.
    private static let maximumUnconfirmed = 500

    private let options: Options
    private let messages: any MessageOutlet
    private let calls: any CallOutlet
    private let pace: Pace
    private var summary = ReplaySummary()
    private var progress = ReplayProgress()
    private var clock: Timestamp?
    private var unconfirmed = 0

    public init(options: Options, messages: any MessageOutlet, calls: any CallOutlet, pace: Pace) {
        self.options = options
        self.messages = messages
        self.calls = calls
        self.pace = pace
    }

    /// Plays everything that the source gives.
    ///
    /// - Parameter report: Called after every line.
    /// - Throws: `SimulatorError` where the broker or the server's clock no longer answers, or a recording cannot be
    ///   read. A call that is refused is a failure in the summary, and the replay goes on.
    public mutating func play(
        _ source: any EnvelopeSource, survey: ReplaySurvey, report: (ReplayProgress) -> Void = { _ in }
    ) throws(SimulatorError) -> ReplaySummary {
        let started = pace.now()
        progress.ofLines = survey.lines
        progress.lastTime = survey.last
        progress.speed = options.speed
        while let envelope = try source.next() {
            if let speed = options.speed, let first = survey.first {
                let wait = envelope.receivedAt.seconds(since: first) / speed - (pace.now() - started)
                if wait > 0 { pace.sleep(wait) }
            }
            try send(envelope)
            progress.lines += 1
            progress.recordedTime = envelope.receivedAt
            progress.elapsedSeconds = pace.now() - started
            report(progress)
        }
        try finish()
        summary.elapsedSeconds = pace.now() - started
        return summary
    }

    private mutating func send(_ envelope: Envelope) throws(SimulatorError) {
        switch envelope.source {
        case .mqtt(_, let topic):
            try advanceClock(to: envelope.receivedAt)
            try messages.publish(topic: topic, payload: envelope.body)
            summary.published += 1
            unconfirmed += 1
            if unconfirmed >= Self.maximumUnconfirmed { try settle() }
        case .http(let call):
            try advanceClock(to: envelope.receivedAt)
            // What was recorded before the call must be known to the server before it.
            try settle()
            do {
                try calls.post(call, body: envelope.body)
                summary.posted += 1
            } catch {
                summary.fail("\(call.method) \(Self.pattern(call.path)): \(error)")
            }
        case .gpsd: summary.skippedGPSD += 1
        case .tick: break
        }
    }

    /// The server judges late evidence this long after it came.
    private static let settlingSeconds = 10.0

    private mutating func finish() throws(SimulatorError) {
        // A time after the last line's: its confirmation covers that line too, and what still settles is let settle, as
        // `vasscm replay` lets it.
        if let clock { try advanceClock(to: clock.advanced(bySeconds: Self.settlingSeconds)) }
        try settle()
        guard messages.drain(seconds: options.confirmationSeconds) else {
            throw SimulatorError("the broker has not taken everything within \(Int(options.confirmationSeconds)) s")
        }
    }

    private mutating func advanceClock(to time: Timestamp) throws(SimulatorError) {
        guard !options.usesWallClock, time > clock ?? .distantPast else { return }
        clock = time
        try messages.publish(topic: Self.clockTopic, payload: Array("{\"time\":\"\(time.rfc3339)\"}".utf8))
    }

    /// Waits until the server, or in real time at least the broker, has everything sent so far.
    private mutating func settle() throws(SimulatorError) {
        unconfirmed = 0
        let seconds = options.confirmationSeconds
        if let clock, !options.usesWallClock {
            guard messages.awaitClock(clock, seconds: seconds) else {
                throw SimulatorError(
                    "the server has not confirmed the time \(clock.rfc3339) on \(Self.clockAcksTopic) within "
                        + "\(Int(seconds)) s: does it run with clock: simulated? (--wall-clock sends no time)")
            }
        } else if !messages.drain(seconds: seconds) {
            throw SimulatorError("the broker has not taken everything within \(Int(seconds)) s")
        }
    }

    /// The path without the names of single things, so that equal failures are counted together.
    private static func pattern(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.enumerated().map { $0.offset == 3 ? "{id}" : String($0.element) }.joined(separator: "/")
    }
}
