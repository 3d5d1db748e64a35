import Foundation
import Testing

extension EndToEnd {
    @Suite("The console's orders", .timeLimit(.minutes(6)))
    struct ConsoleOrderTests {
        @Test(
            "A transit is opened: the number is checked, the route offered, the deadline suggested; the server has it")
        func transit() async throws {
            try await ConsoleScene.run(as: "officer") { scene in
                let browser = scene.browser
                try scene.go("orders")
                let form = "[data-page=orders] form"
                try browser.type("\(form) [name=container]", "msku 907032-1")
                try browser.wait(for: "document.querySelector('\(form) [name=container]').dataset.state === 'digit'")
                try browser.type("\(form) [name=container]", "MSKU9070323")
                let seal = try browser.text(
                    """
                    fetch('/v1/seals?limit=1000').then((a) => a.json())
                    .then((a) => a.items.find((one) => !one.transit && one.lastReport.state === 'locked').seal)
                    """)
                try browser.type("\(form) [name=seal]", seal)
                try browser.wait(for: "document.querySelector('#order-seal-hint').textContent.includes('free')")
                try browser.type("\(form) [name=declaration]", "100900000042")
                try browser.choose("\(form) [name=origin]", "VNHPH")
                try browser.choose("\(form) [name=destination]", "HUUNGHI")
                try browser.wait(for: "document.querySelector('\(form) [name=route]').value === 'hai-phong--huu-nghi'")
                try browser.wait(for: "document.querySelector('\(form) [name=deadline]').value")
                try browser.wait(for: "document.querySelector('.route-map canvas')")
                try browser.keepPicture("console-order-transit")
                try browser.click("\(form) button[type=submit]")
                try browser.wait(for: "document.querySelector('[data-page=orders] .opened')")
                let way = try browser.text("document.querySelector('[data-page=orders] .opened + a').hash")
                let id = way.split(separator: "/").last.map(String.init) ?? ""
                let stored = try browser.text(
                    """
                    fetch('/v1/transits/\(id)').then((a) => a.json()).then((t) => [t.container, t.seal, t.declaration,
                    t.origin, t.destination, t.route, t.status].join(' '))
                    """)
                #expect(
                    stored == "MSKU9070323 \(seal) 100900000042 VNHPH HUUNGHI hai-phong--huu-nghi open", "\(stored)")
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test("What the server refuses is told at the field that it is about, and the form keeps what was written")
        func refusal() async throws {
            try await ConsoleScene.run(as: "officer") { scene in
                let browser = scene.browser
                try scene.go("orders")
                let form = "[data-page=orders] form"
                try browser.type("\(form) [name=container]", "MSKU9070323")
                try browser.type("\(form) [name=seal]", "not a seal!")
                try browser.type("\(form) [name=declaration]", "100900000042")
                try browser.choose("\(form) [name=origin]", "VNHPH")
                try browser.choose("\(form) [name=destination]", "HUUNGHI")
                try browser.wait(for: "document.querySelector('\(form) [name=deadline]').value")
                try browser.click("\(form) button[type=submit]")
                try browser.wait(
                    for:
                        "document.querySelector('\(form) .field:has([name=seal]) .field-problem')"
                )
                #expect(
                    try browser.text("document.querySelector('\(form) [name=declaration]').value") == "100900000042")
            }
        }

        @Test("A release makes the release check say yes, a hold no; what is in force says who held it")
        func hold() async throws {
            try await ConsoleScene.run(["port-day"], as: "officer") { scene in
                let browser = scene.browser
                let container = try browser.text(
                    """
                    fetch('/v1/facilities/VNCLI/stock?limit=1000').then((a) => a.json()).then((a) =>
                    a.items.find((item) => item.fullEmpty === 'full'
                    && item.reasons.some((one) => one.code === 'no-clearance'))?.container ?? '')
                    """)
                try #require(!container.isEmpty)
                let form = "[data-page=orders] form"
                try scene.go("orders/decision")
                try browser.type("\(form) [name=containers]", "\(container)\nABC, MSKU9070321")
                try browser.wait(for: "document.querySelectorAll('.judgement li').length === 2")
                try browser.type("\(form) [name=containers]", container)
                try browser.wait(for: "document.querySelectorAll('.judgement li').length === 0")
                try browser.type("\(form) [name=declaration]", "100900000099")
                try browser.click("\(form) [value=released]")
                try browser.click("\(form) button[type=submit]")
                try browser.wait(for: "document.querySelector('.record .pill.good')")
                try Self.check(container, allowed: true, scene)

                try scene.go("orders/decision")
                try browser.click("\(form) [value=held]")
                try browser.type("\(form) [name=reason]", "Weight does not fit the manifest")
                try browser.click("\(form) button[type=submit]")
                try browser.wait(for: "document.querySelector('.record .pill.critical')")
                try browser.keepPicture("console-order-hold")
                try Self.check(container, allowed: false, scene)
                try browser.wait(for: "document.querySelector('.release-check [data-code=held]')")

                try scene.go("orders/in-force/container/\(container)")
                try browser.wait(for: "document.querySelectorAll('.of-container tbody tr').length === 2")
                let newest = try browser.text("document.querySelector('.of-container tbody tr').textContent")
                #expect(newest.contains("Weight does not fit the manifest"))
                #expect(newest.contains("officer"))
                // A declaration that nobody has decided on yet is not found.
                let complaints = scene.complaints.filter { !$0.contains("404") }
                #expect(complaints.isEmpty, "\(complaints)")
            }
        }

        /// Asks the release check of the facility for the container.
        private static func check(_ container: String, allowed: Bool, _ scene: ConsoleScene) throws {
            try scene.go("facilities/VNCLI")
            try scene.browser.type(".release-check input", container)
            try scene.browser.press("Enter")
            try scene.browser.wait(for: "document.querySelector('.verdict[data-allowed=\(allowed)]')")
        }
    }
}
