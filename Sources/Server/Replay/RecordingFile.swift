import CZlib
import Foundation

/// Reads a recording line by line, plain or gzip, from a file or standard input.
final class RecordingFile {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// A line longer than this is no line of a recording: the broker takes no payload of that size.
    static let longestLine = 16 << 20
    private static let chunkBytes = 1 << 20

    private let path: String
    private let file: gzFile
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// - Parameter path: `-` for standard input.
    init(path: String) throws {
        self.path = path == "-" ? "standard input" : path
        let opened: gzFile?
        if path == "-" {
            opened = gzdopen(dup(STDIN_FILENO), "rb")
        } else {
            guard FileManager.default.isReadableFile(atPath: path) else {
                throw Failure(
                    description:
                        "cannot read the recording \(path): \(FileReading.reason(Failure(description: ""), file: path))"
                )
            }
            opened = gzopen(path, "rb")
        }
        guard let opened else { throw Failure(description: "cannot open the recording \(self.path)") }
        file = opened
        gzbuffer(file, UInt32(Self.chunkBytes))
    }

    deinit { gzclose(file) }

    /// Calls `body` with every line's bytes, without the line break, and its number from 1.
    func forEachLine(_ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        var number = 0
        while true {
            guard let end = try endOfLine() else { break }
            number += 1
            try buffer.withUnsafeBytes { bytes in
                try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), number)
            }
            start = min(end + 1, buffer.count)
            if isAtEnd, start >= buffer.count { break }
        }
    }

    /// The index of the next line break, or of the end of the last line; `nil` after it.
    private func endOfLine() throws -> Int? {
        var searched = start
        while true {
            let found = buffer.withUnsafeBytes { bytes -> Int? in
                guard searched < bytes.count, let base = bytes.baseAddress,
                    let hit = memchr(base + searched, Int32(UInt8(ascii: "\n")), bytes.count - searched)
                else { return nil }
                return UnsafeRawPointer(hit) - base
            }
            if let found { return found }
            guard !isAtEnd else { return start < buffer.count ? buffer.count : nil }
            guard buffer.count - start <= Self.longestLine else {
                throw Failure(description: "\(path): a line is longer than \(Self.longestLine) bytes")
            }
            buffer.removeFirst(start)
            searched = buffer.count
            start = 0
            try readChunk()
        }
    }

    private func readChunk() throws {
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.chunkBytes))
        let count = buffer.withUnsafeMutableBytes { bytes in
            gzread(file, bytes.baseAddress.map { $0 + old }, UInt32(Self.chunkBytes))
        }
        buffer.removeLast(Self.chunkBytes - Int(max(0, count)))
        guard count >= 0 else {
            var code: Int32 = 0
            let reason = gzerror(file, &code).map { String(cString: $0) } ?? "unknown"
            throw Failure(description: "\(path): cannot be read as gzip: \(reason)")
        }
        guard count == 0 else { return }
        isAtEnd = true
        var code: Int32 = 0
        _ = gzerror(file, &code)
        if code == Z_BUF_ERROR { throw Failure(description: "\(path): the gzip file is cut off") }
    }
}
