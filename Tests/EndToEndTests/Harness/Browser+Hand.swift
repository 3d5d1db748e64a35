import Foundation
import Testing

/// What an officer's hand does: clicks, letters, keys, drags; each through the browser's own input, not the page's scripts.
extension Browser {
    /// Clicks in the middle of the first element that the selector finds, once it is there and can be seen.
    func click(_ selector: String) throws {
        let place = try place(of: selector)
        try click(x: place.x, y: place.y)
    }

    func click(x: Double, y: Double) throws {
        try mouse("mousePressed", x, y)
        try mouse("mouseReleased", x, y)
    }

    /// Presses at one place, moves in steps to another, and lets go.
    func drag(from start: (x: Double, y: Double), to end: (x: Double, y: Double), steps: Int = 8) throws {
        try mouse("mousePressed", start.x, start.y)
        for step in 1...steps {
            let share = Double(step) / Double(steps)
            try mouse("mouseMoved", start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
        }
        try mouse("mouseReleased", end.x, end.y)
    }

    func move(x: Double, y: Double) throws { try mouse("mouseMoved", x, y, button: "none") }

    /// Empties the field and writes the text into it.
    func type(_ selector: String, _ text: String) throws {
        try wait(for: "document.querySelector(\(Self.quoted(selector)))")
        try evaluate(
            "(() => { const e = document.querySelector(\(Self.quoted(selector))); e.focus(); e.select?.(); })()")
        try call("Input.insertText", ["text": text])
    }

    /// Chooses an option of a `select` by its value, as a hand does.
    func choose(_ selector: String, _ value: String) throws {
        try wait(for: "document.querySelector(\(Self.quoted(selector)))")
        try evaluate(
            """
            (() => { const e = document.querySelector(\(Self.quoted(selector))); e.value = \(Self.quoted(value));
            for (const name of ["input", "change"]) e.dispatchEvent(new Event(name, { bubbles: true })); })()
            """)
    }

    /// Presses a key: a letter, or `Enter`, `Escape`, `ArrowDown`, …; `modifiers` as DevTools has them (2 is Ctrl).
    func press(_ key: String, modifiers: Int = 0) throws {
        let codes = [
            "Enter": 13, "Escape": 27, "Tab": 9, " ": 32, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
            "ArrowDown": 40,
        ]
        let text = key == "Enter" ? "\r" : key.count == 1 && modifiers == 0 ? key : ""
        for type in ["keyDown", "keyUp"] {
            var event: [String: Any] = ["type": type, "key": key, "modifiers": modifiers]
            if let code = codes[key] ?? (key.count == 1 ? Int(key.uppercased().utf8.first ?? 0) : nil) {
                event["windowsVirtualKeyCode"] = code
            }
            if type == "keyDown", !text.isEmpty { event["text"] = text }
            try call("Input.dispatchKeyEvent", event)
        }
    }

    /// The middle of an element, scrolled into view.
    func place(of selector: String) throws -> (x: Double, y: Double) {
        let element = "document.querySelector(\(Self.quoted(selector)))"
        try wait(for: "\(element) && \(element).getClientRects().length && !\(element).disabled")
        let found =
            try evaluate(
                """
                (() => { const e = \(element); e.scrollIntoView({ block: "nearest" }); const r = e.getBoundingClientRect();
                return [r.x + r.width / 2, r.y + r.height / 2]; })()
                """) as? [Double]
        guard let found, found.count == 2 else { throw Failure(description: "\(selector) has no place") }
        return (found[0], found[1])
    }

    /// Keeps a picture of the page where `VASSCM_SCREENSHOTS` names a folder.
    func keepPicture(_ name: String) throws {
        let picture = try screenshot()
        #expect(picture.starts(with: [0x89, 0x50, 0x4e, 0x47]))
        guard let folder = ProcessInfo.processInfo.environment["VASSCM_SCREENSHOTS"] else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try picture.write(to: URL(fileURLWithPath: folder).appending(path: "\(name).png"))
    }

    /// A text as a literal of the page's language.
    static func quoted(_ text: String) -> String {
        (try? JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed)).map {
            String(decoding: $0, as: UTF8.self)
        } ?? "\"\""
    }

    private func mouse(_ type: String, _ x: Double, _ y: Double, button: String = "left") throws {
        try call(
            "Input.dispatchMouseEvent",
            [
                "type": type, "x": x, "y": y, "button": button, "buttons": type == "mouseReleased" ? 0 : 1,
                "clickCount": 1,
            ])
    }
}
