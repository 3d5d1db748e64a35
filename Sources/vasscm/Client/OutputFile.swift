import Foundation

/// A file that is written piece by piece and appears only when it is whole.
struct OutputFile: ~Copyable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var isDone = false

    init(_ path: String) throws {
        self.path = path
        let url = URL(fileURLWithPath: path)
        temporary =
            url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent).\(getpid()).tmp").path
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else {
            throw ClientError("cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    func write(_ bytes: [UInt8]) throws {
        try StandardOutput.write(bytes, to: descriptor, name: path)
    }

    /// Puts it in its place, on disk.
    mutating func finish() throws {
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
            throw ClientError("cannot write \(path): \(String(cString: strerror(errno)))")
        }
        isDone = true
    }

    deinit {
        close(descriptor)
        if !isDone { unlink(temporary) }
    }
}
