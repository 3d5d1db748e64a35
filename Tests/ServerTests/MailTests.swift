import Customs
import Foundation
import Ledger
import Logging
import Server
import TestSupport
import Testing

@Suite("Mail about alerts")
struct MailTests {
    private static let site = MailMessage.Site(
        name: "VASSCM", timeZone: "Asia/Ho_Chi_Minh", publicURL: "https://vasscm.example.vn")

    private static func alert(
        _ id: String = "seal-tampered.T-1.20260303T000300000", severity: Severity = .critical, message: String? = nil
    ) -> Alert {
        let time = WebhookScene.start
        return Alert(
            id: id, rule: .sealTampered, severity: severity, transit: "T-1", container: "MSKU9070323",
            seal: "VNSEAL0001",
            startedAt: time, detectedAt: time.advanced(bySeconds: 2),
            message: message ?? "Seal VNSEAL0001 reports tampering",
            messageVi: message ?? "Seal VNSEAL0001 báo bị can thiệp: cắt dây hoặc mở vỏ, cần kiểm tra ngay tại chỗ")
    }

    private static func settings(_ relay: SMTPRelay, _ extra: String = "") throws -> MailSettings {
        let folder = try ConfigurationFolder(
            mainExtra: """
                mail:
                  relay: 127.0.0.1
                  port: \(relay.port)
                  tls: none
                  from: alerts@customs.example.vn
                  receivers:
                    - {name: duty, to: [duty@customs.example.vn, chief@customs.example.vn]\(extra)}
                """)
        return try #require(try folder.read().mail)
    }

    /// Commits alerts, and lets them be delivered until the last has been.
    private static func deliver(
        _ changes: [(AlertChange, Alert)], _ settings: MailSettings
    ) async throws -> WebhookScene {
        let scene = try WebhookScene()
        let ledger = try scene.ledger()
        let logger = Logger(label: "test") { [log = scene.log] _ in log }
        let outbox = settings.receivers.map {
            MailOutbox($0, settings: settings, site: site, relay: CurlRelay(settings), logger: logger).outboxReceiver
        }
        let service = try scene.service([], others: outbox, ledger)
        try await scene.run(service) {
            try scene.publish(changes.map { .alert($0, $1) }, ledger, service)
            while service.counts.contains(where: { $0.counts.waiting > 0 }) {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        return scene
    }

    @Test("An alert is one message to all addresses: envelope, headers, words in the receiver's language, a link")
    func message() async throws {
        let relay = try SMTPRelay()
        _ = try await Self.deliver([(.raised, Self.alert())], try Self.settings(relay))
        let sent = try #require(relay.messages.first)
        #expect(relay.messages.count == 1)
        #expect(sent.from.hasPrefix("<alerts@customs.example.vn>"))
        #expect(sent.to == ["<duty@customs.example.vn>", "<chief@customs.example.vn>"])
        let parts = sent.text.split(separator: "\n\n", maxSplits: 1)
        let header = String(parts[0])
        #expect(header.contains("From: <alerts@customs.example.vn>"))
        #expect(header.contains("Message-ID: <vasscm.1.duty@customs.example.vn>"))
        #expect(
            header.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 && $0.allSatisfy(\.isASCII) }, "\(header)")
        let body = try #require(Data(base64Encoded: String(parts[1]), options: .ignoreUnknownCharacters))
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("Seal VNSEAL0001 báo bị can thiệp"))
        #expect(text.contains("Container: MSKU9070323") && text.contains("02/03/2026 07:00:00"))
        #expect(text.contains("https://vasscm.example.vn/#/alerts/alert/seal-tampered.T-1.20260303T000300000"))
    }

    @Test("Only what the receiver wants is written: severities, and what happened")
    func wanted() async throws {
        let relay = try SMTPRelay()
        var escalated = Self.alert("b")
        escalated.escalatedAt = WebhookScene.start.advanced(bySeconds: 3)
        var cleared = Self.alert("c")
        cleared.status = .cleared
        _ = try await Self.deliver(
            [
                (.raised, Self.alert("a", severity: .minor)), (.raised, Self.alert("b")), (.updated, Self.alert("b")),
                (.updated, escalated), (.cleared, cleared),
            ], try Self.settings(relay, ", severities: [critical], language: en"))
        #expect(relay.messages.count == 2)
        let subjects = relay.messages.map(Self.subject)
        #expect(subjects.map { $0.contains("not acknowledged in time") } == [false, true])
    }

    @Test("No text of an alert makes a header or ends the message")
    func injection() async throws {
        let relay = try SMTPRelay()
        let text = "x\r\nBcc: thief@example.com\r\n.\r\n..\r\nQUIT"
        _ = try await Self.deliver([(.raised, Self.alert(message: text))], try Self.settings(relay))
        let sent = try #require(relay.messages.first)
        #expect(relay.messages.count == 1)
        #expect(!sent.text.contains("Bcc:") && sent.to.count == 2)
        #expect(Self.subject(sent).contains(text))
    }

    @Test(
        "What a relay refuses for now is sent again; what it refuses for ever is given up, told, and nothing waits for it"
    )
    func refusals() async throws {
        let relay = try SMTPRelay { ["451 later", "250 taken", "554 never", "250 taken"][min($0, 3)] }
        let scene = try await Self.deliver(
            [(.raised, Self.alert("a")), (.raised, Self.alert("b")), (.raised, Self.alert("c"))],
            try Self.settings(relay))
        let ids = relay.messages.map { $0.text.split(separator: "\n").first { $0.hasPrefix("Message-ID") } }
        #expect(ids.count == 4 && ids[0] == ids[1] && Set(ids).count == 3)
        #expect(scene.log.contains("given up"))
    }

    @Test("A relay that offers no TLS is sent nothing where TLS was asked for")
    func plain() async throws {
        let relay = try SMTPRelay()
        var settings = try Self.settings(relay)
        settings.security = .starttls
        let message = MailMessage(
            .raised, Self.alert(), sequence: 1, to: settings.receivers[0], from: settings.from, site: Self.site,
            now: WebhookScene.start)
        await #expect(throws: (any Error).self) {
            try await CurlRelay(settings).send(message, from: settings.from, to: ["duty@customs.example.vn"])
        }
        #expect(relay.messages.isEmpty)
    }

    @Test("So many messages a minute, and no more: the next waits for the minute's end")
    func pace() {
        let pace = MailPace(perMinute: 2)
        let start = WebhookScene.start
        #expect(pace.secondsToWait(start) == nil)
        pace.note(start)
        pace.note(start.advanced(bySeconds: 10))
        #expect(pace.secondsToWait(start.advanced(bySeconds: 20)) == 40)
        #expect(pace.secondsToWait(start.advanced(bySeconds: 60)) == nil)
    }

    @Test(
        "A configuration that is wrong names key and reason",
        arguments: [
            ("mail: {from: a@b.vn}", "mail.relay: is missing"),
            ("mail: {relay: r.example, tls: none}", "mail.tls: none is for a relay on this machine alone"),
            ("mail: {relay: 'r x'}", "mail.relay: “r x” is not the name of a host"),
            ("mail: {relay: r.example, from: nobody}", "mail.from: “nobody” is not an address"),
            ("mail: {relay: r.example, from: a@b.vn}", "mail.receivers: is missing"),
            ("mail: {relay: r.example, from: a@b.vn, username: u}", "mail.passwordFile: is missing"),
            (
                "mail: {relay: r.example, from: a@b.vn, receivers: [{name: a, to: [\"b@c\\r\\nd\"]}]}",
                "is not an address"
            ),
            (
                "mail: {relay: r.example, from: a@b.vn, receivers: [{name: a, to: [b@c.vn], severities: [bad]}]}",
                "mail.receivers[0].severities: “bad” is not one of warning, minor, major, critical"
            ),
        ])
    func wrong(_ text: String, _ reason: String) throws {
        let folder = try ConfigurationFolder(mainExtra: text)
        #expect { try folder.read() } throws: { "\($0)".contains(reason) }
    }

    private static func subject(_ message: SMTPRelay.Message) -> String {
        let words = message.text.matches(of: /=\?utf-8\?B\?([A-Za-z0-9+\/=]*)\?=/).map(\.1)
        return words.compactMap { Data(base64Encoded: String($0)) }.reduce(into: "") {
            $0 += String(decoding: $1, as: UTF8.self)
        }
    }
}
