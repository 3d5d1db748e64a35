import Customs
import Foundation
import Supervision
import Testing

/// Worlds made from seeds. `VASSCM_SEED=n` plays one seed again, `VASSCM_SEEDS=n` plays the first n.
@Suite("Simulated worlds")
struct SimulationTests {
    private static let chunk = 250
    private static let usual = 2000

    /// The seeds of one run, in pieces that tests can run side by side.
    static let pieces: [ClosedRange<UInt64>] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["VASSCM_SEED"].flatMap(UInt64.init) { return [seed...seed] }
        let count = environment["VASSCM_SEEDS"].flatMap(Int.init) ?? usual
        return stride(from: 1, through: count, by: chunk).map {
            UInt64($0)...UInt64(min(count, $0 + chunk - 1))
        }
    }()

    /// Whether the seed is one of those that the check looks at: a single one always is.
    private static func isChecked(_ seed: UInt64, _ remainder: UInt64, of modulus: UInt64) -> Bool {
        pieces.count == 1 && pieces[0].count == 1 || seed % modulus == remainder
    }

    @Test("Any order of arrival within six hours, every report sent twice, ends in the same alerts", arguments: pieces)
    func order(_ seeds: ClosedRange<UInt64>) throws {
        for seed in seeds { try check(seed, WorldChecks.order) }
    }

    @Test("Every report is stored once, known again, or refused with its reason", arguments: pieces)
    func counting(_ seeds: ClosedRange<UInt64>) throws {
        for seed in seeds where Self.isChecked(seed, 0, of: 2) { try check(seed, WorldChecks.counting) }
    }

    @Test("A restart at any moment changes nothing", arguments: pieces)
    func restarts(_ seeds: ClosedRange<UInt64>) throws {
        for seed in seeds where Self.isChecked(seed, 0, of: 5) { try check(seed, WorldChecks.restarts) }
    }

    @Test(
        "Zones that are edited and alerts that are escalated are the same after a restart at any moment",
        arguments: pieces)
    func edits(_ seeds: ClosedRange<UInt64>) throws {
        for seed in seeds where Self.isChecked(seed, 3, of: 5) { try check(seed, WorldChecks.edits) }
    }

    @Test("The clock's ticks change nothing that the evidence says", arguments: pieces)
    func ticks(_ seeds: ClosedRange<UInt64>) throws {
        for seed in seeds where Self.isChecked(seed, 1, of: 5) { try check(seed, WorldChecks.ticks) }
    }

    @Test(
        "What is published is a story: raised before all else, numbered upwards, and quiet after the close",
        arguments: pieces)
    func story(_ seeds: ClosedRange<UInt64>) throws {
        for seed in seeds where Self.isChecked(seed, 0, of: 3) { try check(seed, WorldChecks.story) }
    }

    @Test("What an officer cleared stays cleared, whatever comes later, unless it is withdrawn", arguments: pieces)
    func officers(_ seeds: ClosedRange<UInt64>) throws {
        for seed in seeds where Self.isChecked(seed, 2, of: 5) { try check(seed, WorldChecks.officers) }
    }

    @Test("A cut cable is never missed, however late the report of it comes", arguments: pieces)
    func tampers(_ seeds: ClosedRange<UInt64>) throws {
        for seed in seeds where Self.isChecked(seed, 1, of: 3) { try check(seed, WorldChecks.tampers) }
    }

    private func check(_ seed: UInt64, _ body: (SimulatedWorld) throws -> String?) throws {
        if let fault = try body(SimulatedWorld(seed: seed)) { Issue.record("VASSCM_SEED=\(seed): \(fault)") }
    }
}
