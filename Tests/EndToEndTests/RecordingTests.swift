import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("Recordings", .timeLimit(.minutes(3)))
    struct RecordingTests {
        /// The recordings that have a golden output beside them.
        static let recordings: [String] = {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: Programs.recordings.path)) ?? []
            return names.filter { $0.hasSuffix(".golden.jsonl") }.map { String($0.dropLast(".golden.jsonl".count)) }
                .sorted()
        }()

        /// A line of a replay's output.
        private struct Line: Decodable {
            var type: String
            var alert: Alert?
            var transit: String?
            var status: TransitStatus?
        }

        /// A stop or a zone is seen in fixes, which are a minute apart in these recordings.
        private static let truthToleranceSeconds = 90.0

        @Test("There are recordings, each with its golden output")
        func complete() throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: Programs.recordings.path)
            let played = names.filter {
                $0.hasSuffix(".jsonl") && !$0.hasSuffix(".golden.jsonl") && !$0.hasSuffix(".truth.jsonl")
            }
            #expect(played.count >= 2, "`make rebless` writes the golden outputs of Simulators/Recordings")
            #expect(played.map { String($0.dropLast(".jsonl".count)) }.sorted() == Self.recordings)
        }

        @Test(
            "A replay gives the golden output, twice the same bytes", .timeLimit(.minutes(2)), arguments: recordings)
        func golden(_ name: String) async throws {
            let golden = try Data(contentsOf: Self.golden(name))
            #expect(!golden.isEmpty)
            for _ in 0..<2 {
                let output = FileManager.default.temporaryDirectory.appending(
                    path: "vasscm-replay-\(UUID().uuidString)")
                defer { try? FileManager.default.removeItem(at: output) }
                let replay = try ChildProcess(
                    try Programs.vasscm(),
                    [
                        "replay", "--config", Programs.configFolder.appending(path: "vasscm.yaml").path,
                        Self.recording(name).path,
                    ], output: output)
                #expect(try await replay.wait(seconds: 60) == 0)
                let lines = try Data(contentsOf: output)
                #expect(lines == golden, "\(Self.firstDifference(lines, golden))")
            }
        }

        @Test("The golden output finds what the truth says, at its time, and nothing else", arguments: recordings)
        func truth(_ name: String) throws {
            let file = Programs.recordings.appending(path: "\(name).truth.jsonl")
            // Only a synthetic recording knows the truth.
            guard FileManager.default.fileExists(atPath: file.path) else { return }
            let truth = try RecordingTruth(lines: try String(contentsOf: file, encoding: .utf8))
            let output = String(decoding: try Data(contentsOf: Self.golden(name)), as: UTF8.self)
            let alerts = Array(try Self.lastStates(of: output).alerts.values)
            var scores = [DetectionScore(toleranceSeconds: Self.truthToleranceSeconds)]
            scores[0].judge(truth.transits, alerts: alerts)
            if !truth.yard.isEmpty {
                var yard = DetectionScore(
                    rules: DetectionScore.yardRules, toleranceSeconds: Self.truthToleranceSeconds)
                yard.judge(truth.yard, alerts: alerts)
                scores.append(yard)
            }
            for score in scores {
                #expect(score.overall.found == score.overall.truths, "\(score.problems)")
                #expect(score.overall.falseAlerts == 0, "\(score.problems)")
            }
            // What concerns nobody that the truth knows of is made up.
            let known = Set(truth.transits.flatMap { [$0.transit, $0.container, $0.seal] })
                .union(truth.yard.flatMap { [$0.container, $0.call].compactMap(\.self) })
            let strange = alerts.filter { alert in
                ![alert.transit, alert.container, alert.seal, Self.call(of: alert)].compactMap(\.self)
                    .contains(where: known.contains)
            }
            #expect(strange.isEmpty, "of nobody that the truth knows: \(strange.map(\.id).sorted())")
            let (found, truths) = scores.reduce((0, 0)) { ($0.0 + $1.overall.found, $0.1 + $1.overall.truths) }
            print("recording \(name): \(found) of \(truths) anomalies found")
        }

        private static func call(of alert: Alert) -> String? {
            guard case .text(let call)? = alert.evidence["call"] else { return nil }
            return call
        }

        @Test(
            "The live run through broker and API ends in the same alerts and transits", .timeLimit(.minutes(3)),
            arguments: recordings)
        func live(_ name: String) async throws {
            let expected = try Self.lastStates(
                of: String(decoding: try Data(contentsOf: Self.golden(name)), as: UTF8.self))
            var options = Deployment.Options()
            options.isClockSimulated = true
            try await Deployment.run(options) { deployment in
                let log = deployment.directory.appending(path: "play.log")
                let started = ContinuousClock.now
                let player = try ChildProcess(
                    try Programs.vasscmSim(),
                    [
                        "replay", "--speed", "max", "--mqtt", "127.0.0.1:\(deployment.broker.port)", "--server",
                        deployment.centre.address, Self.recording(name).path,
                    ], output: log, errors: log)
                #expect(try await player.wait(seconds: 150) == 0, "\(tail(of: log))")
                let lasted = ContinuousClock.now - started
                try await Self.letSettle(Self.recording(name), deployment)

                let alerts: [Alert] = try await deployment.centre.list("/v1/alerts")
                #expect(alerts.count == expected.alerts.count)
                for alert in alerts {
                    let other = expected.alerts[alert.id]
                    #expect(other != nil, "\(alert.id) is not in the golden output")
                    #expect(alert.status == other?.status, "\(alert.id)")
                    #expect(alert.rule == other?.rule && alert.severity == other?.severity, "\(alert.id)")
                    #expect(alert.startedAt == other?.startedAt, "\(alert.id)")
                    #expect(alert.clearedAt == other?.clearedAt, "\(alert.id)")
                    #expect(alert.evidence == other?.evidence, "\(alert.id)")
                    #expect(alert.message == other?.message, "\(alert.id)")
                }
                let transits: [Transit] = try await deployment.centre.list("/v1/transits")
                let statuses = Dictionary(uniqueKeysWithValues: transits.map { ($0.transit, $0.status) })
                for (transit, status) in expected.transits {
                    #expect(statuses[transit] == status, "\(transit)")
                }
                let counts = try await deployment.centre.metrics().reports
                #expect(counts.isBalanced, "\(counts)")

                // What a restart folds again is what was said before.
                #expect(deployment.stopServer() == 0)
                try await deployment.startServer()
                let again: [Alert] = try await deployment.centre.list("/v1/alerts")
                #expect(again == alerts, "a restart changed the alerts")
                print(
                    "recording \(name): \(counts); \(alerts.count) alerts and \(transits.count) transits as in the replay; "
                        + "live in \(lasted)")
            }
        }

        /// Lets time go on as the end of a replay does, until what was still settling is settled.
        private static func letSettle(_ recording: URL, _ deployment: Deployment) async throws {
            let last = try ReplaySurvey(paths: [recording.path]).last ?? .distantPast
            // The supervisor's own settling time, from the last line on.
            let time = last.advanced(bySeconds: 10)
            let outlet = try BrokerOutlet(deployment.broker.address, clientID: "settle", listensToClock: true)
            defer { outlet.close() }
            try outlet.publish(topic: Replayer.clockTopic, payload: Array("{\"time\":\"\(time.rfc3339)\"}".utf8))
            guard try await Blocking.run({ outlet.awaitClock(time, seconds: 20) }) else {
                throw TimedOut(description: "the server did not confirm the last simulated time")
            }
        }

        private static func lastStates(of output: String) throws -> (
            alerts: [String: Alert], transits: [String: TransitStatus]
        ) {
            var alerts: [String: Alert] = [:]
            var transits: [String: TransitStatus] = [:]
            let decoder = JSONDecoder()
            for text in output.split(separator: "\n") {
                // A gate's or a zone's line has fields of the same names in other meanings.
                let line = try? decoder.decode(Line.self, from: Data(text.utf8))
                if let alert = line?.alert { alerts[alert.id] = alert }
                if let transit = line?.transit, let status = line?.status { transits[transit] = status }
            }
            return (alerts, transits)
        }

        private static func recording(_ name: String) -> URL { Programs.recordings.appending(path: "\(name).jsonl") }
        private static func golden(_ name: String) -> URL {
            Programs.recordings.appending(path: "\(name).golden.jsonl")
        }

        private static func firstDifference(_ a: Data, _ b: Data) -> String {
            let ours = String(decoding: a, as: UTF8.self).split(separator: "\n")
            let golden = String(decoding: b, as: UTF8.self).split(separator: "\n")
            for (index, pair) in zip(ours, golden).enumerated() where pair.0 != pair.1 {
                return "line \(index + 1) is \(pair.0.prefix(300)), not \(pair.1.prefix(300))"
            }
            return "\(ours.count) lines, not \(golden.count)"
        }
    }
}
