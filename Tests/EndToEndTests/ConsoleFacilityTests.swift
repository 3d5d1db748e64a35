import Foundation
import Testing

extension EndToEnd {
    @Suite("The console's facilities and border gates", .timeLimit(.minutes(6)))
    struct ConsoleFacilityTests {
        @Test("All facilities by kind with their stock, and one with all that is known of it")
        func glance() async throws {
            try await ConsoleScene.run(["port-day"]) { scene in
                let browser = scene.browser
                try scene.go("facilities")
                let stock = "[data-facility=VNCLI] [data-cell=stock]"
                try browser.wait(for: "Number(document.querySelector('\(stock)')?.textContent) > 0")
                let stands = try browser.evaluate(
                    "fetch('/v1/facilities/VNCLI/stock?limit=1000').then((a) => a.json()).then((a) => a.items.length)")
                #expect(
                    try browser.evaluate("Number(document.querySelector('\(stock)').textContent)") as? Int
                        == stands as? Int)
                try browser.keepPicture("console-facilities")
                try browser.click("[data-facility=VNCLI] a")
                for part in [
                    ".stock tbody tr", ".gate-events tbody tr", ".reporting svg rect", ".facility-alerts li",
                ] {
                    try browser.wait(for: "document.querySelector('[data-page=facilities] \(part)')")
                }
                let reasons = try browser.text("document.querySelector('.stock').textContent")
                #expect(reasons.contains("Customs has not released this container"))
                #expect(reasons.contains("Hải quan chưa cho phép container này thông quan"))
                let list = try browser.evaluate("document.querySelector('.stock a[target=_blank]').pathname") as? String
                #expect(list == "/v1/facilities/VNCLI/eligible.html")
                try browser.keepPicture("console-facility")
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test("Stock is filtered by state, searched by number, and narrowed to what may leave")
        func stock() async throws {
            try await ConsoleScene.run(["port-day"]) { scene in
                let browser = scene.browser
                try scene.go("facilities/VNCLI")
                try browser.wait(for: "document.querySelector('.stock tbody tr')")
                try browser.choose(".stock select", "refused")
                try browser.wait(
                    for:
                        "document.querySelector('.stock td') && !document.querySelector('.stock td:last-child .good')"
                )
                try browser.choose(".stock select", "")
                let number = try browser.text("document.querySelector('.stock tbody a').textContent")
                try browser.choose(".stock input[type=search]", number)
                try browser.wait(for: "document.querySelectorAll('.stock tbody tr').length === 1")
                #expect(try browser.text("document.querySelector('.stock tbody a').textContent") == number)
                try browser.click(".stock [data-value=eligible]")
                try browser.wait(
                    for: """
                        document.querySelectorAll('.stock tbody tr').length
                        && !document.querySelector('.stock tbody td:last-child .critical')
                        """)
            }
        }

        @Test("A release check answers no with its reasons, and says while one writes that a number is wrong")
        func releaseCheck() async throws {
            try await ConsoleScene.run(["port-day"]) { scene in
                let browser = scene.browser
                try scene.go("facilities/VNCLI")
                try browser.type(".release-check input", "MSKU907032")
                try browser.wait(for: "document.querySelector('.release-check .hint').textContent.includes('3')")
                try browser.type(".release-check input", "MSKU9070321")
                try browser.wait(for: "document.querySelector('.release-check input').dataset.state === 'digit'")
                try browser.type(".release-check input", "MSKU9070323")
                try browser.wait(for: "document.querySelector('.release-check input').dataset.state === 'good'")
                try browser.press("Enter")
                try browser.wait(for: "document.querySelector('.verdict[data-allowed=false]')")
                try browser.wait(for: "document.querySelector('.release-check [data-code=no-clearance]')")
                try browser.keepPicture("console-release-check")
            }
        }

        @Test("An outage is announced and ended")
        func outage() async throws {
            try await ConsoleScene.run(["port-day"]) { scene in
                let browser = scene.browser
                try scene.go("facilities/VNHPH")
                try browser.click(".outages .announce")
                try browser.type("dialog textarea", "Power cut at the gate")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "document.querySelector('.outages .end')")
                #expect(
                    try browser.text("document.querySelector('.outages tbody').textContent").contains("Power cut"))
                try browser.click(".outages .end")
                try browser.evaluate(
                    """
                    (() => { const e = document.querySelector('dialog [name=endsAt]');
                    const later = new Date(Date.parse(e.value + 'Z') + 3600e3).toISOString().slice(0, 16);
                    e.value = later; e.dispatchEvent(new Event('change', { bubbles: true })); })()
                    """)
                try browser.click("dialog button[type=submit]")
                try browser.wait(
                    for: "document.querySelector('.outages tbody') && !document.querySelector('.outages .end')")
                #expect(
                    try browser.evaluate(
                        "fetch('/v1/facilities/VNHPH/outages').then((a) => a.json()).then((a) => !!a.items[0].endsAt)"
                    )
                        as? Bool == true)
            }
        }

        @Test("The gates stand by gravity; one is shown with its plot, and the other quantity on request")
        func gates() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                try scene.go("gates")
                try browser.wait(for: "document.querySelectorAll('.gate-list .gate-row').length > 3")
                let known =
                    try browser.evaluate(
                        "fetch('/v1/border-gates').then((a) => a.json()).then((a) => a.items.length)") as? Int
                #expect(
                    try browser.evaluate("document.querySelectorAll('.gate-list .gate-row').length") as? Int == known)
                try browser.click(".gate-list a[href='#/gates/HUUNGHI']")
                try browser.wait(for: "document.querySelector('.gate-one [data-gate=HUUNGHI] .plot')")
                try browser.click(".page:not([hidden]) [data-value=wait]")
                try browser.wait(for: "document.querySelector('[data-value=wait][aria-pressed=true]')")
                #expect(
                    try browser.evaluate("Boolean(document.querySelector('.gates a[href=\"/board\"]'))") as? Bool
                        == true)
                try browser.keepPicture("console-gates")
                try scene.go("facilities")
                #expect(
                    try browser.evaluate(
                        "document.querySelector('link[href=\"/gate-card.css\"]').sheet?.disabled ?? true")
                        as? Bool == true)
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }
    }
}
