import Foundation
import SimulatorKit

/// One HTTP/1.1 connection to loopback with nothing between the clock and the socket.
package final class LoopbackConnection {
    package struct Answer {
        package var status: Int
        /// In lower case.
        package var headers: [String: String]
        package var bytes: Int
        package var body: [UInt8]
        package var seconds: Double
    }

    package let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 18)

    /// - Parameter receiveBuffer: bytes that the kernel may keep for a client that does not read.
    package init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw BenchFailure("cannot connect to port \(port): errno \(errno)") }
    }

    deinit { close(descriptor) }

    package func send(_ path: String, key: String, headers: [String] = []) throws {
        let lines = ["GET \(path) HTTP/1.1", "Host: 127.0.0.1", "Authorization: Bearer \(key)"] + headers
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw BenchFailure("cannot send a request: errno \(errno)")
        }
    }

    /// Sends a request and reads its answer, whose length must be known.
    package func get(_ path: String, key: String, headers: [String] = [], keepsBody: Bool = false) throws -> Answer {
        let began = Pace.system.now()
        try send(path, key: key, headers: headers)
        var head: [UInt8] = []
        var end: Int?
        while end == nil {
            head += try receive()
            end = head.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound
        }
        let lines = String(decoding: head[..<(end ?? 0)], as: UTF8.self).components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let length = fields["content-length"].flatMap(Int.init)
        else { throw BenchFailure("\(path): no length in the answer: \(lines.first ?? "")") }
        var body = keepsBody ? Array(head[(end ?? 0)...]) : []
        var got = head.count - (end ?? 0)
        while got < length {
            let more = try receive()
            got += more.count
            if keepsBody { body += more }
        }
        return Answer(status: status, headers: fields, bytes: got, body: body, seconds: Pace.system.now() - began)
    }

    private func receive() throws -> ArraySlice<UInt8> {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw BenchFailure("the server closed the connection: errno \(errno)") }
        return buffer[..<count]
    }

}
