import Foundation
import MQTTListener
import TestSupport

/// The other end of one MQTT connection, byte by byte: it shows what a client sends, and when.
final class ScriptedBroker: @unchecked Sendable {
    struct Packet: Equatable {
        /// The packet's type, 1 (CONNECT) to 14 (DISCONNECT).
        var type: UInt8
        var body: [UInt8]
    }

    let port: Int
    private let listening: Int32
    private var connection: Int32 = -1

    init() throws { (listening, port) = try LoopbackSocket.listen() }

    deinit {
        hangUp()
        close(listening)
    }

    /// Waits for a client, reads its CONNECT and answers it; nil where none came.
    func accept(returnCode: UInt8 = 0, milliseconds: Int32 = 10_000) -> Packet? {
        guard LoopbackSocket.isReady(listening, milliseconds: milliseconds) else { return nil }
        hangUp()
        connection = Foundation.accept(listening, nil, nil)
        guard let connect = readPacket(), connect.type == 1 else { return nil }
        send([0x20, 2, 0, returnCode])
        return connect
    }

    /// Reads the SUBSCRIBE and grants it.
    func grantSubscription(_ granted: UInt8 = 1) -> Packet? {
        guard let subscribe = readPacket(), subscribe.type == 8 else { return nil }
        send([0x90, 3, subscribe.body[0], subscribe.body[1], granted])
        return subscribe
    }

    /// Sends a PUBLISH at QoS 1.
    func publish(topic: String, payload: String, number: UInt16) {
        let body =
            [UInt8(topic.utf8.count >> 8), UInt8(topic.utf8.count & 0xff)] + Array(topic.utf8)
            + [UInt8(number >> 8), UInt8(number & 0xff)] + Array(payload.utf8)
        precondition(body.count < 128)
        send([0x32, UInt8(body.count)] + body)
    }

    /// Sends the beginning of a PUBLISH.
    func publishHalf(topic: String) {
        send([0x32, 100, 0, UInt8(topic.utf8.count)] + Array(topic.utf8))
    }

    /// Whether the client sends anything (or hangs up) within the time.
    func hearsAnything(milliseconds: Int32) -> Bool {
        LoopbackSocket.isReady(connection, milliseconds: milliseconds)
    }

    /// The next packet; nil at the end of the connection or after 10 s.
    func readPacket() -> Packet? {
        guard let first = readBytes(1)?.first, let length = readBytes(1)?.first, length < 128,
            let body = readBytes(Int(length))
        else { return nil }
        return Packet(type: first >> 4, body: body)
    }

    /// Hangs up first, so that the listener need not wait for an answer to its good-bye.
    func endListener(_ listener: MQTTListener) {
        hangUp()
        listener.stop()
    }

    func hangUp() {
        if connection >= 0 {
            // Ends the connection also where a child process has inherited the descriptor.
            shutdown(connection, Int32(SHUT_RDWR))
            close(connection)
        }
        connection = -1
    }

    private func readBytes(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            guard LoopbackSocket.isReady(connection, milliseconds: 10_000) else { return nil }
            let read = bytes.withUnsafeMutableBytes { buffer in
                recv(connection, buffer.baseAddress.map { $0 + have }, count - have, 0)
            }
            guard read > 0 else { return nil }
            have += read
        }
        return bytes
    }

    private func send(_ bytes: [UInt8]) {
        _ = Foundation.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
