import Foundation

/// Paths and errors of the files that a configuration names.
enum FileReading {
    /// `path` as it stands, or beside `file` where it is relative.
    static func path(_ path: String, relativeTo file: String) -> String {
        if path.hasPrefix("/") { return path }
        return URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(path).standardizedFileURL
            .path
    }

    /// Why a file cannot be read, in words.
    static func reason(_ error: any Error, file: String) -> String {
        obstacle(file) ?? "cannot be read as UTF-8 text: \(error.localizedDescription)"
    }

    /// What keeps a file from being read, in words; `nil` where nothing does.
    static func obstacle(_ file: String) -> String? {
        let manager = FileManager.default
        var isDirectory: ObjCBool = false
        if !manager.fileExists(atPath: file, isDirectory: &isDirectory) { return "there is no such file" }
        if isDirectory.boolValue { return "is a folder, not a file" }
        return manager.isReadableFile(atPath: file) ? nil : "permission to read it is denied"
    }
}
