import Foundation

extension GPSDSession {
    /// The session's fixed bounds.
    enum Limits {
        /// A stop is noticed within this time.
        static let turnMilliseconds: Int32 = 50
        static let readBytes = 16_384
        static let excerptBytes = 500
        /// A connection that lasted this long was a success.
        static let provenSeconds = 5.0
        /// With so many lines that are not gpsd's, a connection is given up.
        static let garbageLines = 100
    }

    static var monotonicSeconds: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

    static func isReadable(_ socket: Int32, milliseconds: Int32) -> Bool {
        var polled = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, milliseconds) > 0
    }

    /// The beginning of a line, fit for a log.
    static func excerpt(_ line: [UInt8]) -> String {
        let text = String(decoding: line.prefix(Limits.excerptBytes), as: UTF8.self)
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? "." : $0 }))
    }
}
