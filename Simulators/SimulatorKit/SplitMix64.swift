import Foundation

/// A seeded source of numbers (Steele, Lea and Flood, 2014): the same seed gives the same numbers everywhere.
public struct SplitMix64: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A source for one part of a simulation, so that a change in one part leaves the others as they were.
    public init(seed: UInt64, part: UInt64) {
        var mixer = SplitMix64(seed: seed)
        self.init(seed: mixer.next() ^ (part &* 0xd134_2543_de82_ef95))
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// A number in 0..<1.
    public mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// A number between the bounds.
    public mutating func number(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * fraction()
    }

    /// A whole number between the bounds, both included.
    public mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(fraction() * Double(range.upperBound - range.lowerBound + 1))
    }

    /// True with the given probability.
    public mutating func chance(_ probability: Double) -> Bool { fraction() < probability }

    /// A number of the normal distribution with mean 0 and deviation 1 (Box and Muller).
    public mutating func normal() -> Double {
        (-2 * log(1 - fraction())).squareRoot() * cos(2 * Double.pi * fraction())
    }

    /// One of the elements; `nil` of none.
    public mutating func element<Element>(of elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[whole(0...(elements.count - 1))]
    }

    /// The elements in another order (Fisher and Yates).
    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for index in stride(from: result.count - 1, to: 0, by: -1) { result.swapAt(index, whole(0...index)) }
        return result
    }
}
