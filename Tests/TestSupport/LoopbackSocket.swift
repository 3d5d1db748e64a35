import Foundation

/// Plain TCP sockets on 127.0.0.1.
package enum LoopbackSocket {
    package struct Failure: Error {
        package let call: String
        package let code = errno

        package init(call: String) { self.call = call }
    }

    /// Not inherited by children, which would keep ports taken and connections open.
    private static let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

    package static func listen(port: Int = 0) throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = make(port: port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withGeneric(&address) { bind(descriptor, $0, length) }
        var actual = sockaddr_in()
        var actualLength = length
        let named = withGeneric(&actual) { getsockname(descriptor, $0, &actualLength) }
        guard bound == 0, named == 0, Foundation.listen(descriptor, 8) == 0 else {
            close(descriptor)
            throw Failure(call: "bind or listen")
        }
        return (descriptor, Int(UInt16(bigEndian: actual.sin_port)))
    }

    package static func canConnect(port: Int) -> Bool {
        guard let descriptor = connection(port: port) else { return false }
        close(descriptor)
        return true
    }

    /// A connection, for the caller to close; `nil` where nobody listens.
    package static func connection(port: Int) -> Int32? {
        let descriptor = socket(AF_INET, kind, 0)
        var address = make(port: port)
        let code = withGeneric(&address) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        if code == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    /// Whether `poll` reports `events` (or an error) within the time.
    package static func isReady(_ descriptor: Int32, _ events: Int32 = POLLIN, milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&polled, 1, milliseconds) > 0
    }

    private static func make(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        return address
    }

    private static func withGeneric<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
        }
    }
}
