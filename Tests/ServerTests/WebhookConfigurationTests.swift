import Foundation
import Server
import Testing

@Suite("A configuration of webhooks")
struct WebhookConfigurationTests {
    private static func folder(_ extra: String) throws -> ConfigurationFolder {
        let folder = try ConfigurationFolder(mainExtra: extra)
        try folder.write("secret", WebhookScene.secret + "\n")
        try folder.write("short", "whsec_c2hvcnQ=\n")
        return folder
    }

    @Test("takes receivers, by https or on this machine, each with what it wants")
    func receivers() throws {
        let folder = try Self.folder(
            """
            webhooks:
              - {name: ministry, url: "https://hooks.example:8443/v?s=ls", events: [congestion], secretFile: secret}
              - name: board
                url: http://127.0.0.1:9000/
                events: [congestion, alert, gate-event, congestion]
                gates: [GATE, PORT]
                secretFile: secret
                retryMinutes: 0.5
              - {name: inside, url: "http://10.1.2.3/hook", insecure: true, events: [transit], secretFile: secret}
              - {name: six, url: "http://[::1]:80/", events: [alert], secretFile: secret}
            """)
        let webhooks = try folder.read().webhooks
        #expect(webhooks.map(\.name) == ["ministry", "board", "inside", "six"])
        #expect(webhooks.map(\.maximumRetrySeconds) == [300, 30, 300, 300])
        #expect(webhooks[0].url == "https://hooks.example:8443/v?s=ls" && webhooks[0].gates == nil)
        #expect(webhooks[1].events == [.congestion, .alert, .gateEvent] && webhooks[1].gates == ["GATE", "PORT"])
        #expect(try folder.read().summary.contains("webhooks: ministry (congestion), board (alert, congestion"))
        #expect(try ConfigurationFolder().read().webhooks.isEmpty)
    }

    @Test(
        "that is wrong names file, line, key and reason",
        arguments: [
            ("webhooks: {}", "vasscm.yaml:3: webhooks: must be a list"),
            ("webhooks: [{url: U}]", "vasscm.yaml:3: webhooks[0].name: is missing"),
            ("webhooks: [{name: a b, url: U}]", "webhooks[0].name: “a b” cannot name a webhook"),
            ("webhooks: [{name: a}]", "webhooks[0].url: is missing"),
            ("webhooks: [{name: a, url: ftp://x/}]", "webhooks[0].url: is not an address such as https://"),
            ("webhooks: [{name: a, url: https:///x}]", "webhooks[0].url: is not an address such as https://"),
            ("webhooks: [{name: a, url: 'https://x.example/a b'}]", "webhooks[0].url: is not an address such as"),
            ("webhooks: [{name: a, url: http://receiver.example/}]", "webhooks[0].url: must begin with https://"),
            ("webhooks: [{name: a, url: http://127.0.0.1.example/}]", "webhooks[0].url: must begin with https://"),
            ("webhooks: [{name: a, url: https://u:p@x.example/}]", "webhooks[0].url: must hold no user name"),
            ("webhooks: [{name: a, url: https://x.example/#y}]", "webhooks[0].url: must have no part after #"),
            ("webhooks: [{name: a, url: U, insecure: perhaps}]", "webhooks[0].insecure: must be true or false"),
            ("webhooks: [{name: a, url: U}]", "webhooks[0].events: is missing"),
            ("webhooks: [{name: a, url: U, events: []}]", "webhooks[0].events: names nothing to be posted"),
            (
                "webhooks: [{name: a, url: U, events: [zone]}]",
                "webhooks[0].events: “zone” is not one of congestion, alert, transit, gate-event"
            ),
            (
                "webhooks: [{name: a, url: U, events: [alert], gates: [NOPE]}]",
                "webhooks[0].gates: no zone has the facility code “NOPE”"
            ),
            ("webhooks: [{name: a, url: U, events: [alert], gates: []}]", "webhooks[0].gates: names no facility"),
            (
                "webhooks: [{name: a, url: U, events: [transit], gates: [GATE]}]",
                "webhooks[0].gates: cannot choose among events of the type transit"
            ),
            ("webhooks: [{name: a, url: U, events: [alert]}]", "webhooks[0].secretFile: is missing"),
            (
                "webhooks: [{name: a, url: U, events: [alert], secretFile: nowhere}]",
                "webhooks[0].secretFile: cannot read the file nowhere: there is no such file"
            ),
            (
                "webhooks: [{name: a, url: U, events: [alert], secretFile: short}]",
                "webhooks[0].secretFile: in the file short, the secret is 5 bytes long, not 24 to 1024"
            ),
            (
                "webhooks: [{name: a, url: U, events: [alert], secretFile: secret, retryMinutes: 90}]",
                "webhooks[0].retryMinutes: must be a number from 0.1 to 60"
            ),
            (
                "webhooks: [{name: a, url: U, events: [alert], secretFile: secret, secret: x}]",
                "webhooks[0].secret: is not a known key"
            ),
            (
                "webhooks: [ONE, ONE]",
                "webhooks[1].name: there are two webhooks “one”"
            ),
        ])
    func faults(extra: String, complaint: String) throws {
        let one = "{name: one, url: U, events: [alert], secretFile: secret}"
        let folder = try Self.folder(
            extra.replacing("ONE", with: one).replacing("url: U", with: "url: https://receiver.example/hook"))
        #expect(folder.complaint().contains(complaint), "\(folder.complaint())")
    }
}
