import Customs
import Foundation
import SimulatorKit
import Testing

/// A server with a recorded day in it, and a browser that is signed in at its console.
struct ConsoleScene: Sendable {
    let centre: Centre
    let browser: Browser

    var address: String { centre.address }

    /// Starts a server of the test's own that knows the recordings, signs in with the key of a demonstration account, and runs the body.
    static func run(
        _ recordings: [String] = ["anomalous-day"], as account: String = "supervisor", language: String = "en",
        width: Int = 1280, height: Int = 800, options: Deployment.Options = Deployment.Options(),
        _ body: @escaping @Sendable (ConsoleScene) throws -> Void
    ) async throws {
        var options = options
        options.isClockSimulated = true
        options.configuration.append("basemap: \(Programs.configFolder.appending(path: "basemap.geojson").path)")
        try await Deployment.run(options, startsServer: false) { deployment in
            try await PlayedDays.shared.fill(
                deployment.ledgerFile.deletingLastPathComponent(), with: recordings)
            try await deployment.startServer()
            let centre = deployment.centre
            try await Blocking.run {
                let browser = try Browser()
                defer { browser.stop() }
                let scene = ConsoleScene(centre: centre, browser: browser)
                try scene.signIn(as: account, language: language, width: width, height: height)
                try body(scene)
            }
        }
    }

    /// Signs in at the first page.
    func signIn(as account: String, language: String = "en", width: Int = 1280, height: Int = 800) throws {
        try browser.open("\(address)/", width: width, height: height)
        try browser.evaluate("localStorage.setItem('language', '\(language)')")
        try browser.open("\(address)/", width: width, height: height)
        try browser.click("#with-key")
        try browser.type("#key", "demo-\(account)")
        try browser.press("Enter")
        try browser.wait(for: "document.documentElement.dataset.ready === 'live'")
    }

    /// Goes to a page of the console: `go("case/container/MSKU9070323")`.
    func go(_ path: String) throws {
        let page = path.prefix { $0 != "/" && $0 != "?" }
        try browser.evaluate("document.documentElement.dataset.ready = ''; location.hash = '#/\(path)'; 1")
        try browser.wait(for: "document.documentElement.dataset.ready === '\(page)'")
    }

    /// What the page complained of, but for the one question whether somebody is signed in already.
    var complaints: [String] { browser.complaints.filter { !$0.contains("401") } }
}
