import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("Crashes")
    struct CrashTests {
        @Test(
            "30,000 reports and five SIGKILLs: each acknowledged report is stored exactly once, no alert is doubled",
            .timeLimit(.minutes(3)))
        func killedFiveTimes() async throws {
            try await Deployment.run { deployment in
                let fleet = CrashFleet(seals: 50, reportsEach: 600)
                try await fleet.openTransits(at: deployment)
                let devices = Devices(fleet.seals)
                try await devices.connect(to: deployment.broker)
                defer { devices.disconnect() }
                var random = SplitMix64(seed: 2)
                var duplicates = 0
                var acknowledgedAtKill: [Int] = []

                devices.limit(to: Self.limit(beforeKill: 0))
                async let reporting: Void = devices.report(perSecond: 3000, resendAfter: 0.6)
                for kill in 0..<5 {
                    let limit = Self.limit(beforeKill: kill)
                    devices.limit(to: limit)
                    let threshold = kill * 5500 + Int.random(in: 300...5000, using: &random)
                    try await eventually("\(threshold) reports are acknowledged", within: 60, every: 3) {
                        devices.counts.acknowledged >= threshold
                    }
                    // Acknowledgements come in beats; the kill comes somewhere between two of them.
                    let more = min(devices.counts.sent + Int.random(in: 0...600, using: &random), limit)
                    try await eventually("\(more) reports are sent", every: 1) { devices.counts.sent >= more }
                    // As near to the kill as a question can be asked; what comes after it is not in the figure.
                    duplicates += try await deployment.centre.metrics().reports.duplicate
                    acknowledgedAtKill.append(devices.counts.acknowledged)
                    #expect(deployment.isServerRunning && devices.outstanding > 0, "the kill came too late")
                    deployment.killServer()
                    try await deployment.startServer()
                }
                devices.limit(to: .max)
                do {
                    try await eventually("everything is acknowledged", within: 60) { devices.outstanding == 0 }
                } catch {
                    devices.stop()
                    Issue.record("\(devices.outstanding) reports were never acknowledged")
                }
                try await reporting

                let last = try await deployment.centre.metrics().reports
                #expect(last.isBalanced, "\(last)")
                #expect(last.rejectedInAll == 0, "\(last)")
                duplicates += last.duplicate
                let stored = try await fleet.checkTracks(at: deployment.centre)
                try await fleet.checkAlerts(at: deployment.centre)
                #expect(deployment.stopServer() == 0)
                try await fleet.checkLedger(deployment.ledgerFile)
                let counts = devices.counts
                print(
                    """
                    crash test: \(counts.sent) reports of \(fleet.seals.count) seals, 5 kills after \
                    \(acknowledgedAtKill.map(String.init).joined(separator: ", ")) acknowledgements; \
                    \(counts.resent) sent again by devices, at least \(duplicates) duplicates met; \
                    \(stored)
                    """)
            }
        }

        /// How many reports are made before a kill: well more than it waits for, and not all of them.
        private static func limit(beforeKill kill: Int) -> Int { min(kill * 5500 + 8000, 29_500) }

        @Test(
            "A crash between the commit and the acknowledgement loses nothing and stores nothing twice",
            .timeLimit(.minutes(2)))
        func betweenCommitAndAcknowledgement() async throws {
            try await Deployment.run(startsServer: false) { deployment in
                var expected: [Devices.Seal] = []
                for (round, envelopes) in [1, 120, 700, 2500].enumerated() {
                    // Sent once each: only the broker's redelivery can bring back what was not acknowledged.
                    let fleet = CrashFleet(
                        seals: 10, reportsEach: 300, prefix: "COMMIT\(round)", keepsUntilAcknowledged: { _ in false })
                    expected += fleet.seals
                    try await deployment.startServer(environment: ["VASSCM_TEST_CRASH_AFTER_COMMIT": "\(envelopes)"])
                    let devices = Devices(fleet.seals)
                    try await devices.connect(to: deployment.broker)
                    defer { devices.disconnect() }
                    async let reporting: Void = devices.report(perSecond: 6000)
                    #expect(try await deployment.serverEnd(seconds: 20) == -SIGKILL)

                    try await deployment.startServer()
                    do {
                        try await eventually("everything of round \(round) is acknowledged", within: 30) {
                            devices.outstanding == 0
                        }
                    } catch {
                        devices.stop()
                        Issue.record("round \(round): \(devices.outstanding) reports were never acknowledged")
                    }
                    try await reporting
                    let counts = try await deployment.centre.metrics().reports
                    #expect(counts.isBalanced, "\(counts)")
                    #expect(
                        counts.duplicate > 0, "the broker delivered nothing twice: the crash came too early or late")
                    let stored = try await CrashFleet.checkTracks(of: expected, at: deployment.centre)
                    #expect(deployment.stopServer() == 0)
                    print(
                        """
                        crash after the commit of \(envelopes) messages: \(devices.counts.sent) sent once, \
                        \(counts.duplicate) delivered twice; all rounds: \(stored)
                        """)
                }
                let findings = try await LedgerFile.inspect(deployment.ledgerFile)
                #expect(findings.integrity == "ok")
            }
        }
    }
}
