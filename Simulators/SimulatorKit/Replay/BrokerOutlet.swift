public import Customs
import Foundation

/// The broker that a replay publishes to, and the server's confirmations of simulated time on it.
public final class BrokerOutlet: MessageOutlet, @unchecked Sendable {
    private struct ClockMessage: Decodable { let time: Timestamp }

    /// Shared with the connection's thread.
    private final class Confirmation: @unchecked Sendable {
        let condition = NSCondition()
        var time = Timestamp.distantPast
    }

    private let connection: MQTTConnection
    private let confirmation = Confirmation()

    /// Connects; with `listensToClock` it also hears the server's confirmations.
    ///
    /// - Throws: `SimulatorError` where the broker cannot be reached.
    public init(_ address: MQTTAddress, clientID: String, listensToClock: Bool) throws(SimulatorError) {
        var events = MQTTConnection.Events()
        events.message = { [confirmation] topic, payload in
            guard topic == Replayer.clockAcksTopic,
                let message = try? CanonicalJSON.decode(ClockMessage.self, from: Data(payload))
            else { return }
            confirmation.condition.withLock {
                confirmation.time = max(confirmation.time, message.time)
                confirmation.condition.broadcast()
            }
        }
        connection = try MQTTConnection(address, clientID: clientID, events: events)
        try connection.start()
        if listensToClock { try connection.subscribe(Replayer.clockAcksTopic) }
    }

    public func publish(topic: String, payload: [UInt8]) throws(SimulatorError) {
        try connection.publish(topic: topic, payload: payload)
    }

    public func drain(seconds: Double) -> Bool { connection.drain(seconds: seconds) }

    public func awaitClock(_ time: Timestamp, seconds: Double) -> Bool {
        let limit = Date(timeIntervalSinceNow: seconds)
        return confirmation.condition.withLock {
            while confirmation.time < time {
                guard confirmation.condition.wait(until: limit) else { return confirmation.time >= time }
            }
            return true
        }
    }

    /// Disconnects.
    public func close() { connection.stop() }
}
