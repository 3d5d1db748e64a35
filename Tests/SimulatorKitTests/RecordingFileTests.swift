import Customs
import Foundation
import SimulatorKit
import Testing

@Suite("A recording on disk")
struct RecordingFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("recording-\(UUID())")

    private func write(_ text: String, _ name: String) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    @Test("Its lines are read in order, blank ones are not counted, and .gz is the same")
    func reading() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let fleet = try Fixtures.fleet(Fixtures.options(transits: 1, interval: 600))
        let path = try write("\n" + Fixtures.recording(fleet), "day.jsonl")
        let survey = try ReplaySurvey(paths: [path])
        #expect(survey.lines == fleet.envelopes.count)
        #expect(survey.first == fleet.envelopes.first?.receivedAt)
        #expect(survey.last == fleet.envelopes.last?.receivedAt)

        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", path]
        try gzip.run()
        gzip.waitUntilExit()
        let file = try RecordingFile(path: path + ".gz")
        var bodies: [[UInt8]] = []
        while let envelope = try file.next() { bodies.append(envelope.body) }
        #expect(bodies == fleet.envelopes.map(\.body))
    }

    @Test("A bad line is an error that names file, line and reason")
    func badLine() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try write(
            "\n{\"tst\":\"2026-03-02T00:00:00Z\",\"topic\":\"t\",\"payload\":1}\n{\"tst\":1}\n", "bad.jsonl")
        do {
            _ = try ReplaySurvey(paths: [path])
            Issue.record("it must fail")
        } catch {
            #expect(error.description.hasPrefix("\(path): line 3"))
        }
    }

    @Test("A file that is not there is an error that names it")
    func missing() {
        do {
            _ = try RecordingFile(path: "/nonexistent/day.jsonl")
            Issue.record("it must fail")
        } catch {
            #expect(error.description == "/nonexistent/day.jsonl: No such file or directory")
        }
    }

    @Test(
        "Brokers' addresses are read",
        arguments: [
            ("127.0.0.1:1884", "127.0.0.1:1884"), ("broker", "broker:1883"), ("[::1]:1883", "[::1]:1883"),
            ("[::1]", "[::1]:1883"), (":1883", nil), ("host:0", nil), ("host:x", nil), ("", nil), ("a b:1883", nil),
        ] as [(String, String?)])
    func addresses(text: String, read: String?) {
        #expect(MQTTAddress(text)?.description == read)
    }
}
