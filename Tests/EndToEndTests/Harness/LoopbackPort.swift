import Foundation
import TestSupport

/// TCP ports on 127.0.0.1.
enum LoopbackPort {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A port that is free now.
    static func free() throws -> Int { try freePort() }

    /// A port on which the caller listens, until it closes the descriptor.
    static func take() throws -> (descriptor: Int32, port: Int) { try LoopbackSocket.listen() }

    static func isListening(_ port: Int) -> Bool { LoopbackSocket.canConnect(port: port) }

    /// Sends a text to a line server and returns what it answers until it is silent for a moment.
    static func exchange(port: Int, send text: String, until isEnough: (String) -> Bool) throws -> String {
        guard let descriptor = LoopbackSocket.connection(port: port) else {
            throw Failure(description: "nothing listens on port \(port)")
        }
        defer { close(descriptor) }
        _ = text.withCString { send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        var answer: [UInt8] = []
        let limit = Date(timeIntervalSinceNow: 5)
        while Date() < limit {
            if isEnough(String(decoding: answer, as: UTF8.self)) { break }
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, 100) > 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
