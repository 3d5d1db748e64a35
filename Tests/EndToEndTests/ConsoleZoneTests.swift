import Foundation
import Testing

extension EndToEnd {
    @Suite("The console's zones and routes", .timeLimit(.minutes(6)))
    struct ConsoleZoneTests {
        @Test("A forbidden zone is drawn, its effect on the last week shown, and it is put in force")
        func draw() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                try Self.open("hai-phong-port", scene)
                try browser.click("[data-tool=polygon]")
                try Self.clickOnMap(browser, [(-170, -110), (170, -110), (170, 110), (-170, 110)])
                try browser.keepPicture("console-zone-drawing")
                try browser.click(".finish")
                try browser.wait(for: "document.querySelector('[data-problem=name]')")
                try browser.click(".save")
                #expect(try browser.evaluate("document.querySelector('dialog') === null") as? Bool == true)
                try browser.choose(".zone-form [name=name]", "Closed quay")
                try browser.choose(".zone-form [name=id]", "closed-quay")
                try browser.wait(for: "document.querySelector('[data-zone=closed-quay]')")
                try browser.click(".save")
                try browser.wait(for: "document.querySelector('.zone-saving .confirm')")
                let gained = try browser.text("document.querySelector('[data-count=gained]').textContent")
                #expect((Int(gained.prefix { $0.isNumber }) ?? 0) > 0, "\(gained)")
                #expect(
                    try browser.text("document.querySelector('.zone-saving tbody').textContent").contains("Closed quay")
                )
                #expect(
                    try browser.text("document.querySelector('.zone-saving tbody a').hash").hasPrefix("#/case/"))
                try browser.keepPicture("console-zone-effect")
                #expect(try Self.ids(browser).contains("closed-quay") == false)
                try browser.click(".zone-saving .confirm")
                try browser.wait(for: "!document.querySelector('dialog') && !document.querySelector('.unsaved')")
                #expect(try Self.ids(browser).contains("closed-quay"))
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test(
            "A corner is moved in the table and undone with Ctrl Z; a circle too small and a ring that crosses are told"
        )
        func edit() async throws {
            try await ConsoleScene.run(["uneventful-day"]) { scene in
                let browser = scene.browser
                try Self.open("hai-phong-port", scene)
                try browser.click(".corners summary")
                let corner = ".corners [data-corner='0'][data-axis='1']"
                let was = try browser.text("document.querySelector(\"\(corner)\").value")
                try browser.choose(corner, "20.9")
                try browser.wait(for: "document.querySelector('.unsaved')")
                try browser.evaluate("document.activeElement.blur()")
                try browser.press("z", modifiers: 2)
                try browser.wait(for: "!document.querySelector('.unsaved')")
                #expect(try browser.text("document.querySelector(\"\(corner)\").value") == was)
                try browser.press("y", modifiers: 2)
                try browser.wait(for: "document.querySelector('.unsaved')")
                try browser.press("z", modifiers: 2)
                try browser.click(".corners .insert")
                try browser.wait(for: "document.querySelectorAll('.corners tbody tr').length === 5")

                try browser.click("[data-tool=circle]")
                try Self.clickOnMap(browser, [(-60, 60), (-20, 60)])
                try browser.wait(for: "document.querySelector('.zone-form [name=radius]')")
                try browser.choose(".zone-form [name=radius]", "5")
                try browser.wait(for: "document.querySelector('[data-problem=small]')")

                try browser.click("[data-tool=polygon]")
                try Self.clickOnMap(browser, [(-100, -100), (100, 100), (100, -100), (-100, 100)])
                try browser.press("Enter")
                try browser.wait(for: "document.querySelector('[data-problem=crossing]')")
                try browser.keepPicture("console-zone-crossing")
                try browser.click(".zone-form .delete")
                try browser.wait(for: "!document.querySelector('[data-problem=crossing]')")

                try browser.click("[data-tool=route]")
                try Self.clickOnMap(browser, [(-150, 0), (0, 40), (150, 0)])
                try browser.click(".finish")
                try browser.wait(for: "document.querySelector('.zone-form [name=width]')")
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test("GeoJSON is pasted: what is new and changed is shown before; two with one id are refused")
        func importing() async throws {
            try await ConsoleScene.run(["uneventful-day"]) { scene in
                let browser = scene.browser
                try Self.open("hai-phong-port", scene)
                let zone = { (id: String) in
                    """
                    {"type":"Feature","geometry":{"type":"Point","coordinates":[106.2,21.0]},"properties":
                    {"id":"\(id)","kind":"rest-area","name":"Pasted","radius":150}}
                    """.replacing("\n", with: "")
                }
                try browser.click(".import")
                let twice = "{\"type\":\"FeatureCollection\",\"features\":[\(zone("same")),\(zone("same"))]}"
                try browser.type("dialog textarea", twice)
                try browser.wait(for: "document.querySelector('.import-effect .error')")
                let good = "{\"type\":\"FeatureCollection\",\"features\":[\(zone("pasted")),\(zone("kep-rest-area"))]}"
                try browser.type("dialog textarea", good)
                try browser.wait(for: "document.querySelector('[data-effect=added]')?.textContent.includes('pasted')")
                try browser.wait(
                    for: "document.querySelector('[data-effect=changed]')?.textContent.includes('kep-rest-area')")
                try browser.click("dialog button[type=submit]")
                try browser.wait(for: "document.querySelector('[data-zone=pasted]')")
                try browser.wait(for: "document.querySelector('.unsaved')?.textContent.includes('2')")

                // Leaving asks; the answer no stays here.
                try browser.click("#ways a[href='#/alerts']")
                try browser.wait(for: "document.querySelector('dialog .danger')")
                try browser.press("Escape")
                try browser.wait(for: "!document.querySelector('dialog')")
                #expect(try browser.text("location.hash") == "#/zones")
            }
        }

        @Test("Where somebody else saved first, their edit is shown, and ours goes on top of it")
        func conflict() async throws {
            try await ConsoleScene.run(["uneventful-day"]) { scene in
                let browser = scene.browser
                try Self.open("hai-phong-port", scene)
                try browser.choose(".zone-form [name=name]", "Ours")
                try browser.wait(for: "document.querySelector('.unsaved')")
                let status =
                    try browser.evaluate(
                        """
                        fetch('/v1/zones').then((a) => a.json()).then((zones) => {
                        zones.features.find((one) => one.properties.id === 'kep-rest-area').properties.name = 'Theirs';
                        return fetch('/v1/zones', { method: 'PUT', body: JSON.stringify(zones),
                        headers: { 'X-Requested-With': 'vasscm', 'Content-Type': 'application/json' } }); })
                        .then((a) => a.status)
                        """) as? Int
                #expect(status == 200)
                try browser.click(".save")
                try browser.wait(for: "document.querySelector('.zone-saving .confirm')")
                try browser.click(".zone-saving .confirm")
                try browser.wait(for: "document.querySelector('.zone-saving .conflict')")
                #expect(
                    try browser.text("document.querySelector('.zone-saving tbody').textContent").contains(
                        "kep-rest-area"))
                try browser.keepPicture("console-zone-conflict")
                try browser.click(".keep-mine")
                try browser.wait(for: "document.querySelector('.zone-saving .confirm')")
                try browser.click(".zone-saving .confirm")
                try browser.wait(for: "!document.querySelector('dialog')")
                let names = try browser.text(
                    """
                    fetch('/v1/zones').then((a) => a.json()).then((zones) => ['hai-phong-port', 'kep-rest-area']
                    .map((id) =>
                    zones.features.find((one) => one.properties.id === id).properties.name).join())
                    """)
                #expect(names == "Ours,Theirs")
            }
        }

        /// The page with a zone chosen in its list, and the map at it.
        private static func open(_ zone: String, _ scene: ConsoleScene) throws {
            try scene.go("zones")
            try scene.browser.click("[data-zone=\(zone)]")
            try scene.browser.wait(for: "document.querySelector('.zone-handle.move')")
        }

        /// Clicks so far from the middle of the map.
        private static func clickOnMap(_ browser: Browser, _ places: [(x: Double, y: Double)]) throws {
            let middle = try browser.place(of: ".zone-map")
            for place in places {
                try browser.click(x: middle.x + place.x, y: middle.y + place.y)
            }
        }

        private static func ids(_ browser: Browser) throws -> [String] {
            try browser.text(
                "fetch('/v1/zones').then((a) => a.json()).then((a) => `${a.features.map((one) => one.properties.id)}`)"
            ).split(separator: ",").map(String.init)
        }
    }
}
