import Customs
import Foundation
package import Ledger
import MonitoringCentre

/// An alert's change as it is published on brokers: `vasscm/v1/alerts/{severity}/{rule}` and the stream's payload.
package struct AlertTopic: Hashable, Sendable {
    /// No longer than this passes between two attempts to reach a broker.
    private static let maximumRetrySeconds = 30.0

    package let topic: String
    package let payload: [UInt8]

    /// - Throws: where the event is no alert.
    package init(_ event: LedgerEvent) throws {
        let alert = try JSONDecoder().decode(Alert.self, from: Data(event.json.utf8))
        topic = "vasscm/v1/alerts/\(alert.severity.rawValue)/\(alert.rule.rawValue)"
        payload = TimelineEntry(event).payload
    }

    /// A broker as a receiver of alerts.
    ///
    /// - Parameters:
    ///   - broker: its address and our client id there, by which the ledger remembers how far it has come.
    ///   - publish: returns when the broker has acknowledged the message.
    package static func receiver(
        broker: String, publish: @escaping @Sendable (_ topic: String, _ payload: [UInt8]) async throws -> Void
    ) -> OutboxReceiver {
        // The blank keeps it apart from every webhook.
        OutboxReceiver(
            name: "mqtt \(broker)", selection: EventSelection(kinds: [.alert]), maximumRetrySeconds: maximumRetrySeconds
        ) { event, _ in
            let alert = try AlertTopic(event)
            try await publish(alert.topic, alert.payload)
            return WebhookAnswer(status: 200)
        }
    }
}
