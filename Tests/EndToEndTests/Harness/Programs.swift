import Foundation

/// Where the programs are that the tests start.
enum Programs {
    static let mosquitto = "/usr/sbin/mosquitto"
    static let mosquittoPub = "/usr/bin/mosquitto_pub"
    static let mosquittoSub = "/usr/bin/mosquitto_sub"
    static let gpsfake = "/usr/bin/gpsfake"
    static let gpspipe = "/usr/bin/gpspipe"
    /// Debian's own: gpsfake needs it, so it is there, and it can read SQLite.
    static let python = "/usr/bin/python3"

    /// The package's root folder.
    static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static var configFolder: URL { packageRoot.appending(path: "Config") }
    static var recordings: URL { packageRoot.appending(path: "Simulators/Recordings") }
    /// Receivers' logs that are kept outside the package; not everybody has them.
    static var gpsdLogs: URL { packageRoot.appending(path: "../shared/data/gpsd-logs").standardizedFileURL }

    static func vasscm() throws -> String { try built("vasscm") }
    static func vasscmSim() throws -> String { try built("vasscm-sim") }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The path of a program of the system, where it is installed.
    ///
    /// - Throws: `Missing`, which says how to get it.
    static func installed(_ path: String) throws -> String {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(description: "\(path) is not installed: `make deps` installs what the tests need")
        }
        return path
    }

    /// A program of this package: beside the test's own executable, or else in the release folder.
    private static func built(_ name: String) throws -> String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let folders = [
            URL(fileURLWithPath: own).deletingLastPathComponent(), packageRoot.appending(path: ".build/release"),
        ]
        let candidates = folders.map { $0.appending(path: name).path }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw Missing(
                description:
                    "\(name) is not built: `swift build -c release` makes \(candidates.joined(separator: " or "))")
        }
        return found
    }
}
