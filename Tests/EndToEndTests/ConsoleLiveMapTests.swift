import Foundation
import Testing

extension EndToEnd {
    @Suite("What is drawn on the live map, and what calls an officer", .timeLimit(.minutes(8)))
    struct ConsoleLiveMapTests {
        /// How many pixels of the seals' canvas are not empty.
        private static let inked = """
            (() => { const c = document.querySelector('.seal-canvas'); const copy = new OffscreenCanvas(c.width, c.height)
            .getContext('2d', { willReadFrequently: true }); copy.drawImage(c, 0, 0);
            const d = copy.getImageData(0, 0, c.width, c.height).data; let n = 0;
            for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })()
            """
        /// The middle of what is drawn nearest to the middle of the map, on the screen.
        private static let nearestInk = """
            (() => { const c = document.querySelector('.seal-canvas'); const copy = new OffscreenCanvas(c.width, c.height)
            .getContext('2d', { willReadFrequently: true }); copy.drawImage(c, 0, 0);
            const d = copy.getImageData(0, 0, c.width, c.height).data; const box = c.getBoundingClientRect();
            const m = document.querySelector('.live-map').getBoundingClientRect();
            const scale = c.width / box.width; let best = [Infinity, 0, 0];
            for (let y = 0; y < c.height; y++) for (let x = 0; x < c.width; x++) if (d[(y * c.width + x) * 4 + 3] > 128) {
              const at = [box.left + x / scale, box.top + y / scale];
              const far = Math.hypot(at[0] - m.left - m.width / 2, at[1] - m.top - m.height / 2);
              if (far < best[0]) best = [far, ...at];
            }
            const near = (value, from) => value + Math.sign(value - from) * 4;
            return [near(best[1], m.left + m.width / 2), near(best[2], m.top + m.height / 2)]; })()
            """
        private static let settle = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))"

        @Test("Seals are drawn, filters and layers hide them, and both outlive a reload")
        func filters() async throws {
            try await ConsoleScene.run(["anomalous-day"]) { scene in
                let browser = scene.browser
                try browser.wait(for: "document.querySelector('.seal-canvas') && \(Self.inked) > 100")
                try browser.keepPicture("console-live-map")
                try browser.click("[data-open=filter]")
                try browser.type(".live-panel [name=text]", "NO SUCH SEAL")
                try browser.wait(for: "\(Self.inked) === 0")
                try browser.wait(for: "document.querySelector('.live-counted').textContent.startsWith('0 of')")
                try browser.open("\(scene.address)/", width: 1280, height: 800)
                try browser.wait(for: "document.querySelector('.live-counted').textContent.startsWith('0 of')")
                try browser.click("[data-open=filter]")
                try browser.click(".live-panel [name=reset]")
                try browser.wait(for: "\(Self.inked) > 100")
                try browser.click(".live-panel [data-states=locked]")
                try browser.wait(for: "document.querySelector('.live-counted').textContent.includes(' of ')")
                try browser.click(".live-panel [name=reset]")
                try browser.click("[data-open=layers]")
                try browser.keepPicture("console-live-legend")
                try browser.click(".live-panel [name=gates]")
                try browser.wait(for: "!document.querySelector('.gate-badge')")
                try browser.click(".live-panel [name=gates]")
                try browser.wait(for: "document.querySelector('.gate-badge')")
                try browser.click(".live-panel [name=seals]")
                try browser.wait(for: "\(Self.inked) === 0")
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test(
            "A click on a bubble comes nearer, one on a seal tells what is known of it, with its way; it can be followed"
        )
        func seal() async throws {
            try await ConsoleScene.run(["anomalous-day"]) { scene in
                let browser = scene.browser
                // The one that is farthest from its nearest neighbour: parked side by side they stay one bubble.
                let seal = try browser.text(
                    """
                    fetch('/v1/positions?activeWithin=86400').then((a) => a.json()).then(({ features }) => {
                      const place = (f) => f.geometry.coordinates;
                      const apart = (a, b) => a === b ? Infinity : Math.hypot(place(a)[0] - place(b)[0], place(a)[1] - place(b)[1]);
                      const alone = (f) => Math.min(...features.map((other) => apart(f, other)));
                      return features.sort((a, b) => alone(b) - alone(a))[0].properties.seal;
                    })
                    """)
                try scene.go("live/seal/\(seal)")
                let panel = "document.querySelector('.seal-panel')"
                try browser.wait(for: "\(panel).textContent.includes('\(seal)')")
                try browser.wait(for: "document.querySelectorAll('.leaflet-ways-pane path').length > 0")
                try browser.click(".seal-panel [data-part=follow]")
                try browser.wait(for: "document.querySelector('.seal-panel [aria-pressed=true]')")
                try browser.keepPicture("console-live-seal")
                try scene.go("live")
                try browser.wait(for: "\(panel).hidden")
                // A badge of a gate would lie on the seal.
                try browser.click("[data-open=layers]")
                try browser.click(".live-panel [name=gates]")
                try browser.click("[data-open=layers]")
                try browser.evaluate(Self.settle)
                for _ in 0..<6 where try browser.text("location.hash") == "#/live" {
                    let drawn = try #require(try browser.evaluate(Self.nearestInk) as? [Double])
                    try browser.click(x: drawn[0], y: drawn[1])
                    try browser.evaluate(
                        "new Promise((done) => setTimeout(() => requestAnimationFrame(done), 700))")
                }
                #expect(try browser.text("location.hash").hasPrefix("#/live/seal/"))
            }
        }

        @Test(
            "Where a critical alert comes, the title counts it and the bar flashes; the sound stays off for who turned it off"
        )
        func attention() async throws {
            try await ConsoleScene.run(["uneventful-day"]) { scene in
                let browser = scene.browser
                #expect(try !browser.text("document.title").hasPrefix("("))
                try browser.click("#sound")
                #expect(try browser.text("document.getElementById('sound').getAttribute('aria-pressed')") == "false")
                let posted = try browser.evaluate(
                    """
                    fetch('/v1/border-gates/congestion').then((a) => a.json()).then(({ at }) =>
                    fetch('/v1/gate-events', { method: 'POST', headers: { 'X-Requested-With': 'vasscm',
                    'Content-Type': 'application/json' }, body: JSON.stringify({ eventId: 'LIVE-1', facility: 'VNCLI',
                    type: 'gate-out', time: at, container: 'MSKU9070323', fullEmpty: 'full' }) }))
                    .then((answer) => answer.status)
                    """)
                #expect(posted as? Int == 201)
                try browser.wait(for: "document.title.startsWith('(1) ')")
                try browser.wait(for: "document.querySelector('.live-page .alert-row.critical')")
                try browser.wait(for: "document.querySelector('link[rel=icon]').href.startsWith('data:image/svg')")
                try browser.open("\(scene.address)/", width: 1280, height: 800)
                try browser.wait(for: "document.getElementById('sound').getAttribute('aria-pressed') === 'false'")
            }
        }
    }
}
