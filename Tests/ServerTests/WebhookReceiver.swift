import Foundation
import Synchronization
import TestSupport

/// A small HTTP server on loopback: every request is kept, and answered as the test says.
final class WebhookReceiver: Sendable {
    struct Request: Sendable {
        var line: String
        /// By lower-case name.
        var headers: [String: String]
        var body: [UInt8]

        var id: String { headers["webhook-id"] ?? "" }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Answer: Sendable {
        /// A status, more header lines, and a body.
        case status(Int, [String] = [], body: String = "")
        /// The headers, and then nothing although a body was announced.
        case headersOnly(Int)
        /// Nothing, until the sender gives up.
        case silence
    }

    let port: Int
    /// Requests as they come, each when it is about to be answered.
    let arrivals: AsyncStream<Request>
    private let descriptor: Int32
    private let arrival: AsyncStream<Request>.Continuation
    private let kept = Mutex<[Request]>([])
    private let answer: @Sendable (Request, Int) -> Answer

    /// - Parameter answer: is given the request and how many came before it.
    init(_ answer: @escaping @Sendable (Request, Int) -> Answer = { _, _ in .status(204) }) throws {
        (descriptor, port) = try LoopbackSocket.listen()
        self.answer = answer
        (arrivals, arrival) = AsyncStream.makeStream()
        // The thread holds no reference, so that the receiver ends with its test.
        Thread.detachNewThread { [descriptor, weak self] in
            while case let connection = accept(descriptor, nil, nil), connection >= 0 {
                guard let self else { close(connection); return }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit { stop() }

    /// Takes no more connections.
    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        arrival.finish()
    }

    var url: String { "http://127.0.0.1:\(port)/hook" }
    var requests: [Request] { kept.withLock { $0 } }
    var ids: [String] { requests.map(\.id) }

    /// Waits for so many more requests.
    func next(_ count: Int = 1) async -> [Request] {
        var found: [Request] = []
        for await request in arrivals {
            found.append(request)
            if found.count == count { break }
        }
        return found
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var buffer: [UInt8] = []
        while let request = Self.read(connection, &buffer) {
            let before = kept.withLock { kept in
                kept.append(request)
                return kept.count - 1
            }
            let answer = answer(request, before)
            switch answer {
            case .status(let status, let lines, let body):
                let head = ["HTTP/1.1 \(status) Said", "content-length: \(body.utf8.count)"] + lines
                // RFC 9110: a 204 has no content, so no length either.
                let used = status == 204 ? head.filter { !$0.hasPrefix("content-length") } : head
                Self.write(connection, used.joined(separator: "\r\n") + "\r\n\r\n" + body)
                arrival.yield(request)
            case .headersOnly(let status):
                Self.write(connection, "HTTP/1.1 \(status) Said\r\ncontent-length: 100000\r\n\r\n")
                arrival.yield(request)
                Self.waitForEnd(connection)
                return
            case .silence:
                arrival.yield(request)
                Self.waitForEnd(connection)
                return
            }
        }
    }

    private static func waitForEnd(_ connection: Int32) {
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) > 0 {}
    }

    private static func write(_ connection: Int32, _ text: String) {
        _ = text.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }

    private static func read(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
        while true {
            if let request = take(&buffer) { return request }
            var part = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &part, part.count, 0)
            guard count > 0 else { return nil }
            buffer += part[..<count]
        }
    }

    /// Takes a complete request from the front of what was read.
    private static func take(_ buffer: inout [UInt8]) -> Request? {
        guard let end = Data(buffer).range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        let length = Int(headers["content-length"] ?? "0") ?? 0
        guard buffer.count >= end.upperBound + length else { return nil }
        let body = Array(buffer[end.upperBound..<end.upperBound + length])
        buffer.removeFirst(end.upperBound + length)
        return Request(line: lines[0], headers: headers, body: body)
    }
}
