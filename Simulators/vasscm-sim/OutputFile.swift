import Customs
import Foundation
import SimulatorKit
import Wire

/// Where a simulator writes: a file, or `-` for standard output.
enum OutputFile {
    static func write(_ envelopes: [Envelope], to path: String) throws {
        try write(envelopes.map { RecordingWriter.line($0) + "\n" }.joined(), to: path)
    }

    static func write(_ text: String, to path: String) throws {
        guard path != "-" else {
            FileHandle.standardOutput.write(Data(text.utf8))
            return
        }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw SimulatorError("\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Refuses a name that promises compression.
    static func check(_ path: String?) -> String? {
        guard let path, path.hasSuffix(".gz") else { return nil }
        return "--output writes plain text; compress \(path.dropLast(3)) with gzip afterwards"
    }
}
