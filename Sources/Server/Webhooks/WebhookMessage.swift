package import Customs
package import Ledger

/// An event as it is posted: `{"type", "timestamp", "data"}`, the data as on the event stream.
package struct WebhookMessage: Hashable, Sendable {
    /// The same for every attempt, so that a receiver knows again what it has.
    package let id: String
    package let body: [UInt8]

    package init(_ event: LedgerEvent) {
        id = "evt_\(event.sequence)"
        let at = "\"\(event.at.rfc3339)\""
        body = Array(
            "{\"type\":\"\(event.kind.rawValue)\",\"timestamp\":\(at),\"data\":\(Self.data(event, at: at))}".utf8)
    }

    /// The object that the stream tells.
    private static func data(_ event: LedgerEvent, at: String) -> String {
        switch event.kind {
        case .alert: return "{\"at\":\(at),\"change\":\"\(event.change)\",\"alert\":\(event.json)}"
        // It says by itself when it was.
        case .congestion: return event.json
        case .transit, .gateEvent, .zone:
            let members = event.json.dropFirst()
            return "{\"at\":\(at)\(members == "}" ? "" : ",")\(members)"
        }
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
