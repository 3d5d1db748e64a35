import Customs
import Foundation

/// Reads the `webhooks:` section: where what is published is posted to.
struct WebhooksReader {
    /// The facility codes of the zones.
    let facilities: Set<String>

    /// No number of receivers is right; more than this is a mistake.
    private static let maximumTargets = 100
    private static let retryMinutes = 0.1...60

    func read(_ top: inout YAMLReader) throws -> [WebhookTarget] {
        try top.named("webhooks", "webhook", atMost: Self.maximumTargets, read: target)
    }

    private func target(_ name: String, _ reader: inout YAMLReader) throws -> WebhookTarget {
        let url = try reader.requiredString("url")
        if let reason = Self.complaint(of: url, isInsecure: try reader.flag("insecure") ?? false) {
            throw reader.error("url", nil, reason)
        }
        guard
            let events = try reader.wordSet(
                "events", WebhookEvent.self, whenEmpty: "names nothing to be posted")
        else { throw reader.missing("events") }
        let gates = try gates(&reader, events: events)
        guard let file = try reader.file("secretFile") else { throw reader.missing("secretFile") }
        let minutes = try reader.number("retryMinutes", in: Self.retryMinutes) ?? 5
        do {
            return try WebhookTarget(
                name: name, url: url, events: events, gates: gates,
                secret: try String(contentsOfFile: file, encoding: .utf8), maximumRetrySeconds: minutes * 60)
        } catch let error as WebhookSecret.Unusable {
            throw reader.error("secretFile", nil, "in the file \(file), \(error)")
        } catch {
            throw reader.error("secretFile", nil, "the file \(file) \(FileReading.reason(error, file: file))")
        }
    }

    private func gates(_ reader: inout YAMLReader, events: Set<WebhookEvent>) throws -> Set<String>? {
        guard let codes = try reader.facilityCodes("gates", of: facilities) else { return nil }
        guard !events.contains(.transit) else {
            throw reader.error("gates", nil, "cannot choose among events of the type transit: they name no facility")
        }
        return codes
    }

    /// Why nothing may be posted there; an address may hold a token, so it is not repeated.
    private static func complaint(of text: String, isInsecure: Bool) -> String? {
        guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return "is not an address such as https://receiver.example/vasscm" }
        guard url.user == nil, url.password == nil else {
            return "must hold no user name or password; messages are signed instead"
        }
        guard url.fragment == nil else { return "must have no part after #" }
        guard scheme == "https" || isInsecure || LoopbackHost.isLoopback(host) else {
            return "must begin with https:// unless it is of this machine (or `insecure: true` allows plain http)"
        }
        return nil
    }
}
