import BenchKit
import CMosquitto
import Foundation
import SimulatorKit

/// Takes messages of a persistent session, counts them, acknowledges them, and does nothing else.
enum CountingClient {
    private final class Tally {
        var count = 0
        var first: Double?
        var last = 0.0
    }

    /// Opens the session once, so that the broker keeps messages for it.
    static func register(port: Int, style: Style) throws {
        let client = try connect(port: port, style: style, tally: Tally())
        defer { mosquitto_destroy(client) }
        mosquitto_subscribe(client, nil, "vasscm/v1/seals/+/reports", 1)
        for _ in 0..<50 { mosquitto_loop(client, 20, 1) }
        mosquitto_disconnect(client)
        for _ in 0..<5 { mosquitto_loop(client, 20, 1) }
    }

    /// How it acknowledges.
    enum Style: String, CaseIterable {
        /// As any client of libmosquitto does, `mosquitto_sub` among them: `mosquitto_loop` writes each PUBACK at once.
        case plain
        /// As the server does: the PUBACKs of up to 2,000 messages leave together. No client is known that is faster.
        case batched
    }

    /// Seconds from the first message to the last.
    static func drain(port: Int, messages: Int, style: Style) throws -> Double {
        let tally = Tally()
        let client = try connect(port: port, style: style, tally: tally)
        defer { mosquitto_destroy(client) }
        if style == .batched { mosquitto_threaded_set(client, true) }
        let limit = Pace.system.now() + 300
        while tally.count < messages {
            guard Pace.system.now() < limit else {
                throw BenchFailure("only \(tally.count) of \(messages) messages came in 300 s")
            }
            try step(client, timeout: 100, style)
        }
        for _ in 0..<20 { try step(client, timeout: 5, style) }
        mosquitto_disconnect(client)
        while mosquitto_want_write(client) { mosquitto_loop_write(client, 1) }
        return tally.last - (tally.first ?? 0)
    }

    /// Reads what is there, up to 2,000 packets, and then writes what is owed.
    private static func step(_ client: OpaquePointer, timeout: Int32, _ style: Style) throws {
        if style == .plain {
            let result = mosquitto_loop(client, timeout, 1000)
            guard result == MOSQ_ERR_SUCCESS.rawValue else {
                throw BenchFailure(String(cString: mosquitto_strerror(result)))
            }
            return
        }
        let wantsWrite = mosquitto_want_write(client)
        var descriptor = pollfd(
            fd: mosquitto_socket(client), events: Int16(POLLIN) | (wantsWrite ? Int16(POLLOUT) : 0), revents: 0)
        poll(&descriptor, 1, timeout)
        var packets = 0
        while packets < 2000 {
            var readable = pollfd(fd: mosquitto_socket(client), events: Int16(POLLIN), revents: 0)
            guard poll(&readable, 1, 0) > 0 else { break }
            let result = mosquitto_loop_read(client, 1)
            guard result == MOSQ_ERR_SUCCESS.rawValue else {
                throw BenchFailure(String(cString: mosquitto_strerror(result)))
            }
            packets += 1
        }
        while mosquitto_want_write(client) { mosquitto_loop_write(client, 1) }
        mosquitto_loop_misc(client)
    }

    private static func connect(port: Int, style: Style, tally: Tally) throws -> OpaquePointer {
        mosquitto_lib_init()
        guard let client = mosquitto_new("counter-\(style.rawValue)", false, Unmanaged.passRetained(tally).toOpaque())
        else {
            throw BenchFailure("no memory for a client")
        }
        mosquitto_message_callback_set(client) { _, context, _ in
            guard let context else { return }
            let tally = Unmanaged<Tally>.fromOpaque(context).takeUnretainedValue()
            let time = Pace.system.now()
            tally.first = tally.first ?? time
            tally.last = time
            tally.count += 1
        }
        let result = mosquitto_connect(client, "127.0.0.1", Int32(port), 60)
        guard result == MOSQ_ERR_SUCCESS.rawValue else {
            throw BenchFailure("cannot connect: \(String(cString: mosquitto_strerror(result)))")
        }
        return client
    }
}
