import ArgumentParser
import Foundation

/// Standard output, unbuffered.
enum StandardOutput {
    /// Writes all of it.
    ///
    /// - Throws: `ExitCode` where nobody reads any more, and `ClientError` where it cannot be written.
    static func write(_ bytes: [UInt8]) throws {
        try write(bytes, to: 1, name: "standard output")
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EPIPE { throw ExitCode.failure }
            guard count > 0 else { throw ClientError("cannot write \(name): \(String(cString: strerror(errno)))") }
            rest = rest.dropFirst(count)
        }
    }
}
