import Foundation
import Testing

extension EndToEnd {
    @Suite("The console's administration", .timeLimit(.minutes(6)))
    struct ConsoleAccountTests {
        @Test("An account is made, its key is shown once, and one signs in with the key and with the password")
        func make() async throws {
            try await ConsoleScene.run(["uneventful-day"]) { scene in
                let browser = scene.browser
                let key = try Self.make("night-shift", role: "officer", scene)
                #expect(key.count >= 40)
                try browser.keepPicture("console-account-key")
                try browser.press("Escape")
                try browser.wait(for: "document.querySelector('[data-id=night-shift]')")
                #expect(try browser.evaluate("document.body.innerHTML.includes('\(key)')") as? Bool == false)
                try browser.keepPicture("console-accounts")

                try Self.signOut(scene)
                try browser.click("#with-key")
                try browser.type("#key", key)
                try browser.press("Enter")
                try browser.wait(for: "document.querySelector('#account-menu').textContent.includes('night-shift')")

                try Self.signOut(scene)
                try browser.click("#with-password")
                try browser.type("#name", "night-shift")
                try browser.type("#password", "a long enough password")
                try browser.press("Enter")
                try browser.wait(for: "document.querySelector('#account-menu').textContent.includes('night-shift')")
                #expect(
                    try browser.evaluate("Boolean(document.querySelector('#ways a[href=\"#/accounts\"]'))") as? Bool
                        == false)
            }
        }

        @Test(
            "Roles are changed, a new key stops the old one, a disabled account is shut out, one is deleted"
        )
        func change() async throws {
            try await ConsoleScene.run(["uneventful-day"]) { scene in
                let browser = scene.browser
                let key = try Self.make("gate-clerk", role: "viewer", scene)
                try browser.press("Escape")
                let row = "[data-id=gate-clerk]"
                try browser.click("\(row) .edit")
                try browser.choose("dialog [name=role]", "operator")
                try browser.click("dialog [value=VNHPH]")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "document.querySelector('\(row)').textContent.includes('VNHPH')")

                try browser.click("\(row) .new-key")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "document.querySelector('input.new-key')")
                let fresh = try browser.text("document.querySelector('input.new-key').value")
                #expect(fresh != key)
                try browser.press("Escape")
                #expect(try Self.status(of: key, browser) == 401)
                #expect(try Self.status(of: fresh, browser) == 200)

                try browser.click("\(row) .edit")
                try browser.click("dialog [name=disabled]")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "document.querySelector('\(row) .disabled')")
                #expect(try Self.status(of: fresh, browser) == 401)

                try browser.click("\(row) .delete")
                try browser.type("dialog [name=name]", "someone-else")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "document.querySelector('dialog .error').textContent")
                try browser.type("dialog [name=name]", "gate-clerk")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "!document.querySelector('\(row)')")
            }
        }

        @Test("Accounts of the file cannot be changed here; the roles and the system's state are told")
        func system() async throws {
            try await ConsoleScene.run(["uneventful-day"]) { scene in
                let browser = scene.browser
                _ = try browser.evaluate(
                    """
                    fetch('/v1/gate-events', { method: 'POST', body: '{"eventId":"<img src=x onerror=alert(1)>"}',
                    headers: { 'X-Requested-With': 'vasscm', 'Content-Type': 'application/json' } })
                    .then((a) => a.status)
                    """)
                try scene.go("accounts")
                try browser.wait(for: "document.querySelector('[data-id=officer]')")
                #expect(
                    try browser.evaluate("document.querySelectorAll('[data-id=officer] button').length") as? Int == 0)
                try scene.go("accounts/roles")
                try browser.wait(for: "document.querySelectorAll('.role-table tbody tr').length === 8")
                try scene.go("accounts/system")
                try browser.wait(for: "document.querySelector('.checks .pill.good')")
                try browser.wait(for: "document.querySelector('.intake tbody tr')")
                try browser.click(".rejections .bytes")
                try browser.wait(for: "document.querySelector('dialog pre.raw')?.textContent.includes('<img src=x')")
                #expect(try browser.evaluate("document.querySelectorAll('pre.raw img').length") as? Int == 0)
                try browser.keepPicture("console-system")
            }
        }

        /// Makes an account with a password on the page; answers the key that it shows.
        private static func make(_ name: String, role: String, _ scene: ConsoleScene) throws -> String {
            let browser = scene.browser
            try scene.go("accounts")
            try browser.click("[data-page=accounts] .make")
            try browser.type("dialog [name=name]", name)
            try browser.choose("dialog [name=role]", role)
            try browser.type("dialog [name=password]", "a long enough password")
            try browser.click("dialog button[type=submit]")
            try browser.wait(for: "document.querySelector('input.new-key')")
            return try browser.text("document.querySelector('input.new-key').value")
        }

        /// What the server answers somebody with this key.
        private static func status(of key: String, _ browser: Browser) throws -> Int? {
            try browser.evaluate(
                """
                fetch('/session', { credentials: 'omit', headers: { Authorization: 'Bearer \(key)' } })
                .then((a) => a.status)
                """) as? Int
        }

        private static func signOut(_ scene: ConsoleScene) throws {
            try scene.browser.evaluate(
                """
                fetch('/session', { method: 'DELETE', headers: { 'X-Requested-With': 'vasscm' } }).then((a) => a.status)
                """)
            try scene.browser.open("\(scene.address)/", width: 1280, height: 800)
        }
    }
}
