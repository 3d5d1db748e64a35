import Foundation

/// A headless Chromium that a test drives through the two pipes of its DevTools protocol: no port, no window.
///
/// It is used by one thread at a time.
final class Browser: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let program = "/usr/bin/chromium"

    /// What the page asked for and what it complained of since it was opened.
    private(set) var requests: [String] = []
    private(set) var complaints: [String] = []
    private var answers: [String: Data] = [:]
    private let process: pid_t
    private let toBrowser: Int32
    private let fromBrowser: Int32
    private let profile: URL
    private var input = Data()
    private var lastID = 0
    private var session: String?

    init() throws {
        let program = try Programs.installed(Self.program)
        profile = FileManager.default.temporaryDirectory.appending(path: "vasscm-chromium-\(UUID().uuidString)")
        let (inRead, inWrite) = try Self.pipe()
        let (outRead, outWrite) = try Self.pipe()
        (toBrowser, fromBrowser) = (inWrite, outRead)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in Int32(0)...2 {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, inRead, 3)
        posix_spawn_file_actions_adddup2(&actions, outWrite, 4)
        let arguments = [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--remote-debugging-pipe", "--user-data-dir=\(profile.path)", "about:blank",
        ]
        var texts = arguments.map { strdup($0) } + [nil]
        var settings = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in texts + settings { free(text) } }
        var started: pid_t = 0
        let code = posix_spawn(&started, program, &actions, nil, &texts, &settings)
        process = started
        close(inRead)
        close(outWrite)
        guard code == 0 else {
            throw Failure(description: "cannot start \(program): \(String(cString: strerror(code)))")
        }
        let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
        session = try call("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
        for domain in ["Page", "Runtime", "Log", "Network"] { try call("\(domain).enable") }
    }

    deinit { stop() }

    /// Gives answers that stand in for the server's, by path, to what the pattern names; the others come from the server.
    func replaceAnswers(to pattern: String, by answers: [String: Data]) throws {
        self.answers = answers
        try call("Fetch.enable", ["patterns": [["urlPattern": pattern]]])
    }

    func stop() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        close(toBrowser)
        close(fromBrowser)
        try? FileManager.default.removeItem(at: profile)
    }

    /// Opens a page as a screen of that size shows it, and waits until it says that it is ready.
    func open(_ url: String, width: Int, height: Int, isDark: Bool = false) throws {
        requests = []
        complaints = []
        try resize(width: width, height: height, isDark: isDark)
        try call("Page.navigate", ["url": "about:blank"])
        try call("Page.navigate", ["url": url])
        try wait(for: "document.documentElement?.dataset.ready")
    }

    /// Makes the screen another one: its size, light or dark.
    func resize(width: Int, height: Int, isDark: Bool = false) throws {
        try call(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
        let scheme = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
        try call("Emulation.setEmulatedMedia", ["features": [scheme]])
    }

    /// Waits until an expression of the page is true.
    func wait(for expression: String) throws {
        let end = Date(timeIntervalSinceNow: 20)
        while Date() < end {
            if try evaluate("Boolean(\(expression))") as? Bool == true { return }
            usleep(20_000)
        }
        throw Failure(description: "not within 20 s: \(expression); \(complaints)")
    }

    /// The value of an expression, as JSON has it.
    @discardableResult
    func evaluate(_ expression: String) throws -> Any? {
        let answer = try call(
            "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
        if let details = answer["exceptionDetails"] { throw Failure(description: "\(expression): \(details)") }
        return (answer["result"] as? [String: Any])?["value"]
    }

    func text(_ expression: String) throws -> String { try evaluate(expression) as? String ?? "" }

    /// The page as a PNG.
    func screenshot() throws -> Data {
        let answer = try call("Page.captureScreenshot", ["format": "png"])
        return (answer["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
    }

    @discardableResult
    func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        let id = try send(method, parameters)
        while true {
            let message = try receive()
            guard message["id"] as? Int == id else {
                try take(message)
                continue
            }
            if let error = message["error"] { throw Failure(description: "\(method): \(error)") }
            return message["result"] as? [String: Any] ?? [:]
        }
    }

    private func send(_ method: String, _ parameters: [String: Any]) throws -> Int {
        lastID += 1
        var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
        message["sessionId"] = session
        let bytes = Array(try JSONSerialization.data(withJSONObject: message)) + [0]
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(toBrowser, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(description: "Chromium takes no more commands") }
            sent += count
        }
        return lastID
    }

    private func receive() throws -> [String: Any] {
        while true {
            if let end = input.firstIndex(of: 0) {
                let message = Data(input[input.startIndex..<end])
                input = Data(input[(end + 1)...])
                return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
            }
            var polled = pollfd(fd: fromBrowser, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 30_000) > 0 else { throw Failure(description: "Chromium is silent for 30 s") }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(fromBrowser, &buffer, buffer.count)
            guard count > 0 else { throw Failure(description: "Chromium has ended") }
            input.append(contentsOf: buffer[..<count])
        }
    }

    /// What the browser tells unasked.
    private func take(_ event: [String: Any]) throws {
        let parameters = event["params"] as? [String: Any] ?? [:]
        switch event["method"] as? String {
        case "Network.requestWillBeSent":
            requests.append((parameters["request"] as? [String: Any])?["url"] as? String ?? "?")
        case "Runtime.exceptionThrown": complaints.append("\(parameters["exceptionDetails"] ?? "")")
        case "Log.entryAdded": complaints.append("\((parameters["entry"] as? [String: Any])?["text"] ?? "")")
        case "Fetch.requestPaused": try answer(parameters)
        default: break
        }
    }

    private func answer(_ request: [String: Any]) throws {
        let id = request["requestId"] as? String ?? ""
        let url = (request["request"] as? [String: Any])?["url"] as? String ?? ""
        guard let body = answers[URL(string: url)?.path ?? ""] else {
            _ = try send("Fetch.continueRequest", ["requestId": id])
            return
        }
        _ = try send(
            "Fetch.fulfillRequest",
            [
                "requestId": id, "responseCode": 200, "body": body.base64EncodedString(),
                "responseHeaders": [["name": "Content-Type", "value": "application/json"]],
            ])
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else { throw Failure(description: String(cString: strerror(errno))) }
        // Out of the way of the numbers that the browser wants, and not for other children.
        let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
        for end in ends { close(end) }
        return (high[0], high[1])
    }
}
