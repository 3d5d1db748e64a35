import CMosquitto
import Foundation
import Logging

extension MQTTSession {
    /// Makes the client; says what is wrong with the configuration where it cannot.
    func makeClientIfNeeded() -> String? {
        guard client == nil else { return nil }
        guard MosquittoLibrary.isReady else { return "libmosquitto cannot be set up" }
        guard
            let made = mosquitto_new(configuration.clientId, false, Unmanaged.passUnretained(self).toOpaque())
        else { return "client id \"\(configuration.clientId)\" cannot be used: \(String(cString: strerror(errno)))" }
        if let problem = configure(made) {
            mosquitto_destroy(made)
            return problem
        }
        client = made
        return nil
    }

    private func configure(_ client: OpaquePointer) -> String? {
        mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V311)
        // From here on PUBACKs are only queued; see the head of MQTTSession.
        mosquitto_threaded_set(client, true)
        mosquitto_max_inflight_messages_set(client, UInt32(Limits.unacknowledged))
        if let username = configuration.username {
            let code = mosquitto_username_pw_set(client, username, configuration.password)
            if code != MOSQ_ERR_SUCCESS.code { return "user name or password cannot be used: \(explain(code))" }
        }
        if let tls = configuration.tls {
            let code = mosquitto_tls_set(client, tls.ca, nil, tls.certificate, tls.key, nil)
            if code != MOSQ_ERR_SUCCESS.code {
                let files = [tls.ca, tls.certificate, tls.key].compactMap(\.self).joined(separator: ", ")
                return "TLS files cannot be read (\(files)): \(explain(code))"
            }
        }
        setCallbacks(client)
        return nil
    }

    private func setCallbacks(_ client: OpaquePointer) {
        mosquitto_message_callback_set(client) { _, context, message in
            guard let message, let session = MQTTSession.from(context) else { return }
            session.receive(message.pointee)
        }
        mosquitto_connect_with_flags_callback_set(client) { _, context, code, flags in
            MQTTSession.from(context)?.answered(code: code, hadSession: flags & 1 != 0)
        }
        mosquitto_subscribe_callback_set(client) { _, context, number, count, granted in
            let first: Int32? = if count > 0, let granted { granted[0] } else { nil }
            MQTTSession.from(context)?.subscribed(number: number, granted: first)
        }
        mosquitto_publish_callback_set(client) { _, context, number in
            MQTTSession.from(context)?.acknowledged(number)
        }
    }

    /// Listens to what the library says, which for TLS is more than its return codes. Only until the broker has
    /// accepted us, because the library would format a line for each message.
    func observeLog(of client: OpaquePointer, _ isOn: Bool) {
        guard isOn else {
            mosquitto_log_callback_set(client, nil)
            return
        }
        mosquitto_log_callback_set(client) { _, context, level, text in
            guard level & Int32(MOSQ_LOG_ERR | MOSQ_LOG_WARNING) != 0, let text else { return }
            MQTTSession.from(context)?.complaint = String(cString: text)
        }
    }

    /// A callback's context pointer as the session; the session outlives its client.
    private static func from(_ context: UnsafeMutableRawPointer?) -> MQTTSession? {
        context.map { Unmanaged<MQTTSession>.fromOpaque($0).takeUnretainedValue() }
    }

    private func answered(code: Int32, hadSession: Bool) {
        guard code == 0, let client else {
            refusal = "the broker refused the connection: \(String(cString: mosquitto_connack_string(code)))"
            return
        }
        isAccepted = true
        logger.info("MQTT \(configuration.broker): connected, \(hadSession ? "session resumed" : "new session")")
        if wasEverAccepted, !hadSession {
            logger.warning(
                "MQTT \(configuration.broker): the broker lost our session; what it had queued for us is gone")
        }
        for topic in configuration.subscriptions {
            var number: Int32 = 0
            let code = mosquitto_subscribe(client, &number, topic, 1)
            if code == MOSQ_ERR_SUCCESS.code {
                pendingSubscriptions[number] = topic
            } else {
                refuse(topic, explain(code))
            }
        }
    }

    private func subscribed(number: Int32, granted: Int32?) {
        guard let topic = pendingSubscriptions.removeValue(forKey: number) else { return }
        switch granted {
        case 1, 2:
            mailbox.count { $0.grantedSubscriptions += 1 }
            logger.info("MQTT \(configuration.broker): subscribed to \(topic)")
        case 0:
            mailbox.count { $0.grantedSubscriptions += 1 }
            logger.warning(
                "MQTT \(configuration.broker): \(topic) was granted at QoS 0 only; messages can be lost")
        default:
            refuse(topic, "refused by the broker (0x\(String(granted ?? 0x80, radix: 16)))")
        }
    }

    private func refuse(_ topic: String, _ reason: String) {
        mailbox.count { $0.refusedSubscriptions += 1 }
        logger.error("MQTT \(configuration.broker): cannot subscribe to \(topic): \(reason)")
    }

    private func acknowledged(_ number: Int32) {
        unacknowledged.remove(number)
        awaited.removeValue(forKey: number)?()
    }

    /// Gives one message to the library, which queues it.
    func publish(_ message: OutgoingMessage, _ client: OpaquePointer) {
        var number: Int32 = 0
        let code = message.payload.withUnsafeBytes { payload in
            mosquitto_publish(
                client, &number, message.topic, Int32(clamping: payload.count), payload.baseAddress,
                message.qos.rawValue, message.isRetained)
        }
        guard code == MOSQ_ERR_SUCCESS.code else {
            mailbox.count { $0.dropped += 1 }
            logger.error("MQTT \(configuration.broker): cannot publish to \(message.topic): \(explain(code))")
            return
        }
        if message.qos == .atLeastOnce {
            unacknowledged.insert(number)
            awaited[number] = message.acknowledged
        }
        mailbox.count { $0.published += 1 }
    }

    /// The best that is known about a failure.
    func explain(_ code: Int32, errno: Int32 = errno) -> String {
        if let refusal { return refusal }
        let text = MosquittoLibrary.text(code, errno: errno)
        return complaint.map { "\(text) (\($0))" } ?? text
    }
}
