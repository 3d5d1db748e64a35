import Foundation

/// TCP ports on 127.0.0.1.
enum LoopbackPort {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A port that is free now.
    static func free() throws -> Int {
        let taken = try take()
        close(taken.descriptor)
        return taken.port
    }

    /// A port on which the caller listens, until it closes the descriptor.
    static func take() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = address(port: 0)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withGeneric(&address) { bind(descriptor, $0, length) }
        var actual = sockaddr_in()
        var actualLength = length
        let named = withGeneric(&actual) { getsockname(descriptor, $0, &actualLength) }
        guard bound == 0, named == 0, listen(descriptor, 8) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw Failure(description: "no free loopback port: \(reason)")
        }
        return (descriptor, Int(UInt16(bigEndian: actual.sin_port)))
    }

    static func isListening(_ port: Int) -> Bool {
        guard let descriptor = connection(port) else { return false }
        close(descriptor)
        return true
    }

    /// Sends a text to a line server and returns what it answers until it is silent for a moment.
    static func exchange(port: Int, send text: String, until isEnough: (String) -> Bool) throws -> String {
        guard let descriptor = connection(port) else { throw Failure(description: "nothing listens on port \(port)") }
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

    private static func connection(_ port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = address(port: port)
        let code = withGeneric(&address) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        if code == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func address(port: Int) -> sockaddr_in {
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
