import Customs
import Foundation
import Server
import Testing

@Suite("A replay")
struct ReplayTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let day = root.appending(path: "Simulators/Recordings/anomalous-day.jsonl").path

    private static func configuration() throws -> Configuration {
        try Configuration(file: root.appending(path: "Config/vasscm.yaml").path)
    }

    private struct Line: Decodable {
        var type: String
        var change: String
        var alert: Alert
        var was: Alert?
    }

    private struct Step: Decodable {
        var type: String
        var rule: RuleCode?
        var time: Timestamp?
        var finding: String?
        var alert: Alert?
        var thresholds: [String: Double]?
        var steps: Int?
        var leftOut: Int?
    }

    private static func decode<Value: Decodable>(_ lines: [String]) throws -> [Value] {
        try lines.map { try CanonicalJSON.decode(Value.self, from: Data($0.utf8)) }
    }

    /// The difference that a rules file makes to the day, and the table.
    private static func compare(_ yaml: String) throws -> (lines: [Line], table: String) {
        let folder = try ConfigurationFolder()
        try folder.write("new.yaml", yaml)
        let configuration = try configuration()
        let other = try ReplayAlternative(rules: folder.path("new.yaml"), zones: nil, insteadOf: configuration)
        var lines: [String] = []
        let table = try ReplayRun(configuration: configuration).compare(
            ReplayInput(.recordings([day])), with: other
        ) { lines.append($0) }
        return (try decode(lines), table)
    }

    /// The last word on every alert of the day that was not withdrawn.
    private static func alerts() throws -> [Alert] {
        var last: [String: Alert] = [:]
        var lines: [String] = []
        _ = try ReplayRun(configuration: configuration()).play([day]) {
            if $0.hasPrefix("{\"type\":\"alert\"") { lines.append($0) }
        }
        let decoded: [Line] = try decode(lines)
        for line in decoded { last[line.alert.id] = line.alert }
        return last.values.filter { $0.status != .withdrawn }.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
    }

    @Test("under a longer stop limit loses exactly the stops that were shorter", .timeLimit(.minutes(1)))
    func loses() throws {
        let stops = try Self.alerts().filter { $0.rule == .unauthorisedStop }
        let (lines, table) = try Self.compare("unauthorised-stop: {after: 5400}\n")
        func total(_ alert: Alert) -> Double {
            if case .number(let seconds)? = alert.evidence["totalSeconds"] { seconds } else { 0 }
        }
        let short = stops.filter { total($0) < 5400 }
        #expect(!short.isEmpty)
        #expect(lines.filter { $0.change == "lost" }.map(\.alert) == short)
        #expect(lines.allSatisfy { $0.type == "difference" && $0.alert.rule == .unauthorisedStop })
        #expect(!lines.contains { $0.change == "gained" })
        let row = try #require(table.split(separator: "\n").first { $0.hasPrefix("unauthorised-stop ") })
        #expect(
            row.split(separator: " ").dropFirst().prefix(4).map(String.init)
                == ["\(stops.count)", "\(stops.count - short.count)", "0", "\(short.count)"])
    }

    @Test("under a shorter stop limit gains stops, and says how the known ones change", .timeLimit(.minutes(1)))
    func gains() throws {
        let (lines, _) = try Self.compare("rules: {unauthorised-stop: {after: 600}}\n")
        let gained = lines.filter { $0.change == "gained" }
        #expect(!gained.isEmpty && !lines.contains { $0.change == "lost" })
        #expect(gained.allSatisfy { $0.alert.evidence["limitSeconds"] == .number(600) && $0.was == nil })
        let changed = lines.filter { $0.change == "changed" }
        #expect(!changed.isEmpty)
        #expect(changed.allSatisfy { $0.was?.evidence["limitSeconds"] == .number(1800) })
        #expect(lines.map(\.alert.startedAt) == lines.map(\.alert.startedAt).sorted())
    }

    @Test("under the same rules differs in nothing, and under a rule turned off by all its alerts")
    func same() throws {
        #expect(try Self.compare("{}\n").lines.isEmpty)
        let tampered = try Self.alerts().filter { $0.rule == .sealTampered }
        let lines = try Self.compare("seal-tampered: {enabled: false}\n").lines.filter { $0.change == "lost" }
        #expect(!tampered.isEmpty && lines.map(\.alert).filter { $0.rule == .sealTampered } == tampered)
    }

    @Test(
        "complains of a bad rules file as of a configuration",
        arguments: [
            ("unauthorised-stop: {after: -1}", "new.yaml:1: unauthorised-stop.after: must be a number from 0 to"),
            ("rules: {unauthorised-stop: {after: x}}", "new.yaml:1: rules.unauthorised-stop.after: must be a number"),
            ("speeding: {}", "speeding: is not a rule; rules are seal-tampered"),
            ("rules: {}\nzones: a", "zones: is not a known key"),
            ("unauthorised-stop: {limit: 5}", "unauthorised-stop.limit: is not a known key"),
            ("[", "new.yaml: is not YAML"),
        ])
    func badRules(_ yaml: String, _ complaint: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write("new.yaml", yaml)
        let configuration = try folder.read()
        do {
            _ = try ReplayAlternative(rules: folder.path("new.yaml"), zones: nil, insteadOf: configuration)
            Issue.record("no complaint")
        } catch {
            let text = "\(error)".replacingOccurrences(of: folder.url.path + "/", with: "")
            #expect(text.contains(complaint), "\(text)")
        }
    }

    @Test("under other zones differs by the alerts that those make")
    func otherZones() throws {
        let configuration = try Self.configuration()
        let folder = try ConfigurationFolder()
        let file = try Data(contentsOf: Self.root.appending(path: "Config/zones.geojson"))
        var collection = try #require(try JSONSerialization.jsonObject(with: file) as? [String: Any])
        let features = try #require(collection["features"] as? [[String: Any]])
        collection["features"] = features.filter { feature in
            (feature["properties"] as? [String: Any])?["kind"] as? String != "forbidden"
        }
        try folder.write(
            "new.geojson", String(decoding: try JSONSerialization.data(withJSONObject: collection), as: UTF8.self))
        let other = try ReplayAlternative(rules: nil, zones: folder.path("new.geojson"), insteadOf: configuration)
        var lines: [String] = []
        _ = try ReplayRun(configuration: configuration).compare(
            ReplayInput(.recordings([Self.day])), with: other
        ) { lines.append($0) }
        let forbidden = try Self.alerts().filter { $0.rule == .forbiddenZone }
        let differences: [Line] = try Self.decode(lines)
        #expect(!forbidden.isEmpty)
        #expect(differences.filter { $0.alert.rule == .forbiddenZone && $0.change == "lost" }.map(\.alert) == forbidden)
    }

    @Test("explains every alert with the numbers that its evidence has", .timeLimit(.minutes(2)))
    func explains() throws {
        let run = ReplayRun(configuration: try Self.configuration())
        for alert in try Self.alerts() {
            var lines: [String] = []
            let summary = try run.explain(alert.id, ReplayInput(.recordings([Self.day]))) { lines.append($0) }
            let steps: [Step] = try Self.decode(lines)
            let last = try #require(steps.last)
            #expect(last.type == "explained" && last.alert == alert)
            #expect(last.thresholds == alert.rule.defaultThresholds)
            #expect(last.steps == steps.count - 1)
            #expect(steps.dropLast().allSatisfy { $0.type == "step" && $0.rule == alert.rule })
            guard !summary.contains("no step of a transit alone") else { continue }
            #expect(steps.contains { $0.finding?.contains("opened") ?? false }, "\(alert.id)")
            if let clearedAt = alert.clearedAt, alert.actions == nil {
                let closing = steps.last { $0.finding?.contains("closed") ?? false }
                #expect(closing?.time == clearedAt || alert.rule != .unauthorisedStop, "\(alert.id)")
            }
        }
    }

    @Test("explains a stop by the steps between its first fix and the limit, and in words for people")
    func explainsStop() throws {
        let run = ReplayRun(configuration: try Self.configuration())
        let alert = try #require(try Self.alerts().first { $0.rule == .unauthorisedStop })
        let input = ReplayInput(.recordings([Self.day]))
        var brief: [String] = []
        var whole: [String] = []
        _ = try run.explain(alert.id, input) { brief.append($0) }
        _ = try run.explain(alert.id, input, showsAll: true) { whole.append($0) }
        #expect(brief.count < whole.count)
        let steps: [Step] = try Self.decode(brief)
        #expect(steps.last?.leftOut == whole.count - brief.count)
        let opening = try #require(steps.first { $0.finding == "opened" }?.time)
        #expect(alert.evidence["stoodSeconds"] == .number(opening.seconds(since: alert.startedAt)))

        var text = ""
        _ = try run.explain(alert.id, input, form: .text) { text += $0 }
        #expect(text.contains("what the rule remembers") && text.contains(alert.message))
        #expect(text.contains("thresholds: after 1800, radius 100") && text.contains("opened"))
    }

    @Test("names an unknown alert, and alerts near it")
    func unknownAlert() throws {
        let run = ReplayRun(configuration: try Self.configuration())
        let known = try #require(try Self.alerts().first { $0.rule == .unauthorisedStop })
        let transit = try #require(known.transit)
        let unknown = "unauthorised-stop.\(transit).20260101T000000000"
        do {
            _ = try run.explain(unknown, ReplayInput(.recordings([Self.day]))) { _ in }
            Issue.record("it was found")
        } catch {
            #expect("\(error)".hasPrefix("there is no alert “\(unknown)” in what was played; near it: \(known.id)"))
        }
    }

    @Test("of the journal says where the ledger should be, and refuses an empty or unreadable range")
    func faults() throws {
        let folder = try ConfigurationFolder()
        let run = ReplayRun(configuration: try folder.read())
        #expect(throws: (any Error).self) { try run.play(ReplayInput(.journal)) { _ in } }
        #expect(throws: (any Error).self) { try ReplayInput(.journal, from: "yesterday", to: nil) }
        #expect(throws: (any Error).self) {
            try ReplayInput(.journal, from: "2026-03-02T00:00:00Z", to: "2026-03-02T00:00:00Z")
        }
        #expect(throws: ExplanationError.self) { try run.explain("x", ReplayInput(.recordings(["-"]))) { _ in } }
    }

    @Test("of a part shows what the whole showed in that part")
    func part() throws {
        let run = ReplayRun(configuration: try Self.configuration())
        let middle = try #require(Timestamp(rfc3339: "2026-03-03T06:00:00Z"))
        func lines(_ range: TimeRange) throws -> [String] {
            var lines: [String] = []
            _ = try run.play(ReplayInput(.recordings([Self.day]), received: range)) { lines.append($0) }
            return lines
        }
        let whole = try lines(TimeRange())
        let late = try lines(TimeRange(from: middle))
        #expect(!late.isEmpty && late.count < whole.count && Array(whole.suffix(late.count)) == late)
    }
}
