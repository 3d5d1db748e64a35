import Customs
import Foundation
import GPSDListener
import TestSupport
import Testing

/// A receiver's log that `gpsfake` plays, over and over, through a real gpsd.
final class FakeReceiver {
    let port: Int
    private let process: ChildProcess

    init(logs: [URL]) throws {
        port = try freePort()
        process = try ChildProcess("/usr/bin/gpsfake", ["-q", "-c", "0.01", "-P", "\(port)"] + logs.map(\.path))
    }

    func stop() { process.terminate() }

    /// What `gpspipe -w` shows of this daemon: its TPV lines among `lines` lines.
    func positionsByPipe(lines: Int, in directory: URL) throws -> [String] {
        let output = directory.appending(path: "pipe-\(UUID().uuidString)")
        let pipe = try ChildProcess(
            "/usr/bin/gpspipe", ["-w", "-n", "\(lines)", "-x", "20", "-o", output.path, "127.0.0.1:\(port)"])
        pipe.wait()
        return try String(contentsOf: output, encoding: .utf8).split(whereSeparator: \.isNewline).map(String.init)
            .filter { $0.hasPrefix(#"{"class":"TPV""#) }
    }
}

/// What gpsd is given: recorded logs where they lie beside the package, and one made here.
enum ReceiverLogs {
    static var recordings: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "../shared/data/gpsd-logs").standardized
    }

    static func recorded(_ name: String) -> URL { recordings.appending(path: name) }

    static func areThere(_ names: [String]) -> Bool {
        names.allSatisfy { FileManager.default.fileExists(atPath: recorded($0).path) }
    }

    /// A receiver on its way north of Hai Phong, in NMEA 0183.
    static func make(in directory: URL, latitudeMinutes: Double, name: String) throws -> URL {
        let sentences = (0..<120).flatMap { second -> [String] in
            let time = String(format: "01%02d%02d.00", second / 60, second % 60)
            let latitude = String(format: "20%07.4f,N", latitudeMinutes + Double(second) * 0.01)
            return [
                checked("GPGGA,\(time),\(latitude),10641.2860,E,1,08,1.0,10.0,M,-20.0,M,,"),
                checked("GPGSA,A,3,01,02,03,04,05,06,07,08,,,,,1.8,1.0,1.5"),
                checked("GPRMC,\(time),A,\(latitude),10641.2860,E,30.0,0.0,020326,,,A"),
            ]
        }
        let file = directory.appending(path: name)
        try Data((sentences.joined(separator: "\r\n") + "\r\n").utf8).write(to: file)
        return file
    }

    private static func checked(_ sentence: String) -> String {
        String(format: "$%@*%02X", sentence, sentence.utf8.reduce(0, ^))
    }
}

@Suite(
    "Receiving from a real gpsd", .serialized,
    .enabled(
        if: ["/usr/sbin/gpsd", "/usr/bin/gpsfake", "/usr/bin/gpspipe"].allSatisfy(isInstalled),
        "gpsd, gpsd-tools or gpsd-clients is not installed"))
struct RealDaemonTests {
    let directory: URL
    let intake = RecordingIntake()

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "vasscm-gpsd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    @Test("The TPV lines of a receiver in NMEA are those of gpspipe")
    func equalsPipeForNMEA() async throws {
        try await compare([ReceiverLogs.make(in: directory, latitudeMinutes: 50, name: "a.log")])
    }

    @Test("The TPV lines of two receivers at one daemon are those of gpspipe, each with its own device")
    func equalsPipeForTwoDevices() async throws {
        let devices = try await compare([
            ReceiverLogs.make(in: directory, latitudeMinutes: 10, name: "a.log"),
            ReceiverLogs.make(in: directory, latitudeMinutes: 50, name: "b.log"),
        ])
        #expect(devices.count == 2)
    }

    @Test(
        "The TPV lines of recorded receivers are those of gpspipe",
        .enabled(
            if: ReceiverLogs.areThere(["bu303-moving.log", "tomtom-mkII.log"]),
            "the recorded receiver logs are not beside the package"),
        arguments: ["bu303-moving.log", "tomtom-mkII.log"])
    func equalsPipeForRecordings(name: String) async throws {
        try await compare([ReceiverLogs.recorded(name)])
    }

    /// Reads one daemon with the listener and with gpspipe in the middle of it; gives the devices seen.
    @discardableResult
    private func compare(_ logs: [URL]) async throws -> Set<String> {
        defer { try? FileManager.default.removeItem(at: directory) }
        let receiver = try FakeReceiver(logs: logs)
        defer { receiver.stop() }
        let listener = GPSDListener.make(port: receiver.port, intake: intake)
        listener.start()
        defer { listener.stop() }
        // The listener hears both receivers before gpspipe joins, and goes on after it has left.
        #expect(await eventually(within: 30) { devices(of: intake.lines).count == logs.count })
        let shown = try receiver.positionsByPipe(lines: 80, in: directory)
        let last = try #require(shown.last)
        #expect(shown.count >= 10)
        #expect(await eventually { intake.lines.contains(last) })
        let count = intake.taken.count
        #expect(await eventually { intake.taken.count > count })
        #expect(listener.stop())
        #expect(contains(intake.lines, shown), "gpspipe's lines must be in ours, in a row")
        #expect(listener.statistics.garbage == 0)
        for device in devices(of: shown) {
            let isOf = { (line: String) in devices(of: [line]).contains(device) }
            #expect(contains(intake.lines.filter(isOf), shown.filter(isOf)))
        }
        return devices(of: shown)
    }

    private func devices(of lines: [String]) -> Set<String> {
        Set(lines.compactMap { $0.firstMatch(of: /"device":"([^"]+)"/).map { String($0.1) } })
    }

    /// Whether `part` is in `whole`, without gaps.
    private func contains(_ whole: [String], _ part: [String]) -> Bool {
        guard whole.count >= part.count else { return false }
        return (0...(whole.count - part.count)).contains { whole[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
