import Customs
import Foundation
import Testing

extension EndToEnd {
    @Suite("Release check")
    struct PortReleaseTests {
        @Test(
            "Asked right after an acknowledged decision, a thousand times under load, it always knows of it",
            .timeLimit(.minutes(3)))
        func fresh() async throws {
            try await Deployment.run { deployment in
                let fleet = CrashFleet(
                    seals: 100, reportsEach: 600, prefix: "LOAD", keepsUntilAcknowledged: { _ in false })
                let devices = Devices(fleet.seals)
                try await devices.connect(to: deployment.broker)
                defer { devices.disconnect() }
                async let reporting: Void = devices.report(perSecond: 2000)
                let isDone = Flag()
                let centre = deployment.centre
                async let posting: Int = Self.postEvents(at: centre, until: isDone)

                let lanes = 4
                let seconds = try await centre.withConnections(lanes) { centre in
                    try await withThrowingTaskGroup(of: [Double].self) { group in
                        for lane in 0..<lanes {
                            group.addTask { try await Self.decide(lane: lane, times: 250, at: centre) }
                        }
                        return try await group.reduce(into: []) { $0 += $1 }
                    }
                }
                isDone.set()
                devices.stop()
                let posted = try await posting
                try await reporting
                #expect(seconds.count == 1000)
                let counts = try await centre.metrics()
                #expect(counts.gateEvents.isBalanced && counts.reports.isBalanced)
                let sorted = seconds.sorted()
                print(
                    """
                    release check beside \(counts.reports.stored) reports and \(posted) gate events: 1,000 checks, \
                    median \(Int(sorted[500] * 1e6)) µs, 99th percentile \(Int(sorted[990] * 1e6)) µs
                    """)
            }
        }

        /// Turns decisions for a container of its own over and over, and checks after each; seconds of each check.
        private static func decide(lane: Int, times: Int, at centre: Centre) async throws -> [Double] {
            let container = containerNumber(900 + lane)
            let clock = ContinuousClock()
            var seconds: [Double] = []
            let turns: [(ClearanceStatus, ReleaseCheck.Reason.Code?)] = [
                (.held, .held), (.released, nil), (.scan, .scan), (.released, nil), (.revoked, .revoked),
            ]
            for turn in 0..<times {
                let (status, reason) = turns[turn % turns.count]
                let answer = try await centre.clear([container], status, declaration: "90000000000\(lane)")
                guard answer.status == 200 else {
                    Issue.record("a decision is answered \(answer.status): \(answer.text)")
                    return seconds
                }
                let decision = try answer.decoded(ClearanceDecision.self)
                let started = clock.now
                let check = try await centre.releaseCheck(container)
                let lasted = clock.now - started
                seconds.append(Double(lasted.components.seconds) + Double(lasted.components.attoseconds) / 1e18)
                #expect(check.reasons.map(\.code) == (reason.map { [$0] } ?? []), "turn \(turn) of lane \(lane)")
                #expect(check.allowed == (reason == nil))
                #expect((check.sequence ?? 0) >= decision.sequence)
            }
            return seconds
        }

        private static func postEvents(at centre: Centre, until done: Flag) async throws -> Int {
            var number = 0
            while !done.isSet {
                let events = (0..<20).map { PortSide.event("load-\(number)-\($0)", containerNumber(number * 20 + $0)) }
                let answer = try await centre.call(
                    "POST", "/v1/gate-events", body: try CanonicalJSON.encode(events), as: PortSide.operatorAccount)
                #expect(answer.status == 201)
                number += 1
                try await Task.sleep(for: .milliseconds(50))
            }
            return number * 20
        }

        private final class Flag: @unchecked Sendable {
            private let lock = NSLock()
            private var value = false

            var isSet: Bool { lock.withLock { value } }
            func set() { lock.withLock { value = true } }
        }
    }
}
