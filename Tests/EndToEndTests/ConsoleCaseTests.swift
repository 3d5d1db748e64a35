import Foundation
import Testing

extension EndToEnd {
    @Suite("The cases of the console", .timeLimit(.minutes(8)))
    struct ConsoleCaseTests {
        /// The seal was tampered with on the road.
        private static let tampered = "TR-20260303-0109"
        /// It was silent for a while.
        private static let silent = "TR-20260303-0103"

        @Test("A case tells what it is, draws its way, plots its reports, and shows one moment in all of them")
        func oneMoment() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                try Self.open(Self.tampered, scene)
                let head = try browser.text("document.querySelector('.case-head').textContent")
                Self.expect(head, ["ONEU7977466", "Closed", "VNSEAL0109", "15C-222.40", "Huu Nghi", "met, 3 h"])
                #expect(head.contains("Container number right (ISO 6346)"))
                try browser.wait(for: "document.querySelectorAll('.case-plot canvas').length === 3")
                try browser.wait(for: "document.querySelector('.case-spot.alert.critical')")
                for mark in ["start", "stop"] { try browser.wait(for: "document.querySelector('.case-spot.\(mark)')") }
                #expect(try browser.text("document.querySelector('.case-legend').textContent").contains("80–100"))
                try browser.keepPicture("case-transit")

                // A place on the plots, under the pointer: the timeline marks what came before it, the clock tells it.
                let shown = try Self.moment(browser)
                let plot = try browser.place(of: ".case-plot[data-plot=speed]")
                try browser.move(x: plot.x, y: plot.y)
                try browser.wait(for: "\(Self.clock) !== '\(shown)'")
                let mark = "document.querySelector('.case-item[aria-current] .case-what').textContent"
                let under = try browser.text(mark)
                try browser.move(x: plot.x, y: 300)
                try browser.wait(for: "\(Self.clock) === '\(shown)'")
                // A click keeps it.
                try browser.click(x: plot.x, y: plot.y)
                try browser.move(x: plot.x, y: 20)
                try browser.wait(for: "\(mark) === \(Browser.quoted(under))")
                let kept = try Self.moment(browser)
                #expect(kept != shown)
                // The keys go through the timeline and take the moment along.
                try browser.click(".case-item[data-kind=gate] button")
                let first = try Self.moment(browser)
                for _ in 1...4 { try browser.press("ArrowDown") }
                try browser.wait(for: "\(Self.clock) !== '\(first)'")
                for _ in 1...4 { try browser.press("ArrowUp") }
                try browser.wait(for: "\(Self.clock) === '\(first)'")
                // A mark of the map does so too, and opens the reasons.
                try browser.evaluate("document.querySelector('.case-spot.alert').click()")
                try browser.wait(for: "document.querySelector('.case-item[aria-current] .case-why')")
                let faults = try browser.accessibilityFaults()
                #expect(faults.isEmpty, "\(faults)")
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test(
            "The timeline is filtered by kind and turned round; the way is coloured by state; gaps and stops are told")
        func filters() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                try Self.open(Self.silent, scene)
                try browser.wait(for: "document.querySelector('.case-spot.gap')")
                let times =
                    "[...document.querySelectorAll('.case-item')].map((e) => Number(e.dataset.key.match(/\\d{12,}/)[0]))"
                #expect(try browser.evaluate("\(times).every((t, i, all) => !i || t <= all[i - 1])") as? Bool == true)
                try browser.click(".case-order")
                #expect(try browser.evaluate("\(times).every((t, i, all) => !i || t >= all[i - 1])") as? Bool == true)
                let kinds =
                    "[...new Set([...document.querySelectorAll('.case-item')].map((e) => e.dataset.kind))].join()"
                for kind in ["transit", "seal", "zone", "gate", "clearance", "alert"] {
                    #expect(try browser.text(kinds).contains(kind))
                    try browser.click(".case-filters [data-kind=\(kind)]")
                    #expect(try !browser.text(kinds).contains(kind))
                    try browser.click(".case-filters [data-kind=\(kind)]")
                }
                let timeline = try browser.text("document.querySelector('.case-list').textContent")
                Self.expect(
                    timeline, ["Silent", "Stop", "First report", "Last report", "Gate-out", "Signal lost", "over"])
                try browser.click(".case-legend [data-by=state]")
                try browser.wait(for: "document.querySelector('.case-legend').textContent.includes('Tampered')")
                try browser.keepPicture("case-by-state")
                try browser.evaluate("document.querySelector('.case-table').open = true")
                try browser.wait(for: "document.querySelectorAll('.case-table tbody tr').length > 10")
            }
        }

        @Test("From the head to an alert's numbers is one click, to acknowledged with a comment three")
        func alertActions() async throws {
            try await ConsoleScene.run(as: "officer") { scene in
                let browser = scene.browser
                try Self.open(Self.tampered, scene)
                try browser.click(".case-severity.critical")
                try browser.wait(for: "document.querySelector('.case-why .case-evidence').textContent.includes('km/h')")
                try browser.type(".case-comment", "Patrol sent")
                try browser.click(".case-act .primary")
                let actions =
                    "[...document.querySelectorAll('.case-item[data-kind=action]')].map((e) => e.textContent).join()"
                try browser.wait(for: "\(actions).includes('Patrol sent')")
                #expect(try browser.text(actions).contains("officer"))
                try browser.wait(for: "document.querySelector('.case-why').textContent.includes('Acknowledged')")
                try browser.keepPicture("case-acknowledged")
                try browser.click(".case-act .buttons button:nth-child(2)")
                try browser.type("dialog [name=assignee]", "supervisor")
                try browser.click("dialog [type=submit]")
                try browser.wait(for: "\(actions).includes('→ supervisor')")
                try browser.type(".case-comment", "Seal found cut")
                try browser.click(".case-act .buttons button:nth-child(3)")
                try browser.wait(for: "document.querySelector('.case-head').textContent.includes('No open alerts')")
                try browser.wait(for: "\(actions).includes('Seal found cut')")
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test(
            "An officer closes and cancels transits with a reason, holds and releases; a viewer is offered none of it")
        func decisions() async throws {
            try await ConsoleScene.run(as: "officer") { scene in
                let browser = scene.browser
                try Self.openTransit("T-CLOSE", "MSKU9070323", "VNSEAL0901", browser)
                try Self.openTransit("T-CANCEL", "CSQU3054383", "VNSEAL0902", browser)
                try scene.go("case/transit/T-CLOSE")
                try browser.click(".case-decide")
                try browser.choose("dialog [name=status]", "held")
                try browser.type("dialog [name=reason]", "Papers to be checked")
                try browser.keepPicture("case-hold")
                try browser.click("dialog [type=submit]")
                try browser.wait(for: "document.querySelector('.case-facts').textContent.includes('Held')")
                try browser.wait(
                    for: "document.querySelector('.case-list').textContent.includes('Papers to be checked')")
                try browser.click(".case-decide")
                try browser.choose("dialog [name=status]", "released")
                try browser.click("dialog [type=submit]")
                try browser.wait(for: "document.querySelector('.case-facts').textContent.includes('Released')")
                for (id, how, status) in [("T-CLOSE", "close", "Closed"), ("T-CANCEL", "cancel", "Cancelled")] {
                    try scene.go("case")
                    try scene.go("case/transit/\(id)")
                    try browser.wait(for: "document.querySelector('.case-status')?.textContent === 'Open'")
                    try browser.click(".case-\(how)")
                    try browser.type("dialog [name=reason]", "Decided at the desk")
                    try browser.click("dialog [type=submit]")
                    try browser.wait(for: "document.querySelector('.case-status').textContent === '\(status)'")
                    try browser.wait(for: "document.querySelector('.case-list').textContent.includes('at the desk')")
                    #expect(try browser.evaluate("document.querySelector('.case-\(how)') === null") as? Bool == true)
                }
                try browser.evaluate(
                    "fetch('/session', { method: 'DELETE', headers: { 'X-Requested-With': 'vasscm' } })")
                try scene.signIn(as: "viewer")
                try Self.open(Self.tampered, scene)
                try browser.click(".case-severity.critical")
                try browser.wait(for: "document.querySelector('.case-why')")
                #expect(
                    try browser.evaluate("document.querySelectorAll('.case-act, .case-decide').length") as? Int == 0)
            }
        }

        @Test("A transit is played: keys start, pause, step and go faster, the scrubber sets the moment")
        func playback() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                try Self.open(Self.tampered, scene)
                let knob = "Number(document.querySelector('.case-range').value)"
                let least = "Number(document.querySelector('.case-range').min)"
                try browser.press(" ")
                try browser.wait(for: "document.querySelector('.case-play').dataset.playing === 'true'")
                try browser.wait(for: "\(knob) > \(least) + 60e3 && \(knob) < \(least) + 3600e3")
                try browser.press("+")
                #expect(try browser.text("document.querySelector('.case-speed').value") == "600")
                try browser.press(" ")
                try browser.wait(for: "document.querySelector('.case-play').dataset.playing === 'false'")
                let paused = try Self.moment(browser)
                try browser.press("ArrowRight")
                try browser.wait(for: "\(Self.clock) !== '\(paused)'")
                try browser.press("-")
                #expect(try browser.text("document.querySelector('.case-speed').value") == "300")
                try browser.click(".case-controls [aria-label='On to the next event']")
                try browser.evaluate(
                    """
                    (() => { const e = document.querySelector('.case-range'); e.value = (Number(e.min) + Number(e.max)) / 2;
                    e.dispatchEvent(new Event('input')); })()
                    """)
                try browser.wait(for: "document.querySelector('.case-said').textContent.includes('km/h')")
                #expect(
                    try browser.evaluate("document.querySelectorAll('.case-bar .tick.critical').length") as? Int == 1)
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test("Transits are found in the list by status and number, and many are played together")
        func many() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                try scene.go("case")
                try browser.wait(for: "document.querySelectorAll('.case-rows tbody tr').length > 5")
                try browser.click(".case-statuses [data-status=cancelled]")
                try browser.wait(for: "document.querySelector('.case-rows').textContent.includes('No transits')")
                try browser.click(".case-statuses [data-status=all]")
                try browser.wait(for: "document.querySelectorAll('.case-rows tbody tr').length > 5")
                try browser.type(".case-search", "ONEU7977466")
                try browser.wait(for: "document.querySelectorAll('.case-rows tbody tr').length === 1")
                try browser.click(".case-rows tbody input")
                try browser.type(".case-search", "VNSEAL0103")
                try browser.wait(
                    for: "document.querySelector('.case-rows tbody input').dataset.transit === '\(Self.silent)'")
                try browser.click(".case-rows tbody input")
                try browser.keepPicture("case-list")
                try browser.click(".case-play-chosen")
                try browser.wait(for: "document.querySelectorAll('.case-runs li').length === 2")
                let range = "document.querySelector('.case-play-view .case-range')"
                try browser.click(".case-align")
                try browser.click(".case-play-view .case-play")
                let facts = "[...document.querySelectorAll('.case-run-facts')]"
                try browser.wait(for: "\(facts).every((e) => e.textContent.includes('km/h'))")
                try browser.wait(for: "Number(\(range).value) > Number(\(range).min) + 300e3")
                try browser.keepPicture("case-play")
                let faults = try browser.accessibilityFaults()
                #expect(faults.isEmpty, "\(faults)")
                #expect(scene.complaints.isEmpty, "\(scene.complaints)")
            }
        }

        @Test("A case is printed as a report; track, timeline and pictures are exported")
        func printed() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                try Self.open(Self.tampered, scene)
                let pdf = try browser.call("Page.printToPDF", ["preferCSSPageSize": true])["data"] as? String ?? ""
                #expect(Data(base64Encoded: pdf)?.starts(with: Array("%PDF".utf8)) == true)
                let report = try browser.text("document.querySelector('.case-report').textContent")
                Self.expect(
                    report, ["Case report: ONEU7977466", "Printed by supervisor", "cable cut", "Gate-out", "Deadline"])
                #expect(try browser.evaluate("document.querySelectorAll('.case-report canvas').length") as? Int == 2)
                try browser.click(".case-export")
                let links = "[...document.querySelectorAll('dialog a[data-format]')]"
                #expect(try browser.text("\(links).map((e) => e.dataset.format).join()") == "geojson,gpx,kml,csv")
                let answers =
                    "Promise.all(\(links).map((e) => fetch(e.href).then((a) => a.status))).then((all) => all.join())"
                #expect(try browser.text(answers) == "200,200,200,200")
                try browser.keepPicture("case-export")
                // What the two buttons save.
                try browser.evaluate("URL.createObjectURL = (blob) => { window.saved = blob; return 'data:,'; }; 1")
                try browser.click(".case-timeline-csv")
                let csv = try browser.text("saved.text()")
                #expect(csv.contains("at,until,kind,title,change,detail,by,alert\r\n"))
                #expect(csv.contains("seal-tampered.\(Self.tampered)"))
                try browser.click(".case-timeline-json")
                #expect(try browser.text("saved.text().then((text) => JSON.parse(text).container)") == "ONEU7977466")
            }
        }

        @Test("86,400 reports are drawn with as many points as can be seen; on a phone one part is shown at a time")
        func large() async throws {
            try await ConsoleScene.run { scene in
                let browser = scene.browser
                let rows = (0..<86_400).map { second in
                    let place = Double(second) / 86_400
                    let time = String(
                        format: "2026-03-03T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60)
                    return "\(time),\(20.8 + place),\(106.7 - place * 0.4),\(12 + second % 9),0.9,locked"
                }
                let csv = "time,lat,lon,speed,battery,state\r\n" + rows.joined(separator: "\r\n")
                try browser.replaceAnswers(to: "*/track?*", by: ["/v1/seals/VNSEAL0109/track": Data(csv.utf8)])
                try Self.open(Self.tampered, scene)
                try browser.wait(for: "document.querySelectorAll('.case-plot canvas').length >= 2")
                let points = try browser.evaluate(
                    """
                    import('/vendor/chart.js/chart.esm.js').then(({ Chart }) =>
                      Chart.getChart(document.querySelector('.case-plot canvas')).data.datasets[0].data.length)
                    """)
                #expect((points as? Int ?? 0) > 500 && (points as? Int ?? 9999) <= 4000, "\(points ?? "none")")
                try browser.drag(from: (500, 300), to: (620, 380))
                try browser.resize(width: 400, height: 860)
                for tab in ["timeline", "plots", "map"] {
                    try browser.click(".case-tabs [data-tab=\(tab)]")
                    try browser.wait(for: "document.querySelector('.case-view .case-\(tab)').getClientRects().length")
                    try browser.keepPicture("case-phone-\(tab)")
                }
                let timeline = "document.querySelector('.case-timeline').getClientRects().length"
                #expect(try browser.evaluate(timeline) as? Int == 0)
                try browser.resize(width: 1280, height: 800)
                try scene.go("case/container/MSKU0000000")
                try browser.wait(for: "document.querySelector('.case-message').textContent.includes('MSKU0000000')")
            }
        }

        private static func expect(_ text: String, _ words: [String]) {
            for word in words { #expect(text.contains(word), "\(word) in \(text)") }
        }

        private static let clock = "document.querySelector('.case-view .case-now').textContent"

        private static func moment(_ browser: Browser) throws -> String { try browser.text(clock) }

        /// Opens a transit's case and waits until its track is drawn.
        private static func open(_ transit: String, _ scene: ConsoleScene) throws {
            try scene.go("case/transit/\(transit)")
            try scene.browser.wait(for: "document.querySelector('.case-view').dataset.drawn?.includes('\(transit)')")
        }

        private static func openTransit(_ id: String, _ container: String, _ seal: String, _ browser: Browser) throws {
            let order =
                "{ transit: '\(id)', container: '\(container)', seal: '\(seal)', declaration: 'D-\(id)', origin: 'VNHPH', "
                + "destination: 'HUUNGHI', startsAt: '2026-03-03T11:00:00Z', deadline: '2026-03-03T20:00:00Z' }"
            let status = try browser.evaluate(
                """
                fetch('/v1/transits', { method: 'POST', body: JSON.stringify(\(order)),
                  headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'vasscm' } }).then((a) => a.status)
                """)
            #expect(status as? Int == 201)
        }
    }
}
