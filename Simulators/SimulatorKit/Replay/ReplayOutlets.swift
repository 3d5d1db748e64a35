public import Customs

/// Where a replay publishes messages.
public protocol MessageOutlet: Sendable {
    /// Publishes at QoS 1, after waiting for room.
    func publish(topic: String, payload: [UInt8]) throws(SimulatorError)

    /// Waits until everything published was taken; `false` where it was not within so many seconds.
    func drain(seconds: Double) -> Bool

    /// Waits until the server has confirmed the simulated time; `false` where it has not within so many seconds.
    func awaitClock(_ time: Timestamp, seconds: Double) -> Bool
}

/// Where a replay posts calls.
public protocol CallOutlet: Sendable {
    /// Makes the call and waits for its answer.
    ///
    /// - Throws: `SimulatorError` with the reason, where it was not accepted.
    func post(_ call: HTTPCall, body: [UInt8]) throws(SimulatorError)
}

/// Real time, as a replay needs it.
public struct Pace: Sendable {
    /// Seconds since some moment.
    public var now: @Sendable () -> Double
    public var sleep: @Sendable (_ seconds: Double) -> Void

    public init(now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (_ seconds: Double) -> Void) {
        self.now = now
        self.sleep = sleep
    }
}
