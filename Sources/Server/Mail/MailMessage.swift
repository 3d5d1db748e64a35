package import Customs
import Foundation
import MonitoringCentre

/// A message about an alert (RFC 5322), as it is handed to the relay.
package struct MailMessage: Hashable, Sendable {
    private static let lineBytes = 76

    package let bytes: [UInt8]

    /// What is the same in all messages of a site.
    package struct Site: Hashable, Sendable {
        package var name: String
        package var timeZone: String
        /// Where others reach the console; `nil` for no link.
        package var publicURL: String?

        package init(name: String, timeZone: String, publicURL: String? = nil) {
            self.name = name
            self.timeZone = timeZone
            self.publicURL = publicURL
        }
    }

    /// A message about what happened to an alert. Its `Message-ID` is of the ledger's sequence number, so that one that is sent
    /// again after a crash is known by it.
    package init(
        _ event: MailReceiver.Event, _ alert: Alert, sequence: Int64, to receiver: MailReceiver, from: String,
        site: Site,
        now: Timestamp
    ) {
        func said(_ phrase: Phrase?) -> String { phrase.map { receiver.language == .vi ? $0.vi : $0.en } ?? "" }
        func label(_ key: String) -> String { said(PhraseBook.mail[key]) }
        let time = SiteTime(site.timeZone)
        let message = receiver.language == .vi ? alert.messageVi : alert.message
        let severity = said(PhraseBook.console["severity.\(alert.severity.rawValue)"])
        let subject = "[\(site.name)] \(severity): \(message)" + (event == .raised ? "" : " - \(label(event.rawValue))")
        let facts: [(String, String?)] = [
            (label("what"), label(event.rawValue)),
            (label("rule"), said(PhraseBook.console["rule.\(alert.rule.rawValue)"])),
            (label("severity"), severity), (label("since"), time.shown(alert.startedAt, withSeconds: true)),
            (label("detected"), time.shown(alert.detectedAt, withSeconds: true)), (label("container"), alert.container),
            (label("seal"), alert.seal), (label("transit"), alert.transit), (label("facility"), alert.facility),
            (label("position"), alert.position.map { "\($0.latitude), \($0.longitude)" }),
        ]
        var lines = [message, ""] + facts.compactMap { name, value in value.map { "\(name): \($0)" } }
        if let url = site.publicURL { lines += ["", "\(url)/#/alerts/alert/\(Self.escaped(alert.id))"] }
        lines += ["", "\(label("id")): \(alert.id)", "\(label("zone")): \(site.timeZone)"]
        let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
        let header = [
            "From: <\(from)>", "To: \(receiver.addresses.map { "<\($0)>" }.joined(separator: ",\r\n "))",
            "Subject: \(Self.encodedWords(subject, after: "Subject: "))", "Date: \(Self.date(now))",
            "Message-ID: <vasscm.\(sequence).\(receiver.name)@\(domain)>", "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
        ]
        let body = Data(lines.joined(separator: "\r\n").utf8).base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        bytes = Array((header.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n").utf8)
    }

    /// RFC 2047: base64 words of whole characters, so that no text of an alert can begin a header of its own. The first line
    /// has room for the header's name.
    static func encodedWords(_ text: String, after name: String) -> String {
        func room(besides bytes: Int) -> Int { (lineBytes - "=?utf-8?B??=".utf8.count - bytes) / 4 * 3 }
        var words: [[UInt8]] = [[]]
        for character in text {
            let bytes = Array(String(character).utf8)
            let room = room(besides: words.count == 1 ? name.utf8.count : 1)
            if words[words.count - 1].count + bytes.count > room { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// `Mon, 23 Nov 2026 03:20:25 +0000`.
    static func date(_ time: Timestamp) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date(timeIntervalSince1970: time.seconds))
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~")))
            ?? text
    }
}
