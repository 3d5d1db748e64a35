import CMosquitto
import Foundation

extension MQTTSession {
    /// The connection's fixed bounds.
    enum Limits {
        /// The broker must accept us within this time.
        static let acceptSeconds = 10.0
        /// A connection that lasted this long was a success.
        static let provenSeconds = 5.0
        /// The disconnect must leave within this time.
        static let farewellSeconds = 2.0
        /// The library's keepalive has a resolution of one second.
        static let turnMilliseconds: Int32 = 1000
        /// A part of a batch: large enough that handing it over costs nothing, small enough that storing starts early.
        static let handOverMessages = 1500
        /// More messages than this in a turn are load: a thousand a second and more.
        static let loadedMessages = 20
        /// Small beside a seal's interval, and beside the time in which an officer reads.
        static let gatherMicroseconds: UInt32 = 4000
        static let publishesPerTurn = 1000
        /// libmosquitto walks the list of these at each PUBACK, so it is kept short.
        static let unacknowledged = 200
    }

    static var monotonicSeconds: Double {
        Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    }

    /// Waits for the socket or a wake-up; returns what the socket is ready for.
    func waitForWork(_ client: OpaquePointer, milliseconds: Int32) -> Int16 {
        let events = mosquitto_want_write(client) ? POLLIN | POLLOUT : POLLIN
        let ready = Self.poll(
            mosquitto_socket(client), events: events, wake: mailbox.wake.descriptor, milliseconds: milliseconds)
        if ready.wake { mailbox.wake.drain() }
        return ready.socket
    }

    /// During a TLS handshake the library reports readiness that it does nothing about; this keeps the loop from
    /// spinning.
    func pauseForHandshake(_ ready: Int16) {
        guard configuration.tls != nil, ready != 0 else { return }
        _ = Self.poll(-1, events: 0, wake: mailbox.wake.descriptor, milliseconds: 5)
    }

    /// Waits between connections; only a stop ends it early.
    func pause(seconds: Double) {
        let end = Self.monotonicSeconds + seconds
        while !mailbox.isStopping {
            let left = end - Self.monotonicSeconds
            guard left > 0 else { return }
            let ready = Self.poll(
                -1, events: 0, wake: mailbox.wake.descriptor, milliseconds: Int32(left * 1000) + 1)
            if ready.wake { mailbox.wake.drain() }
        }
    }

    /// Discards what still arrives until the other side has closed; the broker keeps what we have not acknowledged.
    static func awaitEnd(of socket: Int32, until deadline: Double) {
        setCork(socket, false)
        shutdown(socket, Int32(SHUT_WR))
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            while monotonicSeconds < deadline {
                guard poll(socket, events: POLLIN, wake: -1, milliseconds: 100).socket != 0 else { continue }
                let count = read(socket, buffer.baseAddress, buffer.count)
                if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { return }
            }
        }
    }

    static func isReadable(_ socket: Int32) -> Bool {
        poll(socket, events: POLLIN, wake: -1, milliseconds: 0).socket != 0
    }

    static func isWritable(_ socket: Int32) -> Bool {
        Int32(poll(socket, events: POLLOUT, wake: -1, milliseconds: 0).socket) & Int32(POLLOUT) != 0
    }

    static func poll(
        _ socket: Int32, events: some BinaryInteger, wake: Int32, milliseconds: Int32
    ) -> (socket: Int16, wake: Bool) {
        // poll ignores negative descriptors.
        var polled = (
            pollfd(fd: socket, events: Int16(events), revents: 0), pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
        )
        let count = withUnsafeMutableBytes(of: &polled) { bytes in
            Foundation.poll(bytes.assumingMemoryBound(to: pollfd.self).baseAddress, 2, milliseconds)
        }
        guard count > 0 else { return (0, false) }
        return (polled.0.revents, polled.1.revents != 0)
    }

    static func setCork(_ socket: Int32, _ isOn: Bool) {
        var flag: Int32 = isOn ? 1 : 0
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_CORK, &flag, socklen_t(MemoryLayout<Int32>.size))
    }
}
