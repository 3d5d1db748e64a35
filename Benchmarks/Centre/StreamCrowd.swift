import BenchKit
import Foundation

/// Clients of the event stream on one thread: some read all that comes, the others nothing.
final class StreamCrowd: @unchecked Sendable {
    /// What a client has read: enough to say whether it missed anything.
    struct Seen: Hashable {
        var count = 0
        var first: Int64 = 0
        var last: Int64 = 0
        /// Of all ids in their order.
        var digest: UInt64 = 0
        var isOrdered = true

        mutating func add(_ id: Int64) {
            if count == 0 { first = id }
            if id <= last { isOrdered = false }
            count += 1
            last = id
            digest = digest &* 31 &+ UInt64(bitPattern: id)
        }
    }

    private final class Reader {
        let connection: LoopbackConnection
        var seen = Seen()
        var rest: [UInt8] = []
        var isClosed = false

        init(_ connection: LoopbackConnection) { self.connection = connection }

        /// Takes the ids out of what was read; a line that is not whole waits for its rest.
        func take(_ bytes: UnsafeRawBufferPointer) {
            var start = 0
            if !rest.isEmpty {
                guard let end = bytes.firstIndex(of: 10) else {
                    rest += bytes
                    return
                }
                rest += bytes[...end]
                rest.withUnsafeBytes { line(UnsafeRawBufferPointer(rebasing: $0.dropLast())) }
                rest = []
                start = end + 1
            }
            while start < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + start, 10, bytes.count - start)
            {
                let end = UnsafeRawPointer(found) - base
                line(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                start = end + 1
            }
            if start < bytes.count { rest = Array(bytes[start...]) }
        }

        private func line(_ line: UnsafeRawBufferPointer) {
            guard line.count > 4, line[0] == UInt8(ascii: "i"), line[1] == UInt8(ascii: "d") else { return }
            var id: Int64 = 0
            for byte in line[4...] where byte != 13 { id = id * 10 + Int64(byte) - 48 }
            seen.add(id)
        }
    }

    private let readers: [Reader]
    private let slow: [Reader]
    private let lock = NSLock()
    private var isDone = false
    private var newest: Int64 = 0

    init(port: Int, readers: Int, slow: Int) throws {
        func open(receiveBuffer: Int32?) throws -> Reader {
            let connection = try LoopbackConnection(port: port, receiveBuffer: receiveBuffer)
            try connection.send("/v1/stream", key: BenchServer.key)
            return Reader(connection)
        }
        self.readers = try (0..<readers).map { _ in try open(receiveBuffer: nil) }
        self.slow = try (0..<slow).map { _ in try open(receiveBuffer: 8192) }
    }

    /// The last id that every reader has.
    var lastOfAll: Int64 { lock.withLock { newest } }

    var seen: [Seen] { lock.withLock { readers.map(\.seen) } }
    var closedReaders: Int { lock.withLock { readers.count(where: \.isClosed) } }

    func stop() { lock.withLock { isDone = true } }

    /// Reads until `stop`, on a thread of its own.
    func start() {
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 18)
            var polls = readers.map { pollfd(fd: $0.connection.descriptor, events: Int16(POLLIN), revents: 0) }
            while !lock.withLock({ isDone }) {
                guard poll(&polls, nfds_t(polls.count), 100) >= 0 else { continue }
                for index in polls.indices where polls[index].revents != 0 {
                    let count = recv(polls[index].fd, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                    lock.withLock {
                        if count > 0 {
                            buffer.withUnsafeBytes {
                                readers[index].take(UnsafeRawBufferPointer(rebasing: $0[..<count]))
                            }
                        } else if count == 0 {
                            readers[index].isClosed = true
                            polls[index].fd = -1
                        }
                    }
                }
                lock.withLock { newest = readers.map(\.seen.last).min() ?? 0 }
                // Reading every few bytes as they come would take the processor that is measured.
                usleep(20_000)
            }
        }
    }

    /// Reads what the kernels still hold for each slow client, to the end that the server made.
    ///
    /// - Returns: what each got whole, or `nil` for one whose connection is still open.
    func readSlow() -> [Seen?] {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        return slow.map { client in
            var timeout = timeval(tv_sec: 1, tv_usec: 0)
            setsockopt(
                client.connection.descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout,
                socklen_t(MemoryLayout<timeval>.size))
            while true {
                let count = recv(client.connection.descriptor, &buffer, buffer.count, 0)
                if count == 0 || (count < 0 && errno == ECONNRESET) { break }
                guard count > 0 else { return nil }
                buffer.withUnsafeBytes { client.take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            }
            return client.seen
        }
    }

    /// Resumes after `last` and reads up to `through`.
    static func resume(port: Int, after last: Int64, through: Int64, into seen: Seen) throws -> Seen {
        let connection = try LoopbackConnection(port: port)
        try connection.send("/v1/stream", key: BenchServer.key, headers: ["Last-Event-ID: \(last)"])
        let reader = Reader(connection)
        reader.seen = seen
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while reader.seen.last < through {
            let count = recv(connection.descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            buffer.withUnsafeBytes { reader.take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        return reader.seen
    }
}
