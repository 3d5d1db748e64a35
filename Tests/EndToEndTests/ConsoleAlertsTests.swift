import Foundation
import Testing

extension EndToEnd {
    @Suite("The inbox of alerts", .timeLimit(.minutes(8)))
    struct ConsoleAlertsTests {
        private static let page = ".alerts-page"
        private static let rows = "[...document.querySelectorAll('.alerts-page .alert-row:not(.group)')]"

        private static func ready(_ scene: ConsoleScene) throws {
            try scene.go("alerts")
            try scene.browser.wait(for: "\(rows).length")
        }

        private static func acknowledged(_ browser: Browser) throws -> Int {
            try browser.evaluate(
                """
                fetch('/v1/alerts?limit=1000').then((a) => a.json())
                .then((a) => a.items.filter((alert) => alert.acknowledged).length)
                """) as? Int ?? -1
        }

        @Test("Filters by severity, text and what is over narrow the list; reset shows all of the active ones again")
        func filters() async throws {
            try await ConsoleScene.run(["anomalous-day"]) { scene in
                let browser = scene.browser
                try Self.ready(scene)
                let all = try browser.evaluate("\(Self.rows).length") as? Int ?? 0
                let groups = try browser.text(
                    "[...document.querySelectorAll('.alerts-page .group-name')].map((e) => e.textContent).join()")
                #expect(groups.hasPrefix("Critical"))
                try browser.click("\(Self.page) [data-severity=critical]")
                try browser.wait(
                    for: "\(Self.rows).length && \(Self.rows).every((row) => row.classList.contains('critical'))")
                try browser.type("\(Self.page) [name=text]", "no such words")
                try browser.wait(
                    for: "!\(Self.rows).length && document.querySelector('\(Self.page) .empty').textContent")
                try browser.click("\(Self.page) [name=reset]")
                try browser.wait(for: "\(Self.rows).length === \(all)")
                try browser.choose("\(Self.page) [name=status]", "cleared")
                try browser.wait(
                    for: "\(Self.rows).length && document.querySelector('\(Self.page)').textContent.includes('Cleared')"
                )
                try browser.keepPicture("console-alerts-cleared")
                let type = try browser.text(
                    """
                    fetch(document.querySelector('\(Self.page) a[download]').href).then((a) => a.headers.get('content-type'))
                    """)
                #expect(type.hasPrefix("text/csv"))
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test("Several alerts are selected with a box and shift, and acknowledged in one go; it is told how many")
        func bulk() async throws {
            try await ConsoleScene.run(["every-rule-day"]) { scene in
                let browser = scene.browser
                try Self.ready(scene)
                try browser.click("\(Self.page) .alert-row:nth-child(2) input")
                try browser.evaluate(
                    """
                    document.querySelector('.alerts-page .alert-row:nth-child(3) input')
                    .dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }))
                    """)
                try browser.wait(for: "document.querySelector('.alerts-bulk label').textContent.includes('selected')")
                try browser.click("[data-bulk=acknowledge]")
                try browser.type("dialog textarea", "Both looked at")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "document.getElementById('toasts').textContent.includes('2 done')")
                #expect(try Self.acknowledged(browser) == 2)
                try browser.click("\(Self.page) [name=all]")
                try browser.wait(for: "document.querySelectorAll('[data-bulk]').length === 4")
                try browser.keepPicture("console-alerts-bulk")
            }
        }

        @Test("Of a bulk action the refused ones are told with their reason")
        func refused() async throws {
            try await ConsoleScene.run(["every-rule-day"]) { scene in
                let browser = scene.browser
                try Self.ready(scene)
                let answer: [String: Any] = [
                    "results": [
                        ["id": "a", "status": "done"],
                        ["id": "b", "status": "rejected", "reason": "conflict", "detail": "It is cleared already."],
                    ]
                ]
                try browser.replaceAnswers(
                    to: "*/v1/alerts/actions",
                    by: ["/v1/alerts/actions": try JSONSerialization.data(withJSONObject: answer)])
                try browser.click("\(Self.page) [name=all]")
                try browser.click("[data-bulk=comment]")
                try browser.type("dialog textarea", "One of them is over")
                try browser.click("dialog button[type=submit]")
                try browser.wait(
                    for: "document.getElementById('toasts').textContent.includes('It is cleared already.')")
            }
        }

        @Test("The keyboard alone: j moves, x selects, a acknowledges, Enter opens, Escape closes")
        func keyboard() async throws {
            try await ConsoleScene.run(["anomalous-day"]) { scene in
                let browser = scene.browser
                try Self.ready(scene)
                try browser.press("j")
                try browser.wait(for: "document.querySelector('.alerts-page .alert-row.cursor')")
                try browser.press("x")
                try browser.wait(for: "document.querySelector('.alerts-page .cursor input').checked")
                try browser.press("a")
                try browser.wait(for: "document.querySelector('.alerts-page .cursor .acked')")
                #expect(try Self.acknowledged(browser) == 1)
                try browser.press("Enter")
                try browser.wait(for: "location.hash.startsWith('#/alerts/alert/')")
                try browser.wait(for: "!document.querySelector('.alerts-page .evidence').hidden")
                try browser.keepPicture("console-alerts-evidence")
                try browser.press("Escape")
                try browser.wait(for: "document.querySelector('.alerts-page .evidence').hidden")
            }
        }

        @Test("What an officer has read stays read after a reload")
        func read() async throws {
            try await ConsoleScene.run(["anomalous-day"]) { scene in
                let browser = scene.browser
                try Self.ready(scene)
                let unread = "document.querySelectorAll('.alerts-page .alert-row.unread').length"
                let before = try browser.evaluate(unread) as? Int ?? 0
                try browser.click("\(Self.page) .alert-row.unread [data-part=open]")
                try browser.wait(for: "\(unread) === \(before - 1)")
                try browser.evaluate("new Promise((done) => setTimeout(done, 700))")
                try browser.open("\(scene.address)/", width: 1280, height: 800)
                try Self.ready(scene)
                try browser.wait(for: "\(unread) === \(before - 1)")
            }
        }

        @Test("Ten thousand alerts, repeats among them, are one row a kind and few elements in the page")
        func many() async throws {
            try await ConsoleScene.run(["uneventful-day"]) { scene in
                let browser = scene.browser
                let items: [[String: Any]] = (0..<10_000).map { number in
                    [
                        "id": "seal-unlocked.S\(number).\(number)", "rule": "seal-unlocked", "severity": "major",
                        "status": "cleared", "acknowledged": false, "seal": "S\(number / 2)",
                        "startedAt": "2026-03-04T00:00:00Z", "detectedAt": "2026-03-04T00:00:00Z",
                        "message": "Unlocked \(number)", "messageVi": "Mở \(number)", "evidence": [String: Any](),
                    ]
                }
                let answer: [String: Any] = ["items": items, "next": NSNull()]
                try browser.replaceAnswers(
                    to: "*/v1/alerts?*",
                    by: ["/v1/alerts": try JSONSerialization.data(withJSONObject: answer)])
                try scene.go("alerts")
                try browser.choose("\(Self.page) [name=status]", "cleared")
                try browser.wait(for: "\(Self.rows).length > 5")
                #expect(try browser.evaluate("\(Self.rows).length") as? Int ?? 1000 < 60)
                let counted = try browser.text("document.querySelector('.alerts-page [role=status]').textContent")
                #expect(counted.contains("10,000"))
                let before = try browser.evaluate("\(Self.rows).length") as? Int ?? 0
                try browser.click("\(Self.page) .repeats")
                try browser.wait(for: "document.querySelectorAll('.alerts-page .alert-row.repeat').length === 2")
                #expect(before > 0)
            }
        }
    }
}
