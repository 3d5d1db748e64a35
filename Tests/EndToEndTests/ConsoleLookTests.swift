import Foundation
import Testing

extension EndToEnd {
    @Suite("Every page of the console, as it looks and reads", .timeLimit(.minutes(8)))
    struct ConsoleLookTests {
        /// A page, and what is there once it has loaded.
        private static let pages = [
            "live", "alerts", "case", "facilities", "facilities/VNHPH", "gates", "orders", "zones", "accounts",
        ]

        @Test(
            "On a phone, two screens and a wall, light and dark, in both languages, nobody stumbles and nothing is cut")
        func pages() async throws {
            try await ConsoleScene.run(["anomalous-day", "port-day"]) { scene in
                let browser = scene.browser
                let transit = try Self.firstTransit(browser)
                for (width, height, language, isDark) in [
                    (1280, 720, "en", false), (1920, 1080, "vi", true), (3840, 2160, "en", true),
                    (400, 860, "vi", false),
                ] {
                    try browser.resize(width: width, height: height, isDark: isDark)
                    try Self.speak(language, browser)
                    for page in Self.pages + ["case/transit/\(transit)"] {
                        try scene.go(page)
                        try Self.letSettle(browser)
                        let name = "console-\(page.replacing("/", with: "-").lowercased())-\(width)-\(language)"
                        let faults = try browser.accessibilityFaults()
                        #expect(faults.isEmpty, "\(name):\n\(faults)")
                        #expect(scene.complaints.isEmpty, "\(name): \(scene.complaints)")
                        let violations = try Self.violations(browser)
                        #expect(violations.isEmpty, "\(name):\n\(violations)")
                        try browser.keepPicture(name)
                    }
                }
                let strangers = browser.requests.filter {
                    !$0.hasPrefix(scene.address + "/") && !$0.hasPrefix("data:") && !$0.hasPrefix("about:")
                        && !$0.hasPrefix("blob:")
                }
                #expect(strangers.isEmpty, "\(strangers)")
            }
        }

        @Test("Each role is offered what it may do: a viewer no decisions, an officer no zones and accounts")
        func roles() async throws {
            for (account, pages) in [
                ("viewer", ["live", "alerts", "case", "facilities", "gates"]),
                ("officer", ["live", "alerts", "case", "facilities", "gates", "orders"]),
            ] {
                try await ConsoleScene.run(as: account) { scene in
                    let shown = try scene.browser.text(
                        "[...document.querySelectorAll('#ways a')].map((a) => a.hash.slice(2)).join()")
                    #expect(shown == pages.joined(separator: ","))
                }
            }
        }

        @Test("The keyboard alone: the search finds a container by a part of its number, letters go to the pages")
        func keyboard() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                let number = try browser.text(
                    "fetch('/v1/transits').then((a) => a.json()).then((a) => a.items[0].container)")
                try browser.press("/")
                try browser.wait(for: "document.activeElement.closest('#search')")
                try browser.call("Input.insertText", ["text": String(number.dropFirst(4))])
                try browser.wait(for: "document.querySelectorAll('#results [role=option]').length")
                try browser.press("Enter")
                try browser.wait(for: "location.hash.includes('case')")
                try browser.wait(for: "document.querySelector('[data-page=case]')?.textContent.includes('\(number)')")
                try browser.evaluate("document.activeElement.blur()")
                for (letter, page) in [("f", "facilities"), ("a", "alerts"), ("m", "live")] {
                    try browser.press("g")
                    try browser.press(letter)
                    try browser.wait(for: "location.hash === '#/\(page)'")
                }
                try browser.press("?")
                try browser.wait(for: "document.querySelector('dialog[open] dl')")
                try browser.press("Escape")
                try browser.wait(for: "!document.querySelector('dialog[open]')")
            }
        }

        private static func firstTransit(_ browser: Browser) throws -> String {
            try browser.text("fetch('/v1/transits').then((a) => a.json()).then((a) => a.items[0].transit)")
        }

        private static func speak(_ language: String, _ browser: Browser) throws {
            if try browser.text("document.documentElement.lang") != language { try browser.click("#bar .language") }
            try browser.wait(for: "document.documentElement.lang === '\(language)'")
        }

        /// Nothing says that it is loading any more, and what was started has been drawn.
        private static func letSettle(_ browser: Browser) throws {
            try browser.wait(for: "!document.querySelector('.page:not([hidden]) .loading')")
            try browser.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 250)))")
        }

        /// What axe-core finds, where `VASSCM_AXE` names its file: see `make accessibility`.
        private static func violations(_ browser: Browser) throws -> String {
            guard let file = ProcessInfo.processInfo.environment["VASSCM_AXE"] else { return "" }
            try browser.evaluate(try String(contentsOfFile: file, encoding: .utf8) + ";1")
            return try browser.text(
                """
                axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations.map((one) =>
                  `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`).join("\\n"))
                """)
        }
    }
}
