import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// What `GET /v1/stream` says, as it comes.
final class EventStream: @unchecked Sendable {
    struct Event: Sendable {
        var id: Int64?
        var name: String
        var data: String

        /// A member of the event's object.
        func text(_ key: String) -> String? {
            let object = try? JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
            return object?[key] as? String
        }

        /// A member of the alert in an alert's event.
        func alertText(_ key: String) -> String? {
            let object = try? JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
            return (object?["alert"] as? [String: Any])?[key] as? String
        }
    }

    private struct State {
        var events: [Event] = []
        var lastID: Int64?
        var isOpen = false
        var hasEnded = false
    }

    private let lock = NSLock()
    private var state = State()
    private var task: Task<Void, Never>?

    /// Opens a stream, after the event `lastEventID` or with what comes next, and waits until it is open.
    init(_ centre: Centre, lastEventID: Int64? = nil) async throws {
        task = Task { [weak self] in
            do {
                try await Self.read(centre, lastEventID) { self?.take($0) }
            } catch {
                // The server ended, or the test is over.
            }
            self?.lock.withLock { self?.state.hasEnded = true }
        }
        try await eventually("the stream is open", within: 10) { self.lock.withLock { self.state.isOpen } }
    }

    deinit { task?.cancel() }

    var events: [Event] { lock.withLock { state.events } }
    var alerts: [Event] { events.filter { $0.name == "alert" } }
    /// What a browser would send as `Last-Event-ID`.
    var lastID: Int64? { lock.withLock { state.lastID } }
    var hasEnded: Bool { lock.withLock { state.hasEnded } }

    func close() { task?.cancel() }

    private func take(_ block: [Substring]) {
        lock.withLock {
            state.isOpen = true
            var event = Event(name: "message", data: "")
            for line in block {
                if line.hasPrefix("id: ") { event.id = Int64(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { event.data += line.dropFirst(6) }
            }
            state.lastID = event.id ?? state.lastID
            if !event.data.isEmpty { state.events.append(event) }
        }
    }

    /// Gives the lines of each block, which an empty line ends.
    private static func read(_ centre: Centre, _ lastEventID: Int64?, _ take: ([Substring]) -> Void) async throws {
        var request = HTTPClientRequest(url: centre.address + "/v1/stream")
        request.headers.add(name: "authorization", value: "Bearer demo-supervisor")
        if let lastEventID { request.headers.add(name: "last-event-id", value: "\(lastEventID)") }
        let response = try await HTTPClient.shared.execute(request, timeout: .minutes(2))
        guard response.status == .ok else {
            throw Centre.Unexpected(description: "the stream answers \(response.status)")
        }
        var text = ""
        for try await buffer in response.body {
            text += String(buffer: buffer)
            while let end = text.range(of: "\n\n") {
                take(text[..<end.lowerBound].split(separator: "\n"))
                text.removeSubrange(..<end.upperBound)
            }
        }
    }
}
