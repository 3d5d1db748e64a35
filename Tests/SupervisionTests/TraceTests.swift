import Customs
import Geofencing
import Supervision
import Testing

@Suite("A trace")
struct TraceTests {
    @Test("shows every step of a transit in evidence order, with its numbers")
    func everyStep() throws {
        var scene = Scene.explaining()
        scene.report(at: -60, east: 0)
        scene.stop(seconds: 2400)
        let steps = scene.steps(.unauthorisedStop)
        #expect(steps.first?.kind == .transitStarts)
        #expect(steps.map(\.time) == steps.map(\.time).sorted())
        // The report from before the start is the seal's, and not the transit's.
        #expect(steps.filter { $0.kind == .report }.count == scene.outcomes.count - 2)
        let first = try #require(steps.first { $0.kind == .report })
        #expect(first.time == Scene.at(60) && first.sequence == 2 && first.receivedAt == Scene.at(60))
        #expect(first.position == Scene.place(0).rounded && first.verdict == "plausible" && first.state == .locked)
        #expect(first.zones == ["origin", "road"])
        #expect(steps.contains { $0.changes.contains { $0.zone == "origin" && $0.change == .exited } })
    }

    @Test("opens and closes the finding at the steps where the alert's evidence says so")
    func findings() throws {
        var scene = Scene.explaining()
        scene.stop(seconds: 2400)
        let alert = try #require(scene.alerts(.unauthorisedStop).first)
        let steps = scene.steps(.unauthorisedStop)
        let opening = try #require(steps.first { $0.findings == [.opened] })
        let closing = try #require(steps.first { $0.findings == [.closed] })
        #expect(closing.time == alert.clearedAt)
        let stood = opening.time.seconds(since: alert.startedAt)
        #expect(alert.evidence["stoodSeconds"] == .number(stood) && stood >= 1800)
        #expect(opening.before != opening.after && opening.changesRule)
        #expect(steps.count { !$0.findings.isEmpty } == 2)
    }

    @Test("carries what the rule remembers from each step to the next")
    func memory() {
        var scene = Scene.explaining()
        scene.stop(seconds: 2400)
        for rule in RuleCode.running {
            let steps = scene.steps(rule)
            #expect(!steps.isEmpty, "\(rule)")
            for (step, next) in zip(steps, steps.dropFirst()) {
                #expect(step.after == next.before, "\(rule) at \(next.time.rfc3339)")
            }
        }
    }

    @Test("shows time that passed with no evidence as a step of its own")
    func clock() throws {
        var scene = Scene.explaining()
        scene.open()
        scene.report(at: 60, east: 0.1)
        scene.tick(at: 4000)
        let silent = try #require(scene.steps(.sealSignalLost).last)
        #expect(silent.kind == .clock && silent.findings == [.opened] && silent.receivedAt == nil)
        #expect(silent.time == Scene.at(60 + 900))

        scene.report(at: 4060, east: 0.2)
        let steps = scene.steps(.sealSignalLost).suffix(2)
        #expect(steps.map(\.kind) == [.clock, .report])
        #expect(steps.map(\.findings) == [[.opened], [.closed]])
    }

    @Test("of shuffled evidence is that of the ordered one, but for the times it came")
    func shuffled() {
        func trace(_ order: [Int]) -> [TraceStep] {
            var scene = Scene.explaining()
            scene.open()
            for (place, number) in order.enumerated() {
                scene.report(
                    at: Double(number) * 60, east: number < 10 ? Double(number) / 2 : 5,
                    received: 6000 + Double(place), sequence: Int64(number))
            }
            return scene.steps(.unauthorisedStop).map { step in
                var step = step
                step.receivedAt = nil
                return step
            }
        }
        let numbers = Array(1...60)
        #expect(trace(numbers) == trace(numbers.reversed()))
        #expect(trace(numbers).contains { $0.findings == [.opened] })
    }

    @Test("goes on after the transit ended, and marks evidence whose number was taken")
    func ended() {
        var scene = Scene.explaining()
        scene.open()
        scene.report(at: 60, east: 0.1, sequence: 7)
        scene.report(at: 90, east: 0.1, sequence: 7, digest: 99)
        scene.close(at: 120)
        scene.report(at: 180, east: 0.1)
        #expect(
            scene.steps(.sealReportReplayed).filter { $0.kind != .clock }.map(\.kind) == [
                .transitStarts, .report, .numberReused, .transitEnds,
            ])
    }

    @Test("is empty for a seal that was not to be kept, and for an unknown transit")
    func unknown() {
        var scene = Scene.explaining(["OTHER"])
        scene.open()
        scene.report(at: 60, east: 0.1)
        #expect(scene.steps(.unauthorisedStop).isEmpty)
        #expect(scene.steps(.unauthorisedStop, of: "T9").isEmpty)
    }

    @Test("changes nothing of what is found")
    func harmless() {
        var plain = Scene()
        var kept = Scene.explaining()
        plain.stop(seconds: 2400)
        kept.stop(seconds: 2400)
        #expect(plain.effects == kept.effects)
    }

    @Test("is one JSON object a step, with the contract's names")
    func json() throws {
        var scene = Scene.explaining()
        scene.stop(seconds: 2400)
        let step = try #require(scene.steps(.unauthorisedStop).first { $0.findings == [.opened] })
        let text = try CanonicalJSON.string(step)
        #expect(text.contains("\"type\":\"step\"") && text.contains("\"finding\":\"opened\""))
        #expect(text.contains("\"rule\":\"unauthorised-stop\"") && text.contains("\"seq\":"))
        #expect(text.contains("\"before\":{") && text.contains("\"after\":{"))
        #expect(text.contains("\"verdict\":\"plausible\"") && text.contains("\"kind\":\"report\""))
    }
}

extension Coordinate {
    /// As evidence keeps it, in whole ten-millionths of a degree.
    fileprivate var rounded: Coordinate {
        Coordinate(latitude: (latitude * 1e7).rounded() / 1e7, longitude: (longitude * 1e7).rounded() / 1e7)
    }
}
