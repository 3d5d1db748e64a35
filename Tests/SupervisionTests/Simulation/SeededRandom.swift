import SimulatorKit

/// What the simulated worlds draw; a seed names a world only as long as these stay as they are.
struct SeededRandom: RandomNumberGenerator {
    private var source: SplitMix64

    init(seed: UInt64) { source = SplitMix64(seed: seed) }

    mutating func next() -> UInt64 { source.next() }

    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
    mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    /// Near 0, rarely beyond 3.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + number(0...1) } }
}
