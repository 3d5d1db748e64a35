import Customs
import Foundation
import Hummingbird
import HummingbirdTesting
import MonitoringCentre
import Synchronization
import Testing

@Suite("Clients of the stream that do not read")
struct SlowClientTests {
    /// A connection to the stream that takes little from the network by itself.
    private final class Client: @unchecked Sendable {
        private let descriptor: Int32
        private let state = Mutex(Events())

        init(port: Int, lastEventID: Int64? = nil) throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            // Less than two segments of loopback would wait for the kernel's probes, half a minute apart.
            var size: Int32 = 1 << 17
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
            // Nothing may hang here for ever.
            var limit = timeval(tv_sec: 30, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let code = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            try #require(code == 0)
            let resume = lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
            let request =
                "GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer viewer-key\r\n\(resume)\r\n"
            let bytes = Array(request.utf8)
            try #require(write(descriptor, bytes, bytes.count) == bytes.count)
        }

        deinit { close(descriptor) }

        /// The ids of the events that came whole so far.
        var ids: [Int64] { state.withLock { $0.ids } }

        /// Reads up to the event `last` or the end of the stream.
        ///
        /// - Returns: whether the stream ended: by its last chunk, or with the connection.
        func read(through last: Int64 = .max) -> Bool {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while ids.last ?? 0 < last {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                // A connection that is cut with bytes under way ends in a reset.
                if count == 0 || (count < 0 && errno == ECONNRESET) { return true }
                guard count > 0 else { return false }
                state.withLock { $0.take(buffer[..<count]) }
                if state.withLock(\.isOver) { return true }
            }
            return false
        }
    }

    /// What a client has read.
    private struct Events {
        var ids: [Int64] = []
        /// The chunk of length 0 came.
        var isOver = false
        private var line: [UInt8] = []
        private var pending: Int64?

        /// An empty line ends an event.
        mutating func take(_ bytes: ArraySlice<UInt8>) {
            for byte in bytes {
                guard byte == UInt8(ascii: "\n") else {
                    if byte != UInt8(ascii: "\r") { line.append(byte) }
                    continue
                }
                if line == [UInt8(ascii: "0")] { isOver = true }
                if line.isEmpty, let id = pending {
                    ids.append(id)
                    pending = nil
                } else if line.starts(with: Array("id: ".utf8)) {
                    pending = Int64(String(decoding: line.dropFirst(4), as: UTF8.self))
                }
                line.removeAll(keepingCapacity: true)
            }
        }
    }

    /// Reading blocks: on a thread of its own it takes none from the server.
    private static func onThread(_ body: @escaping @Sendable () -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    /// Runs a centre on a socket.
    private func serve(
        _ centre: Centre, _ body: @escaping @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = try centre.application { continuation.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body(port)
                break
            }
            centre.hub.close()
            group.cancelAll()
        }
    }

    @Test("One that never reads is dropped, its stream ended, and it resumes exactly; another loses nothing")
    func dropped() async throws {
        var limits = EventHub.Limits()
        limits.maximumLag = 2000
        let hub = EventHub(limits: limits)
        try await serve(Centre(hub: hub, change: { $0.port = 0 })) { port in
            let slow = try Client(port: port)
            let quick = try Client(port: port)
            while hub.subscriberCount < 2 { try await Task.sleep(for: .milliseconds(2)) }
            let isQuickClosed = Task { await Self.onThread { quick.read() } }
            // The kernels keep some megabytes for a client; what is beyond them counts. The other one always keeps up.
            var sequence: Int64 = 0
            while hub.droppedCount == 0, sequence < 60_000 {
                hub.publish((1...500).map { .zone(sequence + $0) })
                sequence += 500
                while quick.ids.last ?? 0 < sequence { try await Task.sleep(for: .milliseconds(1)) }
            }
            #expect(hub.droppedCount == 1 && hub.subscriberCount == 1)
            #expect(await Self.onThread { slow.read() })
            let last = try #require(slow.ids.last)
            #expect(slow.ids == Array(1...last) && last < sequence)
            #expect(quick.ids == Array(1...sequence))
            let again = try Client(port: port, lastEventID: last)
            let through = sequence
            _ = await Self.onThread { again.read(through: through) }
            #expect(again.ids == Array(last + 1...sequence))
            hub.close()
            #expect(await isQuickClosed.value)
        }
    }

    @Test("One that takes nothing between two comment lines is dropped, however little there is to tell")
    func stalled() async throws {
        let hub = EventHub()
        let centre = Centre(
            hub: hub,
            change: {
                $0.port = 0
                $0.heartbeatSeconds = 0.5
            })
        try await serve(centre) { port in
            let slow = try Client(port: port)
            while hub.subscriberCount == 0 { try await Task.sleep(for: .milliseconds(2)) }
            // More than the kernels keep, and less than may be behind.
            hub.publish((1...16_000).map { .report($0, seal: String(repeating: "S", count: 1000)) })
            while hub.subscriberCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(hub.droppedCount == 1)
            #expect(await Self.onThread { slow.read() })
            let last = try #require(slow.ids.last)
            #expect(slow.ids == Array(1...last) && last < 16_000)
        }
    }
}
