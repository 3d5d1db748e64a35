import Customs
import Foundation
import Ledger
import SimulatorKit

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

extension SplitMix64 {
    /// `nil` one time in `odds`.
    mutating func maybe<Value>(oneIn odds: Int = 4, _ value: (inout SplitMix64) -> Value) -> Value? {
        Int.random(in: 0..<odds, using: &self) == 0 ? nil : value(&self)
    }
}

/// 2026-03-02T00:00:00Z.
let start = Timestamp(milliseconds: 1_772_409_600_000)

func time(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }
