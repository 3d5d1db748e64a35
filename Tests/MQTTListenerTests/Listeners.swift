import Customs
import Logging
import MQTTListener
import Synchronization
import TestSupport

extension MQTTListener {
    /// Whether this connection's (only) subscription was granted.
    var isSubscribed: Bool {
        let statistics = statistics
        return isConnected && statistics.grantedSubscriptions == statistics.connects
    }

    static func make(
        port: Int, intake: any Intake, clientId: String = "test",
        tls: MQTTConfiguration.TLS? = nil, subscriptions: [String] = ["vasscm/v1/seals/+/reports"],
        batchMessages: Int = 4000, outgoingLimit: Int = 65_536, log: LogRecorder = LogRecorder()
    ) -> MQTTListener {
        MQTTListener(
            configuration: MQTTConfiguration(
                host: "127.0.0.1", port: port, clientId: clientId, tls: tls,
                subscriptions: subscriptions, batchMessages: batchMessages, outgoingLimit: outgoingLimit),
            intake: intake, now: { Timestamp(milliseconds: 1_772_413_323_000) },
            logger: Logger(label: "test", factory: { _ in log }),
            backoff: Backoff(initialSeconds: 0.02, maximumSeconds: 0.2, jitter: { 0 }))
    }
}
