import Foundation

/// Tries a TCP address before anything is opened or connected, so that a start that must fail disturbs nobody.
enum PortCheck {
    /// - Throws: `StartFailure` that names the key and the address where somebody listens there, or nobody may.
    static func tryListening(host: String, port: Int, file: String) throws {
        guard port != 0 else { return }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let address = found?.pointee else {
            throw StartFailure(
                description: "\(file): http.host: “\(host)” is no address here: \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
        defer { if descriptor >= 0 { close(descriptor) } }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
            throw StartFailure(
                description: "\(file): http.port: cannot listen on \(host):\(port): \(String(cString: strerror(errno)))"
            )
        }
    }
}
