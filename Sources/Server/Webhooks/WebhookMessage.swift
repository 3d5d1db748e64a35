package import Customs
package import Ledger
import MonitoringCentre

/// An event as it is posted: `{"type", "timestamp", "data"}`, the data as on the event stream.
package struct WebhookMessage: Hashable, Sendable {
    /// The same for every attempt, so that a receiver knows again what it has.
    package let id: String
    package let body: [UInt8]

    package init(_ event: LedgerEvent) {
        id = "evt_\(event.sequence)"
        let head = "{\"type\":\"\(event.kind.rawValue)\",\"timestamp\":\"\(event.at.rfc3339)\",\"data\":"
        body = Array(head.utf8) + TimelineEntry(event).payload + Array("}".utf8)
    }

    /// The headers of one attempt, made at a time of the machine's clock.
    package func headers(secret: WebhookSecret, at time: Timestamp) -> [(name: String, value: String)] {
        let seconds = time.milliseconds / 1000
        return [
            ("content-type", "application/json"),
            ("webhook-id", id),
            ("webhook-timestamp", String(seconds)),
            ("webhook-signature", secret.signature(id: id, seconds: seconds, body: body)),
        ]
    }
}
