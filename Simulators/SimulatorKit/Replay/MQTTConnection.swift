import CMosquitto
import Foundation

/// A client of a broker that publishes at QoS 1 and knows what the broker has taken.
///
/// libmosquitto's own thread does the network and comes back by itself after a broken connection; what the broker had
/// not taken by then is sent again. The caller's side blocks: it is meant for a thread of its own.
public final class MQTTConnection: @unchecked Sendable {
    /// What happens on the connection; called on its thread.
    public struct Events: Sendable {
        /// The broker took the message that was published with this token.
        public var taken: @Sendable (_ token: Int) -> Void = { _ in }
        public var message: @Sendable (_ topic: String, _ payload: [UInt8]) -> Void = { _, _ in }

        public init() {}
    }

    private struct State {
        var isConnected = false
        var refusal: Int32?
        var tokens: [Int32: Int] = [:]
        /// PUBACKs that came before `mosquitto_publish` had told the message's id.
        var early: Set<Int32> = []
        var sent = 0
        var taken = 0
        var subscriptions: [String] = []
    }

    private static let initialised: Bool = mosquitto_lib_init() == MOSQ_ERR_SUCCESS.rawValue

    private let address: MQTTAddress
    private let window: Int
    private let events: Events
    private let condition = NSCondition()
    private var state = State()
    private let client: OpaquePointer

    /// - Parameters:
    ///   - window: How many messages may wait for the broker; larger ones make libmosquitto slow.
    /// - Throws: `SimulatorError` where the library cannot make a client.
    public init(
        _ address: MQTTAddress, clientID: String, window: Int = 200, events: Events = Events()
    ) throws(SimulatorError) {
        guard Self.initialised, let client = mosquitto_new(clientID, true, nil) else {
            throw SimulatorError("libmosquitto cannot make a client named \(clientID)")
        }
        self.address = address
        self.window = window
        self.events = events
        self.client = client
        mosquitto_user_data_set(client, Unmanaged.passUnretained(self).toOpaque())
        mosquitto_max_inflight_messages_set(client, UInt32(window))
        mosquitto_reconnect_delay_set(client, 1, 5, true)
        setCallbacks()
    }

    deinit {
        mosquitto_destroy(client)
    }

    /// Connects and starts the connection's thread.
    ///
    /// - Throws: `SimulatorError` where nothing listens there, or the broker refuses or does not answer within 10 s.
    public func start() throws(SimulatorError) {
        let code = mosquitto_connect(client, address.host, address.port, 60)
        guard code == MOSQ_ERR_SUCCESS.rawValue else {
            throw SimulatorError("cannot connect to the MQTT broker at \(address): \(Self.reason(code))")
        }
        mosquitto_loop_start(client)
        let answered = wait(seconds: 10) { $0.isConnected || $0.refusal != nil }
        let refusal = condition.withLock { state.isConnected ? nil : state.refusal }
        if let refusal {
            stop()
            throw SimulatorError(
                "the MQTT broker at \(address) refuses the connection: "
                    + String(cString: mosquitto_connack_string(refusal)))
        }
        guard answered else {
            stop()
            throw SimulatorError("the MQTT broker at \(address) does not answer")
        }
    }

    /// Subscribes at QoS 1, now and after every reconnection.
    public func subscribe(_ topic: String) throws(SimulatorError) {
        condition.withLock { state.subscriptions.append(topic) }
        let code = mosquitto_subscribe(client, nil, topic, 1)
        guard code == MOSQ_ERR_SUCCESS.rawValue else {
            throw SimulatorError("cannot subscribe to \(topic) at \(address): \(Self.reason(code))")
        }
    }

    /// Publishes at QoS 1, after waiting for room in the window.
    ///
    /// - Throws: `SimulatorError` where there was no room for 60 s, or the library refuses the message.
    public func publish(topic: String, payload: [UInt8], token: Int = 0) throws(SimulatorError) {
        guard wait(seconds: 60, until: { $0.isConnected && $0.sent - $0.taken < self.window }) else {
            throw SimulatorError("the MQTT broker at \(address) has taken nothing for 60 s")
        }
        condition.withLock { state.sent += 1 }
        var id: Int32 = 0
        let code = mosquitto_publish(client, &id, topic, Int32(payload.count), payload, 1, false)
        // Without a connection the library keeps a QoS 1 message and sends it after reconnecting.
        let isKept = code == MOSQ_ERR_SUCCESS.rawValue || code == MOSQ_ERR_NO_CONN.rawValue
        guard isKept else {
            condition.withLock { state.sent -= 1 }
            throw SimulatorError("cannot publish to \(topic) at \(address): \(Self.reason(code))")
        }
        let wasEarly = condition.withLock {
            if state.early.remove(id) != nil { return true }
            state.tokens[id] = token
            return false
        }
        if wasEarly { events.taken(token) }
    }

    /// How many messages were published, and how many of them the broker has taken.
    public var counts: (published: Int, taken: Int) { condition.withLock { (state.sent, state.taken) } }

    /// Waits until the broker has taken everything; `false` where it has not after so many seconds.
    public func drain(seconds: Double) -> Bool {
        wait(seconds: seconds) { $0.sent == $0.taken }
    }

    /// Disconnects and ends the thread.
    public func stop() {
        mosquitto_disconnect(client)
        mosquitto_loop_stop(client, false)
    }

    private func wait(seconds: Double, until isMet: (State) -> Bool) -> Bool {
        let limit = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while !isMet(state) {
                guard condition.wait(until: limit) else { return isMet(state) }
            }
            return true
        }
    }

    private static func reason(_ code: Int32) -> String {
        code == MOSQ_ERR_ERRNO.rawValue
            ? String(cString: strerror(errno)) : String(cString: mosquitto_strerror(code))
    }
}

// MARK: - Callbacks, on the connection's thread

extension MQTTConnection {
    private func setCallbacks() {
        mosquitto_connect_callback_set(client) { _, connection, code in
            MQTTConnection.from(connection)?.connected(code)
        }
        mosquitto_disconnect_callback_set(client) { _, connection, _ in
            MQTTConnection.from(connection)?.disconnected()
        }
        mosquitto_publish_callback_set(client) { _, connection, id in
            MQTTConnection.from(connection)?.published(id)
        }
        mosquitto_message_callback_set(client) { _, connection, message in
            guard let message = message?.pointee, let topic = message.topic else { return }
            let payload = message.payload.map {
                Array(UnsafeRawBufferPointer(start: $0, count: Int(message.payloadlen)))
            }
            MQTTConnection.from(connection)?.events.message(String(cString: topic), payload ?? [])
        }
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> MQTTConnection? {
        pointer.map { Unmanaged<MQTTConnection>.fromOpaque($0).takeUnretainedValue() }
    }

    private func connected(_ code: Int32) {
        let topics = condition.withLock {
            if code == 0 { state.isConnected = true } else { state.refusal = code }
            condition.broadcast()
            return state.subscriptions
        }
        guard code == 0 else { return }
        for topic in topics { mosquitto_subscribe(client, nil, topic, 1) }
    }

    private func disconnected() {
        condition.withLock {
            state.isConnected = false
            condition.broadcast()
        }
    }

    private func published(_ id: Int32) {
        let token = condition.withLock {
            let token = state.tokens.removeValue(forKey: id)
            if token == nil { state.early.insert(id) }
            return token
        }
        // Told before it is counted, so that whoever waits for the count finds it told.
        if let token { events.taken(token) }
        condition.withLock {
            state.taken += 1
            condition.broadcast()
        }
    }
}
