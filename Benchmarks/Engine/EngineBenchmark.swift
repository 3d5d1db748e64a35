import Customs
import Foundation
import Geofencing
import Supervision

/// Measures the full engine with every rule on: decoded reports a second on one core, for fleets of growing size, and the
/// memory that a fleet takes.
@main
struct EngineBenchmark {
    static func main() {
        var arguments = CommandLine.arguments.dropFirst().makeIterator()
        var sizes = [1_000, 10_000]
        var reportsPerSeal = 240
        while let name = arguments.next() {
            switch name {
            case "--seals": sizes = (arguments.next() ?? "").split(separator: ",").compactMap { Int($0) }
            case "--reports": reportsPerSeal = arguments.next().flatMap(Int.init) ?? reportsPerSeal
            default:
                FileHandle.standardError.write(
                    Data("usage: engine-benchmark [--seals 1000,10000] [--reports 240]\n".utf8))
                exit(2)
            }
        }
        print("| seals | reports | reports/s | ns a report | alerts | memory, MB | bytes a seal |")
        print("|---|---|---|---|---|---|---|")
        for size in sizes { measure(seals: size, reportsPerSeal: reportsPerSeal) }
    }

    /// Reports made before the clock starts, and folded while it runs.
    private static let batch = 4096

    private static func measure(seals: Int, reportsPerSeal: Int) {
        let before = residentBytes()
        var fleet = SyntheticFleet(seals: seals)
        var supervisor = Supervisor(zones: ZoneIndex(zones: SyntheticFleet.zones), rules: RuleBook())
        var effects: [Effect] = []
        for seal in 0..<seals {
            effects.removeAll(keepingCapacity: true)
            _ = supervisor.observe(
                .openTransit(fleet.order(seal), by: SyntheticFleet.officer), receivedAt: SyntheticFleet.start,
                into: &effects)
        }
        var alerts: [String: Int] = [:]
        var reports = 0
        var nanoseconds: UInt64 = 0
        // The first round fills caches and histories; the time of the rest counts.
        let warmUp = seals * reportsPerSeal / 4
        while reports < seals * reportsPerSeal {
            let observations = fleet.next(min(batch, seals * reportsPerSeal - reports))
            effects.removeAll(keepingCapacity: true)
            let start = DispatchTime.now().uptimeNanoseconds
            for (observation, receivedAt) in observations {
                _ = supervisor.observe(observation, receivedAt: receivedAt, into: &effects)
            }
            if reports >= warmUp { nanoseconds += DispatchTime.now().uptimeNanoseconds - start }
            reports += observations.count
            for case .alert(.raised, let alert) in effects.map(\.kind) { alerts[alert.rule.rawValue, default: 0] += 1 }
        }
        let measured = Double(reports - warmUp)
        let memory = residentBytes() - before
        print(
            "| \(seals) | \(reports) | \(Int(measured / Double(nanoseconds) * 1e9)) "
                + "| \(Int(Double(nanoseconds) / measured)) | \(words(alerts)) | \(memory >> 20) | \(memory / seals) |")
        withExtendedLifetime(supervisor) {}
    }

    private static func words(_ alerts: [String: Int]) -> String {
        alerts.isEmpty
            ? "none" : alerts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(getpagesize())
    }
}
