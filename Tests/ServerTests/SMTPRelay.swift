import Foundation
import Synchronization
import TestSupport

/// A small mail relay on loopback: keeps every message that it takes, and answers the end of a message as the test says.
final class SMTPRelay: Sendable {
    struct Message: Sendable {
        var from: String
        var to: [String]
        /// As it came over the wire, without the last point; lines that begin with a point have theirs doubled.
        var text: String
    }

    let port: Int
    private let descriptor: Int32
    private let kept = Mutex<[Message]>([])
    private let answer: @Sendable (Int) -> String

    /// - Parameter answer: is given how many messages came before; its answer begins with SMTP's code.
    init(_ answer: @escaping @Sendable (Int) -> String = { _ in "250 taken" }) throws {
        (descriptor, port) = try LoopbackSocket.listen()
        self.answer = answer
        Thread.detachNewThread { [descriptor, weak self] in
            while case let connection = accept(descriptor, nil, nil), connection >= 0 {
                guard let self else { close(connection); return }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit { stop() }

    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Every message whose end was heard, also those that were refused.
    var messages: [Message] { kept.withLock { $0 } }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var pending: [UInt8] = []
        func line() -> String? {
            while true {
                if let end = pending.firstIndex(of: 10) {
                    let line = String(decoding: pending[..<end], as: UTF8.self)
                    pending.removeFirst(end + 1)
                    return line.hasSuffix("\r") ? String(line.dropLast()) : line
                }
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = read(connection, &buffer, buffer.count)
                guard count > 0 else { return nil }
                pending += buffer[..<count]
            }
        }
        func say(_ text: String) {
            let bytes = Array((text + "\r\n").utf8)
            _ = write(connection, bytes, bytes.count)
        }
        var message = Message(from: "", to: [], text: "")
        say("220 relay.test")
        while let command = line() {
            switch command.prefix(4).uppercased() {
            case "EHLO", "HELO": say("250 relay.test")
            case "MAIL":
                message = Message(from: String(command.dropFirst("MAIL FROM:".count)), to: [], text: "")
                say("250 ok")
            case "RCPT":
                message.to.append(String(command.dropFirst("RCPT TO:".count)))
                say("250 ok")
            case "DATA":
                say("354 go on")
                while let text = line(), text != "." { message.text += text + "\n" }
                let before = kept.withLock { kept in
                    kept.append(message)
                    return kept.count - 1
                }
                say(answer(before))
            case "QUIT":
                say("221 bye")
                return
            default: say("250 ok")
            }
        }
    }
}
