import Customs
import Geofencing
import SimulatorKit
import Supervision

/// What queues cost where very many stand in them.
package struct ScaleRun: Sendable {
    /// What was measured.
    package struct Figures: Sendable {
        package var vehicles = 0
        package var zones = 0
        package var reports = 0
        /// Simulated seconds.
        package var seconds = 0.0
        /// Of the engine, with queue zones and with rest areas at the same places.
        package var queueCPUSeconds = 0.0
        package var restCPUSeconds = 0.0
        /// Vehicles that the gates' states say they see.
        package var seen = 0
        /// Simulated seconds from when evidence was received until every gate's state had taken it in; `nil` where one
        /// had not within two seconds.
        package var longestDelaySeconds: Double?
        /// Of one reading of all gates.
        package var readingCPUSeconds = 0.0

        /// Of one core, what the border gates take.
        package var share: Double { (queueCPUSeconds - restCPUSeconds) / seconds }

        package static let mostShare = 0.05
        package static let mostDelaySeconds = 1.0
    }

    private let vehicles: Int
    private let zones: Int
    private let minutes: Int
    /// Until all have reported and been placed.
    private static let settlingSeconds = 120
    private static let delaySeconds = 60

    /// - Parameter minutes: simulated, after two in which the vehicles come.
    package init(vehicles: Int, zones: Int, minutes: Int) {
        self.vehicles = vehicles
        self.zones = zones
        self.minutes = minutes
    }

    /// - Parameter cpuSeconds: The processor time that was used so far; it decides nothing.
    package mutating func measure(cpuSeconds: () -> Double) -> Figures {
        var figures = Figures(vehicles: vehicles, zones: zones)
        figures.restCPUSeconds = run(areQueues: false, cpuSeconds, &figures)
        figures.queueCPUSeconds = run(areQueues: true, cpuSeconds, &figures)
        return figures
    }

    /// The engine's processor time of the measured minutes.
    private func run(areQueues: Bool, _ cpuSeconds: () -> Double, _ figures: inout Figures) -> Double {
        var scene = ScaleScene(vehicles: vehicles, zones: zones, areQueues: areQueues)
        var supervisor = Supervisor(zones: ZoneIndex(zones: scene.zones), rules: RuleBook())
        var used = 0.0
        var reports = 0
        let last = Self.settlingSeconds + minutes * 60
        for second in 0..<last {
            let observations = scene.observations(second: second)
            let began = cpuSeconds()
            observe(observations, second, &supervisor)
            if second >= Self.settlingSeconds {
                used += cpuSeconds() - began
                reports += observations.count
            }
        }
        figures.reports = reports
        figures.seconds = Double(minutes * 60)
        guard areQueues else { return used }
        let began = cpuSeconds()
        figures.seen = supervisor.gateCongestions.reduce(0) { $0 + $1.vehiclesSeen }
        figures.readingCPUSeconds = cpuSeconds() - began
        figures.longestDelaySeconds = 0
        for second in last..<last + Self.delaySeconds {
            observe(scene.observations(second: second), second, &supervisor)
            let delay = delay(&supervisor, second)
            figures.longestDelaySeconds = figures.longestDelaySeconds.flatMap { longest in
                delay.map { max(longest, $0) }
            }
        }
        return used
    }

    private func observe(_ observations: [Observation], _ second: Int, _ supervisor: inout Supervisor) {
        var effects: [Effect] = []
        // They come half a second after they were made, and nothing else does in that second.
        let receivedAt = ScaleScene.startsAt.advanced(bySeconds: Double(second) + 0.5)
        for observation in observations {
            _ = supervisor.observe(observation, receivedAt: receivedAt, into: &effects)
        }
        supervisor.advance(to: ScaleScene.startsAt.advanced(bySeconds: Double(second) + 1.5), into: &effects)
    }

    /// Simulated seconds until every gate has evidence as new as the second; every gate has some each second.
    private func delay(_ supervisor: inout Supervisor, _ second: Int) -> Double? {
        let newest = ScaleScene.startsAt.advanced(bySeconds: Double(second))
        // Read a second after it was received, the longest that is allowed, and then later.
        for step in 0..<11 {
            let isKnown = supervisor.gateCongestions.allSatisfy { ($0.evidenceAt ?? .distantPast) >= newest }
            if isKnown { return 1 + Double(step) * 0.1 }
            var effects: [Effect] = []
            let time = Double(second) + 1.5 + Double(step + 1) * 0.1
            supervisor.advance(to: ScaleScene.startsAt.advanced(bySeconds: time), into: &effects)
        }
        return nil
    }
}

extension ScaleRun.Figures {
    package var text: String {
        func percent(_ share: Double) -> String { ReportText.fixed(share * 100, 2) + " %" }
        let delay = longestDelaySeconds.map { "within \(ReportText.fixed($0, 1)) s" } ?? "not within 2 s"
        return """
            \(vehicles) vehicles in \(zones) zones, \(reports) reports and gate events in \(Int(seconds)) simulated \
            seconds; \(seen) of them seen by the gates

            | | processor seconds | of one core |
            |---|---:|---:|
            | zones of kind queue | \(ReportText.fixed(queueCPUSeconds, 2)) | \(percent(queueCPUSeconds / seconds)) |
            | the same as rest areas | \(ReportText.fixed(restCPUSeconds, 2)) | \(percent(restCPUSeconds / seconds)) |
            | border gates alone | \(ReportText.fixed(queueCPUSeconds - restCPUSeconds, 2)) | \(percent(share)) |

            With queues over without: \(ReportText.fixed(queueCPUSeconds / max(restCPUSeconds, 1e-9), 3)). \
            States had taken in new evidence \(delay). Reading all gates: \
            \(ReportText.fixed(readingCPUSeconds * 1000, 2)) ms.
            """
    }

    /// What of the requirements is not reached, in words.
    package var shortfalls: [String] {
        var found: [String] = []
        if share >= Self.mostShare {
            found.append("the border gates take \(ReportText.fixed(share * 100, 2)) % of a core")
        }
        if (longestDelaySeconds ?? .infinity) > Self.mostDelaySeconds {
            found.append("a state had not taken in new evidence after \(ReportText.fixed(Self.mostDelaySeconds, 1)) s")
        }
        if seen < vehicles * 99 / 100 { found.append("the gates see \(seen) of \(vehicles) vehicles") }
        return found
    }
}
