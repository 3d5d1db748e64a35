import Foundation
import Testing

extension EndToEnd {
    @Suite("The live map of the console", .timeLimit(.minutes(8)))
    struct ConsoleLiveTests {
        private static let panel = ".live-page .evidence"

        @Test(
            "One click shows a critical alert's evidence; a comment and Ctrl+Enter acknowledge it: three inputs in all")
        func threeInputs() async throws {
            try await ConsoleScene.run(["anomalous-day"]) { scene in
                let browser = scene.browser
                let row = ".live-page .alert-row.critical:not(.group)"
                try browser.wait(for: "document.querySelector('\(row)')")
                let id = try browser.text("document.querySelector('\(row)').dataset.id")
                try browser.click("\(row) [data-part=open]")
                try browser.wait(for: "!document.querySelector('\(Self.panel)').hidden")
                let shown = "document.querySelector('\(Self.panel)').textContent"
                #expect(try browser.text(shown).contains("Critical"))
                #expect(
                    try browser.evaluate("document.querySelectorAll('\(Self.panel) dl dd').length") as? Int ?? 0 > 3)
                #expect(try browser.text("location.hash").hasPrefix("#/live/alert/"))
                try browser.keepPicture("console-live-evidence")

                try browser.type("\(Self.panel) textarea", "Seen on the camera of the gate")
                try browser.press("Enter", modifiers: 2)
                try browser.wait(for: "document.querySelector('\(Self.panel) .history li')")
                let history = try browser.text("document.querySelector('\(Self.panel) .history').textContent")
                #expect(history.contains("Seen on the camera of the gate") && history.contains("supervisor"))
                #expect(try browser.text("document.querySelector('\(Self.panel) textarea').value").isEmpty)
                let kept = try browser.evaluate(
                    "fetch(`/v1/alerts/${encodeURIComponent('\(id)')}`).then((a) => a.json()).then((a) => a.acknowledged)"
                )
                #expect(kept as? Bool == true)
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test("From the evidence an officer takes an alert, comments on it and, asked once more, clears a latched one")
        func decisions() async throws {
            try await ConsoleScene.run(["anomalous-day"], as: "officer") { scene in
                let browser = scene.browser
                let id = try browser.text(
                    """
                    fetch('/v1/alerts?status=active&rule=seal-tampered').then((a) => a.json()).then((a) => a.items[0].id)
                    """)
                try scene.go("live/alert/\(id)")
                try browser.click("\(Self.panel) [data-action=assign-me]")
                try browser.wait(for: "document.querySelector('\(Self.panel) .pills').textContent.includes('officer')")
                try browser.type("\(Self.panel) textarea", "On the way")
                try browser.click("\(Self.panel) [data-action=comment]")
                try browser.wait(for: "document.querySelectorAll('\(Self.panel) .history li').length === 2")
                try browser.click("\(Self.panel) [data-action=clear]")
                try browser.wait(for: "document.querySelector('dialog[open]')")
                try browser.type("dialog textarea", "Inspected")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "document.querySelector('\(Self.panel) .pills').textContent.includes('Cleared')")
                #expect(
                    try browser.evaluate("document.querySelectorAll('\(Self.panel) .history li').length") as? Int == 3)
                try browser.click("\(Self.panel) .pills button")
                try browser.wait(for: "location.hash.startsWith('#/case/')")
            }
        }

        @Test("A viewer sees the evidence, and nothing to decide")
        func viewer() async throws {
            try await ConsoleScene.run(["anomalous-day"], as: "viewer") { scene in
                try scene.browser.click(".live-page .alert-row:not(.group) [data-part=open]")
                try scene.browser.wait(for: "document.querySelector('\(Self.panel) dl')")
                #expect(try scene.browser.evaluate("document.querySelector('\(Self.panel) textarea')") is NSNull?)
                #expect(try scene.browser.evaluate("document.querySelectorAll('[data-action]').length") as? Int == 0)
            }
        }

        @Test("The numbers of every alert are named in both languages, with their units and thresholds")
        func evidenceWords() async throws {
            try await ConsoleScene.run(["anomalous-day", "every-rule-day"]) { scene in
                let browser = scene.browser
                let nameless = try browser.text(
                    """
                    Promise.all([
                      fetch('/strings.json').then((a) => a.json()), fetch('/v1/alerts?limit=1000').then((a) => a.json())])
                      .then(([{ phrases }, { items }]) => [...new Set(items.flatMap((alert) => Object.keys(alert.evidence)
                        .filter((key) => !key.endsWith('Vi'))
                        .filter((key) => !phrases[`evidence.${alert.rule}.${key}`] && !phrases[`evidence.${key}`])))].join())
                    """)
                #expect(nameless.isEmpty, "\(nameless)")
                let stop = try browser.text(
                    """
                    fetch('/v1/alerts?rule=unauthorised-stop').then((a) => a.json()).then((a) => a.items[0].id)
                    """)
                try scene.go("live/alert/\(stop)")
                try browser.wait(for: "document.querySelector('\(Self.panel) .measure')")
                let measure = try browser.text("document.querySelector('\(Self.panel) .measure').textContent")
                #expect(measure.contains("Stood for") && measure.contains("30 min"), "\(measure)")
            }
        }
    }
}
