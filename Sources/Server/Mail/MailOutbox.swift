import Customs
import Foundation
import Ledger
package import Logging

/// Writes one receiver's messages from the ledger's outbox: what is refused for ever is given up, all else is tried again.
package struct MailOutbox: Sendable {
    private static let maximumRetrySeconds = 300.0

    let settings: MailSettings
    let receiver: MailReceiver
    let site: MailMessage.Site
    let relay: any MailRelay
    let logger: Logger
    private let pace: MailPace

    package init(
        _ receiver: MailReceiver, settings: MailSettings, site: MailMessage.Site, relay: any MailRelay, logger: Logger
    ) {
        self.settings = settings
        self.receiver = receiver
        self.site = site
        self.relay = relay
        self.logger = logger
        pace = MailPace(perMinute: settings.perMinute)
    }

    /// The blank keeps its name apart from every webhook.
    package var outboxReceiver: OutboxReceiver {
        OutboxReceiver(
            name: "mail \(receiver.name)", selection: EventSelection(kinds: [.alert]),
            maximumRetrySeconds: Self.maximumRetrySeconds
        ) { event, now in try await deliver(event, now) }
    }

    /// An answer as a webhook's receiver gives it: 200 where there is nothing more to do.
    private func deliver(_ event: LedgerEvent, _ now: Timestamp) async throws -> WebhookAnswer {
        let alert = try JSONDecoder().decode(Alert.self, from: Data(event.json.utf8))
        guard let what = MailReceiver.Event(event, alert), receiver.wants(what, alert) else {
            return WebhookAnswer(status: 200)
        }
        if let wait = pace.secondsToWait(now) { return WebhookAnswer(status: 429, retryAfter: String(wait)) }
        let message = MailMessage(
            what, alert, sequence: event.sequence, to: receiver, from: settings.from, site: site, now: now)
        let answer = try await relay.send(message, from: settings.from, to: receiver.addresses)
        if answer.isTaken {
            pace.note(now)
        } else if answer.isRefused {
            logger.error(
                "the mail relay refuses a message for ever: it is given up",
                metadata: ["receiver": "\(receiver.name)", "code": "\(answer.code)", "alert": "\(alert.id)"])
        }
        return WebhookAnswer(status: answer.isTaken || answer.isRefused ? 200 : answer.code)
    }
}

extension MailReceiver.Event {
    /// What happened to an alert; `nil` for a change that nobody is written about.
    init?(_ event: LedgerEvent, _ alert: Alert) {
        switch AlertChange(rawValue: event.change) {
        case .raised: self = .raised
        case .cleared: self = .cleared
        case .withdrawn: self = .withdrawn
        // Later updates of an escalated alert say so too.
        case .updated where alert.escalatedAt == event.at: self = .escalated
        case .updated, nil: return nil
        }
    }
}
