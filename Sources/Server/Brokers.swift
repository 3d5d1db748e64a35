import Customs
import MQTTListener
import Synchronization

/// Why a broker is not known to have a message.
struct NotAcknowledged: Error, CustomStringConvertible {
    let description: String
}

/// The brokers that answers are published to. They need the pipeline and it needs them, so they are set last.
final class Brokers: Sendable {
    private struct State {
        var listeners: [MQTTListener] = []
        var followsClock = false
    }

    private let state = Mutex(State())

    func set(_ listeners: [MQTTListener], followsClock: Bool) {
        state.withLock { $0 = State(listeners: listeners, followsClock: followsClock) }
    }

    /// Publishes on every broker, because a seal may hear any of them; or on one, by its place in the configuration.
    func publish(_ topic: String, _ payload: [UInt8], retained: Bool = false, broker: Int? = nil) {
        let listeners = state.withLock { $0.listeners }
        for (index, listener) in listeners.enumerated() where broker == nil || broker == index {
            listener.publish(topic: topic, payload: payload, qos: .atLeastOnce, retained: retained)
        }
    }

    /// Publishes on one broker, by its place in the configuration, and returns when the broker has acknowledged it.
    ///
    /// - Throws: where it is not connected, or did not acknowledge in time.
    func publishAndWait(_ topic: String, _ payload: [UInt8], broker: Int, seconds: Double = 10) async throws {
        let listeners = state.withLock { $0.listeners }
        guard listeners.indices.contains(broker), listeners[broker].isConnected else {
            throw NotAcknowledged(description: "not connected")
        }
        let (acknowledgements, acknowledgement) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        listeners[broker].publish(topic: topic, payload: payload, qos: .atLeastOnce) {
            acknowledgement.yield()
            acknowledgement.finish()
        }
        let isAcknowledged = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in acknowledgements { return true }
                return false
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        guard isAcknowledged else { throw NotAcknowledged(description: "no acknowledgement within \(seconds) s") }
    }

    /// Of each broker, the number of its present connection; `nil` where there is none.
    var connections: [Int?] {
        state.withLock { $0.listeners }.map { $0.isConnected ? $0.statistics.connects : nil }
    }

    /// Tells the simulator that everything up to this moment is stored.
    func publishClock(_ time: Timestamp) {
        guard state.withLock({ $0.followsClock }) else { return }
        publish("\(Configuration.clockTopic)/acks", Array(#"{"time":"\#(time.rfc3339)"}"#.utf8))
    }
}
