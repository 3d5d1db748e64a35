package import Customs
import Foundation

/// A folder into which a partner puts files, and the two into which they go: `done` and `rejected`.
///
/// It only knows files. What they mean, and when they may be moved, is for the watch to say.
package struct DropFolder: Sendable {
    /// Where a file goes once it was answered.
    package enum Place: String, Sendable, CaseIterable { case done, rejected }

    /// Entries of the folder that one look goes through; the others wait until these were moved.
    static let entriesOfLook = 10_000
    /// The system allows 255 bytes, of which the time before and `.answer.json` after it need some.
    private static let longestName = 200

    package let path: String
    let maximumBytes: Int
    /// How each file stood at the last look.
    private var seen: [String: DroppedFile.Stamp] = [:]

    /// Makes the folders where they are missing.
    ///
    /// - Throws: where they cannot be made.
    package init(path: String, maximumBytes: Int) throws {
        self.path = path
        self.maximumBytes = maximumBytes
        try makeFolders()
    }

    /// The files that are complete, oldest first: what did not change since the last look. Names that begin with a point or
    /// end with `.tmp` or `.part` are still being written, and so is an empty file.
    package mutating func look() throws -> [DroppedFile] {
        let names: [String]
        do {
            names = try entries()
        } catch let failure as AtomicFile.Failure where failure.code == ENOENT {
            seen = [:]
            try makeFolders()
            return []
        }
        let before = seen
        seen = [:]
        var complete: [DroppedFile] = []
        for name in names {
            guard let stamp = Self.stamp("\(path)/\(name)"), stamp.bytes > 0 else { continue }
            seen[name] = stamp
            if before[name] == stamp { complete.append(DroppedFile(name: name, stamp: stamp)) }
        }
        return complete.sorted(by: DroppedFile.isBefore)
    }

    /// The file's bytes; `nil` where it is gone or another one stands there now.
    ///
    /// - Throws: where it cannot be read.
    package func read(_ file: DroppedFile) throws -> [UInt8]? {
        // A link could name a file that is the server's to read and not the partner's; a pipe would never end.
        let descriptor = open("\(path)/\(file.name)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw AtomicFile.Failure("open")
        }
        defer { close(descriptor) }
        guard file.stamp.bytes <= maximumBytes else { return nil }
        var bytes = [UInt8](repeating: 0, count: file.stamp.bytes)
        var count = 0
        while count < bytes.count {
            let more = bytes.withUnsafeMutableBytes { buffer in
                Foundation.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            if more < 0, errno == EINTR { continue }
            if more < 0, errno == EAGAIN { return nil }
            guard more >= 0 else { throw AtomicFile.Failure("read") }
            guard more > 0 else { return nil }
            count += more
        }
        // Another one may have been put there, or this one grown, since it was looked at.
        return Self.stamp("\(path)/\(file.name)") == file.stamp ? bytes : nil
    }

    /// Writes the answer and moves the file beside it. The answer comes first: who sees the file there finds its answer.
    ///
    /// - Parameters:
    ///   - extension: of the answer, `json` or `edi`.
    ///   - time: when the file was received; it begins the name, so that names stay apart.
    /// - Throws: where one of the two cannot be done; the file is then still where it was.
    package func settle(
        _ file: DroppedFile, _ place: Place, answer: [UInt8], extension: String, at time: Timestamp
    ) throws {
        let target = freeName(for: file.name, in: place, at: time)
        try answer.withUnsafeBytes { bytes in
            try AtomicFile.write(bytes, to: "\(target).answer.\(`extension`)", mode: 0o640)
        }
        guard rename("\(path)/\(file.name)", target) == 0 else {
            let failure = AtomicFile.Failure("rename")
            // Taken away meanwhile: then there is nothing to move, and the answer stays for whoever looks for it.
            if failure.code == ENOENT { return }
            unlink("\(target).answer.\(`extension`)")
            throw failure
        }
        // Somebody put other content there while this one was stored: it has not been read yet, so it goes back.
        if let stamp = Self.stamp(target), stamp != file.stamp {
            rename(target, "\(path)/\((target as NSString).lastPathComponent)")
        }
    }

    private func makeFolders() throws {
        for place in Place.allCases {
            do {
                try FileManager.default.createDirectory(
                    atPath: "\(path)/\(place.rawValue)", withIntermediateDirectories: true)
            } catch {
                throw StartFailure(
                    description: "cannot make the drop folder \(path)/\(place.rawValue): \(error.localizedDescription)")
            }
        }
    }

    private func freeName(for name: String, in place: Place, at time: Timestamp) -> String {
        let stem = "\(path)/\(place.rawValue)/\(Self.prefix(time))"
        let kept =
            name.utf8.count <= Self.longestName
            ? name : String(decoding: name.utf8.prefix(Self.longestName), as: UTF8.self)
        var target = "\(stem)-\(kept)"
        var copy = 2
        while access(target, F_OK) == 0 {
            target = "\(stem)-\(copy)-\(kept)"
            copy += 1
        }
        return target
    }

    /// `20260302T080000.123Z`: sorts as time does, and has no colon, which not every system takes in a name.
    private static func prefix(_ time: Timestamp) -> String {
        time.rfc3339.filter { $0 != "-" && $0 != ":" }
    }

    private func entries() throws -> [String] {
        guard let directory = opendir(path) else { throw AtomicFile.Failure("opendir") }
        defer { closedir(directory) }
        var names: [String] = []
        while names.count < Self.entriesOfLook, let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name, !name.hasPrefix("."), !name.hasSuffix(".tmp"), !name.hasSuffix(".part") else { continue }
            names.append(name)
        }
        return names
    }

    /// How a file stands; `nil` for what is gone, and for what is no plain file. A link is none.
    private static func stamp(_ path: String) -> DroppedFile.Stamp? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeRegular,
            let bytes = (attributes[.size] as? NSNumber)?.intValue,
            let inode = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value,
            let modified = attributes[.modificationDate] as? Date
        else { return nil }
        return DroppedFile.Stamp(inode: inode, bytes: bytes, modified: modified.timeIntervalSince1970)
    }
}
