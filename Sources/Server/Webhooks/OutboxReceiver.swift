package import Customs
package import Ledger

/// One who is told what was published, in the ledger's order and at least once: over HTTP, or over MQTT.
package struct OutboxReceiver: Sendable {
    /// Delivers one event, once, at a time of the machine's clock; throws where there was no answer in time.
    package typealias Deliver = @Sendable (_ event: LedgerEvent, _ now: Timestamp) async throws -> WebhookAnswer

    /// How events reach it.
    enum Way: Sendable {
        case http(WebhookTarget)
        case other(Deliver)
    }

    /// Names it in logs, in metrics and in the ledger.
    package let name: String
    let selection: EventSelection
    let maximumRetrySeconds: Double
    let way: Way

    /// A receiver of webhooks.
    init(_ target: WebhookTarget) {
        name = target.name
        selection = target.selection
        maximumRetrySeconds = target.maximumRetrySeconds
        way = .http(target)
    }

    /// A receiver that `deliver` reaches. No webhook may have its name.
    package init(
        name: String, selection: EventSelection, maximumRetrySeconds: Double, deliver: @escaping Deliver
    ) {
        self.name = name
        self.selection = selection
        self.maximumRetrySeconds = maximumRetrySeconds
        way = .other(deliver)
    }

    /// How it is delivered to, with what posts over HTTP.
    func deliver(through poster: any WebhookPoster) -> Deliver {
        switch way {
        case .other(let deliver): deliver
        case .http(let target):
            { event, now in
                let message = WebhookMessage(event)
                return try await poster.post(
                    message.body, headers: message.headers(secret: target.secret, at: now), to: target.url)
            }
        }
    }
}
