import Foundation

/// Writes a file so that nobody ever sees a part of it: under another name, on disk, and then renamed.
enum AtomicFile {
    /// What the system said of a file.
    struct Failure: Error, CustomStringConvertible {
        var code: Int32
        var description: String

        init(_ call: String, _ code: Int32 = errno) {
            self.code = code
            description = "\(call): \(String(cString: strerror(code)))"
        }
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to path: String, mode: mode_t) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        let temporary = "\(folder)/.\(name).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw Failure("open") }
        defer { close(descriptor) }
        do {
            try writeAll(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw Failure("fsync") }
            guard rename(temporary, path) == 0 else { throw Failure("rename") }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
        var rest = bytes
        while let base = rest.baseAddress, !rest.isEmpty {
            let count = Foundation.write(descriptor, base, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure("write") }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}
