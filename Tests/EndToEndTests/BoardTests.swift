import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("The public board in a real Chromium", .timeLimit(.minutes(3)))
    struct BoardTests {
        private static let languages = ["vi", "en"]

        @Test(
            "On a phone, a screen and a wall, in both languages, nothing is cut, overlaps the edge or lacks its words")
        func layouts() async throws {
            try await Self.onBoard { browser, address in
                for (width, height) in [(360, 780), (1920, 1080), (3840, 2160)] {
                    for language in Self.languages {
                        for path in ["", "/TANTHANH", "/MOCBAI", "/VNCLI", "/NOWHERE"] {
                            let name = "board\(path.lowercased().replacing("/", with: "-"))-\(width)-\(language)"
                            try browser.open(
                                "\(address)/board\(path)?lang=\(language)", width: width, height: height,
                                isDark: width == 3840)
                            #expect(try browser.text("document.documentElement.lang") == language)
                            let faults = try browser.text(Self.faults)
                            #expect(faults.isEmpty, "\(name): \(faults)")
                            #expect(browser.complaints.isEmpty, "\(name): \(browser.complaints)")
                            let strangers = browser.requests.filter {
                                !$0.hasPrefix(address + "/") && !$0.hasPrefix("data:") && !$0.hasPrefix("about:")
                            }
                            #expect(strangers.isEmpty, "\(name): \(strangers)")
                            try browser.keepPicture(name)
                        }
                    }
                }
            }
        }

        @Test("A wall shows six gates, the gravest first and all at once; the others follow in a list, each gate once")
        func wall() async throws {
            try await Self.onBoard { browser, address in
                for width in [1920, 3840] {
                    try browser.open("\(address)/board?lang=vi", width: width, height: width * 9 / 16)
                    let cards = try browser.text(
                        "[...document.querySelectorAll('.card')].map(c=>c.dataset.gate).join()")
                    #expect(cards == "HUUNGHI,TANTHANH,VNMOC,MOCBAI,VNLAO,VNLCA")
                    let rows = try browser.text(
                        "[...document.querySelectorAll('#rows a')].map(a=>a.pathname.split('/')[2]).join()")
                    #expect(rows == "VNHPH,VNCLI")
                    let bottom = try browser.evaluate(
                        "document.querySelector('#cards').getBoundingClientRect().bottom <= innerHeight")
                    #expect(bottom as? Bool == true, "\(width)")
                    let text = try browser.text("document.querySelector('.card').innerText")
                    for word in ["Ùn tắc", "Cửa khẩu Hữu Nghị", "3 ngày 12 giờ", "5.240", "Không có xe qua"] {
                        #expect(text.contains(word), "\(word) in \(text)")
                    }
                    #expect(text.contains("Nên đi Cửa khẩu Tân Thanh"))
                    let plots =
                        try browser.evaluate(
                            "document.querySelectorAll('.card:not(.stale) .plot .band').length") as? Int
                    #expect(plots == 5)
                }
            }
        }

        @Test("Stale is never green: grey in card, row and province, with its age and without a forecast")
        func stale() async throws {
            try await Self.onBoard { browser, address in
                try browser.open("\(address)/board?lang=en", width: 1920, height: 1080)
                let card = "document.querySelector('[data-gate=MOCBAI]')"
                #expect(try browser.text("\(card).className") == "card stale")
                #expect(try browser.evaluate("\(card).querySelectorAll('.green').length") as? Int == 0)
                #expect(try browser.text("\(card).querySelector('.head').innerText").contains("Out of date"))
                #expect(try browser.text("\(card).querySelector('.head').innerText").contains("43 min ago"))
                let drawing = try browser.text("getComputedStyle(\(card).querySelector('.head')).backgroundImage")
                #expect(drawing.contains("repeating-linear-gradient"))
                #expect(try browser.evaluate("\(card).querySelectorAll('.band, .future').length") as? Int == 0)
                #expect(try browser.text("document.querySelector('#provinces li:nth-child(2)').className") == "stale")
                try browser.open("\(address)/board?lang=en", width: 360, height: 780)
                let row = "document.querySelector('#rows a[href^=\"/board/MOCBAI\"]')"
                #expect(try browser.text("\(row).className") == "gate-row stale")
                #expect(try browser.text("\(row).innerText").contains("Out of date"))
            }
        }

        @Test("A driver's phone shows one gate, advice first; switch, language and the plot's keys work")
        func phone() async throws {
            try await Self.onBoard { browser, address in
                try browser.open("\(address)/board/TANTHANH?lang=vi", width: 360, height: 780)
                #expect(try browser.evaluate("document.querySelectorAll('.card').length") as? Int == 1)
                let advice = "document.querySelector('.advice').getBoundingClientRect()"
                let isFirst = try browser.evaluate(
                    "\(advice).bottom < innerHeight && \(advice).top < "
                        + "document.querySelector('.figures').getBoundingClientRect().top")
                #expect(isFirst as? Bool == true)
                #expect(
                    try browser.text("document.querySelector('.advice .best').innerText")
                        == "Nên đi Cửa khẩu Móng Cái (Bắc Luân II): nhanh hơn 2 giờ 10 phút")
                try browser.evaluate("document.querySelector('#language').click()")
                #expect(
                    try browser.text("document.querySelector('.advice .best').innerText")
                        == "Go to Mong Cai border gate (Bac Luan II): saves 2 h 10 min")
                #expect(try browser.text("location.search") == "?lang=en")
                try browser.evaluate("document.querySelector('#quantity input[value=wait]').click()")
                let press = "document.querySelector('.plot').dispatchEvent(new KeyboardEvent('keydown', {key: 'End'}))"
                try browser.evaluate("\(press); \(press)")
                let readout = try browser.text("document.querySelector('.readout').textContent")
                #expect(readout.contains("7 h 20 min, likely 5 h 10 min to 11 h"), "\(readout)")
            }
        }

        @Test("A lost connection is said with its time, and what is old by then is stale")
        func lost() async throws {
            try await Self.onBoard { browser, address in
                try browser.open("\(address)/board?lang=en", width: 1920, height: 1080)
                #expect(try browser.evaluate("document.querySelector('#lost').hidden") as? Bool == true)
                // Half an hour later, and the server does not answer.
                try browser.evaluate(
                    """
                    fetch = () => Promise.reject(new Error("away"));
                    const before = Date.now; Date.now = () => before() + 1800e3;
                    dispatchEvent(new Event("offline"));
                    """)
                try browser.wait(for: "!document.querySelector('#lost').hidden")
                let words = try browser.text("document.querySelector('#lost').innerText")
                #expect(words.hasPrefix("No connection since ") && words.contains("30 min old"), "\(words)")
                #expect(try browser.evaluate("document.querySelectorAll('.card:not(.stale)').length") as? Int == 0)
                let twice = try browser.evaluate(
                    "document.querySelectorAll('.card').length + document.querySelectorAll('#rows li').length")
                #expect(twice as? Int == 8)
            }
        }

        @Test("The server's own answers: every gate is there, and without evidence none is green")
        func noEvidence() async throws {
            try await Deployment.run { deployment in
                let address = deployment.centre.address
                try await Blocking.run {
                    let browser = try Browser()
                    defer { browser.stop() }
                    try browser.open("\(address)/board?lang=vi", width: 360, height: 780)
                    let rows = try browser.evaluate("document.querySelectorAll('#rows a.unknown').length") as? Int ?? 0
                    #expect(rows >= 6)
                    #expect(try browser.evaluate("document.querySelectorAll('main .green').length") as? Int == 0)
                    #expect(browser.complaints.isEmpty, "\(browser.complaints)")
                }
            }
        }

        /// A server, a browser, and the fixture's gates in place of the server's.
        private static func onBoard(
            _ body: @escaping @Sendable (Browser, _ address: String) throws -> Void
        ) async throws {
            try await Deployment.run { deployment in
                let address = deployment.centre.address
                let answers = try BoardFixture(now: now()).answers()
                try await Blocking.run {
                    let browser = try Browser()
                    defer { browser.stop() }
                    try browser.replaceAnswers(to: "*/v1/border-gates*", by: answers)
                    try body(browser, address)
                }
            }
        }

        /// Elements that reach out of the page or are cut, and keys that have no phrase; one a line.
        private static let faults = """
            (() => {
              const faults = [];
              const width = document.documentElement.clientWidth;
              for (const element of document.querySelectorAll("body *")) {
                const box = element.getBoundingClientRect();
                const isHidden = getComputedStyle(element).clipPath !== "none" || element.closest(".hidden, legend");
                if (!box.width || isHidden) continue;
                const name = `${element.tagName}.${element.getAttribute("class")}: ${element.textContent.slice(0, 40)}`;
                if (box.right > width + 1 || box.left < -1) faults.push("out " + name);
                const isDrawn = element.ownerSVGElement || element.tagName === "svg";
                if (!isDrawn && element.clientWidth && element.scrollWidth > element.clientWidth + 1) {
                  faults.push("cut " + name);
                }
                if (!element.children.length && /^(board|unit|level|flow)\\\\.[a-z-]+/.test(element.textContent)) {
                  faults.push("no phrase " + name);
                }
              }
              return faults.join("\\n");
            })()
            """
    }
}
