public import Customs
import Foundation
import Wire

/// A recording on disk, read line by line; one whose name ends in `.gz` is read through gzip.
public final class RecordingFile: EnvelopeSource {
    /// Bytes of one line beyond which it is no recording.
    private static let maximumLineBytes = 64 * 1024 * 1024

    private let name: String
    private var file: UnsafeMutablePointer<FILE>?
    private let gzip: Process?
    private var decoder: RecordingDecoder
    private var number = 0
    private var buffer: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    /// - Throws: `SimulatorError` where the file cannot be opened.
    public init(path: String) throws(SimulatorError) {
        name = path
        // Only the account's name matters here: the server knows its role by its key.
        decoder = RecordingDecoder(
            gpsdSeals: ["*": "GPSD"], account: { Account(name: $0 ?? "supervisor", role: .supervisor) })
        guard let opened = fopen(path, "r") else {
            throw SimulatorError("\(path): \(String(cString: strerror(errno)))")
        }
        guard path.hasSuffix(".gz") else {
            file = opened
            gzip = nil
            return
        }
        fclose(opened)
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", "--", path]
        process.standardOutput = pipe
        do {
            try process.run()
        } catch {
            throw SimulatorError("\(path): cannot run gzip: \(error)")
        }
        gzip = process
        file = fdopen(dup(pipe.fileHandleForReading.fileDescriptor), "r")
    }

    deinit {
        if let file { fclose(file) }
        free(buffer)
        if let gzip, gzip.isRunning { gzip.terminate() }
    }

    /// The next envelope; `nil` at the end.
    ///
    /// - Throws: `SimulatorError` that names file, line and reason.
    public func next() throws(SimulatorError) -> Envelope? {
        while let file {
            let length = getline(&buffer, &capacity, file)
            guard length >= 0, let buffer else {
                try checkEnd(of: file)
                return nil
            }
            number += 1
            guard length <= Self.maximumLineBytes else {
                throw SimulatorError("\(name): line \(number) is longer than \(Self.maximumLineBytes) bytes")
            }
            do throws(RecordingError) {
                let line = UnsafeRawBufferPointer(start: buffer, count: length)
                if let envelope = try decoder.envelope(line: line, number: number) { return envelope }
            } catch {
                throw SimulatorError("\(name): \(error)")
            }
        }
        return nil
    }

    private func checkEnd(of file: UnsafeMutablePointer<FILE>) throws(SimulatorError) {
        guard ferror(file) == 0 else { throw SimulatorError("\(name): \(String(cString: strerror(errno)))") }
        guard let gzip else { return }
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else { throw SimulatorError("\(name) is not a whole gzip file") }
    }
}
