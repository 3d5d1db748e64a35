import Customs
import Foundation
import GPSDListener
import Logging
import TestSupport

/// A gpsd that says exactly what a test wants.
final class ScriptedDaemon: @unchecked Sendable {
    static let greeting =
        #"{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}"# + "\r\n"

    let port: Int
    private let listening: Int32
    private var connection: Int32 = -1

    init() throws { (listening, port) = try LoopbackSocket.listen() }

    deinit {
        hangUp()
        close(listening)
    }

    /// Waits for a client, greets it and reads its WATCH; nil where none came.
    @discardableResult
    func accept(greeting: String = ScriptedDaemon.greeting, milliseconds: Int32 = 10_000) -> String? {
        guard LoopbackSocket.isReady(listening, milliseconds: milliseconds) else { return nil }
        hangUp()
        connection = Foundation.accept(listening, nil, nil)
        send(greeting)
        guard LoopbackSocket.isReady(connection, milliseconds: 10_000) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = recv(connection, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Foundation.send(
                    connection, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func hangUp() {
        if connection >= 0 {
            // Ends the connection also where a child process has inherited the descriptor.
            shutdown(connection, Int32(SHUT_RDWR))
            close(connection)
        }
        connection = -1
    }

    static func position(_ device: String, _ number: Int) -> String {
        #"{"class":"TPV","device":"\#(device)","mode":3,"lat":20.\#(number),"lon":106.7}"#
    }
}

extension GPSDListener {
    static func make(
        port: Int, intake: any Intake, seals: [String: String] = ["*": "A"], silenceSeconds: Double = 60,
        batchLimit: Int = 10_000, log: LogRecorder = LogRecorder()
    ) -> GPSDListener {
        GPSDListener(
            configuration: GPSDConfiguration(
                host: "127.0.0.1", port: port, seals: seals, silenceSeconds: silenceSeconds, batchSeconds: 0.05,
                batchLimit: batchLimit),
            intake: intake, now: { Timestamp(milliseconds: 1_772_413_323_000) },
            logger: Logger(label: "test", factory: { _ in log }),
            backoff: Backoff(initialSeconds: 0.02, maximumSeconds: 0.1, jitter: { 0 }))
    }
}
