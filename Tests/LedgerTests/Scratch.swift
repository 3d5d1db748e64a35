import Customs
import Foundation
import Ledger

/// A directory of one test, removed with it.
final class Scratch: Sendable {
    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var path: String { directory.appending(path: "vasscm.sqlite").path(percentEncoded: false) }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// `nil` one time in `odds`.
    mutating func maybe<Value>(oneIn odds: Int = 4, _ value: (inout SeededGenerator) -> Value) -> Value? {
        Int.random(in: 0..<odds, using: &self) == 0 ? nil : value(&self)
    }
}

/// 2026-03-02T00:00:00Z.
let start = Timestamp(milliseconds: 1_772_409_600_000)

func time(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }
