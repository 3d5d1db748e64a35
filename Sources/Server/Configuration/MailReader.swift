import Customs
import Foundation

/// Reads the `mail:` section: the relay, and who is written to about alerts.
struct MailReader {
    /// The facility codes of the zones.
    let facilities: Set<String>

    private static let maximumReceivers = 100
    private static let maximumAddresses = 50

    /// `nil` where nobody is written to.
    func read(_ top: inout YAMLReader) throws -> MailSettings? {
        guard var reader = try top.mapping("mail") else { return nil }
        let security = try reader.word("tls", MailSettings.Security.self) ?? .starttls
        let isInsecure = try reader.flag("insecure") ?? false
        let relay = try reader.requiredString("relay")
        guard relay.wholeMatch(of: /[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:]+\]/) != nil else {
            throw reader.error("relay", nil, "“\(relay.prefix(60))” is not the name of a host such as smtp.example.vn")
        }
        guard security != .none || isInsecure || LoopbackHost.isLoopback(relay) else {
            throw reader.error("tls", nil, "none is for a relay on this machine alone (or `insecure: true` allows it)")
        }
        let username = try reader.string("username")
        let password = try password(&reader)
        guard (username == nil) == (password == nil) else {
            throw reader.missing(username == nil ? "username" : "passwordFile")
        }
        let from = try address(try reader.requiredString("from"), "from", reader)
        let usual = security == .tls ? 465 : security == .starttls ? 587 : 25
        let port = try reader.integer("port", in: 1...65_535) ?? usual
        let authority = try reader.file("ca")
        let perMinute = try reader.integer("perMinute", in: 1...600) ?? 30
        let receivers = try receivers(&reader)
        try reader.finish()
        return MailSettings(
            relay: relay, port: port, security: security, username: username, password: password, authority: authority,
            from: from, perMinute: perMinute, receivers: receivers)
    }

    private func password(_ reader: inout YAMLReader) throws -> String? {
        guard let file = try reader.file("passwordFile") else { return nil }
        return try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    private func receivers(_ reader: inout YAMLReader) throws -> [MailReceiver] {
        let receivers = try reader.named("receivers", "receiver", atMost: Self.maximumReceivers, read: receiver)
        guard !receivers.isEmpty else { throw reader.missing("receivers") }
        return receivers
    }

    private func receiver(_ name: String, _ reader: inout YAMLReader) throws -> MailReceiver {
        guard let to = try reader.strings("to") else { throw reader.missing("to") }
        guard (1...Self.maximumAddresses).contains(to.count) else {
            throw reader.error("to", nil, "has \(to.count) addresses; 1 to \(Self.maximumAddresses) are possible")
        }
        let addresses = try to.map { [reader] in try address($0, "to", reader) }
        return MailReceiver(
            name: name, addresses: addresses,
            events: try reader.wordSet("events", MailReceiver.Event.self) ?? [.raised, .escalated],
            severities: try reader.wordSet("severities", Severity.self),
            rules: try reader.wordSet("rules", RuleCode.self),
            facilities: try reader.facilityCodes("facilities", of: facilities),
            language: try reader.word("language", MailReceiver.Language.self) ?? .vi)
    }

    /// Letters that cannot leave the line or the brackets that an address stands in.
    private func address(_ text: String, _ key: String, _ reader: YAMLReader) throws -> String {
        guard text.utf8.count <= 254,
            text.wholeMatch(of: /[A-Za-z0-9!#$%&'*+\/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]+/) != nil
        else {
            throw reader.error(key, nil, "“\(text.prefix(60))” is not an address such as alerts@example.vn")
        }
        return text
    }
}
