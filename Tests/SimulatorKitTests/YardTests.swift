import Customs
import SimulatorKit
import Testing
import Wire

@Suite("A yard's day")
struct YardTests {
    private func options(_ seed: UInt64, isEventful: Bool = true) -> YardOptions {
        var options = YardOptions(startsAt: Fixtures.start, seed: seed)
        options.anomalies = isEventful ? YardAnomaly.allCases : []
        options.innocents = isEventful ? YardInnocent.allCases : []
        return options
    }

    @Test("The same seed gives the same day, another seed another")
    func determinism() throws {
        let map = try Fixtures.map()
        let first = try YardGenerator.yard(options(1), map: map)
        let second = try YardGenerator.yard(options(1), map: map)
        #expect(first.envelopes == second.envelopes && first.truths == second.truths)
        #expect(try YardGenerator.yard(options(2), map: map).envelopes != first.envelopes)
    }

    @Test("Every line is decoded, and read back from the recording as it was", arguments: [1, 2, 3] as [UInt64])
    func decoded(seed: UInt64) throws {
        let yard = try YardGenerator.yard(options(seed), map: Fixtures.map())
        var decoder = RecordingDecoder(gpsdSeals: [:]) { Account(name: $0 ?? "supervisor", role: .supervisor) }
        var last = Timestamp.distantPast
        var methods: Set<String> = []
        for (number, envelope) in yard.envelopes.enumerated() {
            #expect(envelope.receivedAt > last)
            last = envelope.receivedAt
            let read = try decoder.envelope(line: Array(RecordingWriter.line(envelope).utf8), number: number + 1)
            let line = try #require(read)
            #expect(line.body == envelope.body && line.receivedAt == envelope.receivedAt)
            guard case .http(let call) = line.source else { continue }
            methods.insert(call.method)
            for case .failure(let rejection) in Wire.decode(line) { Issue.record("\(call.path): \(rejection.detail)") }
        }
        #expect(methods == ["POST", "PUT"])
    }

    @Test(
        "Every container is in the truth once, and so is each anomaly and each innocent", arguments: [1, 2] as [UInt64])
    func truth(seed: UInt64) throws {
        let options = options(seed)
        let yard = try YardGenerator.yard(options, map: Fixtures.map())
        let containers = yard.truths.compactMap(\.container)
        #expect(Set(containers).count == options.containers)
        #expect(Set(yard.truths.filter { $0.container == nil }.compactMap(\.call)).count == options.calls)
        let anomalies = yard.truths.flatMap(\.anomalies)
        #expect(Set(anomalies.map(\.rule)) == Set(YardAnomaly.allCases.map(\.rule)))
        let innocents = Set(yard.truths.flatMap(\.innocents).map(\.kind.rawValue))
        #expect(innocents.isSuperset(of: YardInnocent.allCases.map(\.rawValue)))
        #expect(innocents.contains("empty-without-clearance"))
        let events = try Fixtures.gateEvents(yard.envelopes)
        #expect(Set(events.keys) == Set(containers))
        let invalid = containers.filter { !ContainerNumber.isValid($0) }
        #expect(invalid.count == 1)
    }

    @Test("In an uneventful yard every loaded container that leaves by the gate was released before")
    func uneventful() throws {
        let yard = try YardGenerator.yard(options(4, isEventful: false), map: Fixtures.map())
        #expect(yard.truths.allSatisfy { $0.anomalies.isEmpty })
        let decisions = try Fixtures.decisions(yard.envelopes)
        for (container, events) in try Fixtures.gateEvents(yard.envelopes) {
            let times = events.map(\.event.time)
            #expect(events[0].event.type == .discharge || events[0].event.type == .gateIn)
            #expect(times == times.sorted())
            for told in events where told.event.type == .gateOut && told.event.fullEmpty == .full {
                let released = try #require(decisions[container]?.first)
                #expect(released.status == .released && released.at < told.event.time)
            }
            #expect(events.allSatisfy { $0.receivedAt.seconds(since: $0.event.time) < 3600 })
        }
    }

    @Test("A manifest names what is discharged, but for the calls that the truth names")
    func manifests() throws {
        let yard = try YardGenerator.yard(options(5), map: Fixtures.map())
        var manifests: [Manifest] = []
        var discharged: [String: Set<String>] = [:]
        for paper in try Fixtures.papers(yard.envelopes) {
            switch paper.observation {
            case .manifest(let manifest, let account):
                #expect(account.role == .system)
                manifests.append(manifest)
            case .gateEvent(let event, _):
                if event.type == .discharge, let call = event.call {
                    discharged[call, default: []].insert(event.container)
                }
            default: break
            }
        }
        #expect(manifests.count == 4)
        let wrong = manifests.filter { Set($0.containers.map(\.number)) != discharged[$0.call] }.map(\.call)
        let told = yard.truths.filter { $0.anomalies.contains { $0.rule == .manifestDiscrepancy } }.compactMap(\.call)
        #expect(wrong.sorted() == told.sorted() && told.count == 2)
    }

    @Test("A value out of range, an unknown facility or too many anomalies is an error that says so")
    func badOptions() throws {
        let map = try Fixtures.map()
        func reason(_ change: (inout YardOptions) -> Void) -> String {
            var options = options(1)
            change(&options)
            do throws(SimulatorError) {
                _ = try YardGenerator.yard(options, map: map)
                return ""
            } catch {
                return error.description
            }
        }
        #expect(reason { $0.containers = 0 }.contains("containers must be"))
        #expect(reason { $0.containers = 20 }.contains("need 51 containers, and there are 20"))
        #expect(reason { $0.facility = "NOWHERE" }.contains("no zone has the facility code NOWHERE"))
        #expect(reason { $0.calls = 2 }.contains("2 anomalies of manifests need 3 calls, and there are 2"))
    }

    @Test("A port's day has yard and transits in one order, and no transit that the yard's outage excuses")
    func day() throws {
        let map = try Fixtures.map()
        let fleet = Fixtures.options(transits: 2, routes: ["hai-phong--huu-nghi"])
        let day = try PortDay(yard: options(1), fleet: fleet, map: map)
        #expect(zip(day.envelopes, day.envelopes.dropFirst()).allSatisfy { $0.receivedAt < $1.receivedAt })
        let text = try day.transits.map { try CanonicalJSON.string($0) } + day.yard.map { try CanonicalJSON.string($0) }
        let read = try RecordingTruth(lines: text.joined(separator: "\n"))
        #expect(read.transits == day.transits && read.yard == day.yard)
        #expect(throws: SimulatorError.self) {
            try PortDay(yard: options(1), fleet: Fixtures.options(transits: 2, routes: ["cat-lai--moc-bai"]), map: map)
        }
        #expect(throws: SimulatorError.self) { try RecordingTruth(lines: "{}") }
    }

    @Test("Alerts of a yard find their container or their call, and what is left is false")
    func score() throws {
        let truth = YardTruth(
            container: "CMAU1000006", call: nil, facility: "VNCLI", startsAt: Fixtures.start,
            endsAt: Fixtures.start.advanced(bySeconds: 86_400),
            anomalies: [anomaly(.gateOutOnHold)], innocents: [])
        let call = YardTruth(
            container: nil, call: "CALL-1", facility: "VNCLI", startsAt: Fixtures.start,
            endsAt: Fixtures.start.advanced(bySeconds: 86_400), anomalies: [anomaly(.manifestDiscrepancy)],
            innocents: [])
        var score = DetectionScore(rules: DetectionScore.yardRules)
        score.judge(
            [truth, call],
            alerts: [
                alert(.gateOutOnHold, container: "CMAU1000006"), alert(.storageOverdue, container: "CMAU1000006"),
                alert(.manifestDiscrepancy, container: nil), alert(.gateOutOnHold, container: "CMAU1000011"),
            ])
        #expect(score.overall.found == 2 && score.overall.falseAlerts == 1)
        #expect(score.problems.map(\.rule) == [.storageOverdue])
    }

    private func anomaly(_ rule: RuleCode) -> TransitTruth.Anomaly {
        TransitTruth.Anomaly(
            rule: rule, startedAt: Fixtures.start.advanced(bySeconds: 3600), endedAt: nil,
            position: Coordinate(latitude: 10, longitude: 106), note: "")
    }

    private func alert(_ rule: RuleCode, container: String?) -> Alert {
        Alert(
            id: "\(rule.rawValue).\(container ?? "CALL-1")", rule: rule, severity: .minor, container: container,
            facility: "VNCLI", startedAt: Fixtures.start.advanced(bySeconds: 3600),
            detectedAt: Fixtures.start.advanced(bySeconds: 3700),
            evidence: container == nil ? ["call": .text("CALL-1")] : [:])
    }
}
