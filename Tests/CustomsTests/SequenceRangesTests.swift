import Customs
import Testing

@Suite("Sequence ranges")
struct SequenceRangesTests {
    @Test("know every number once, whatever the order, and list the gaps")
    func agreeWithASet() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: .min ... .max, using: &generator)
        var state = seed
        var ranges = SequenceRanges()
        var set: Set<Int64> = []
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Int64(state >> 33) % 700
            #expect((ranges.insert(number) == .new) == set.insert(number).inserted, "seed \(seed)")
            #expect(ranges.contains(number))
        }
        let sorted = set.sorted()
        let gaps = zip(sorted, sorted.dropFirst()).filter { $1 > $0 + 1 }.map { ($0 + 1)...($1 - 1) }
        #expect(ranges.missing == gaps, "seed \(seed)")
        #expect(ranges.highest == sorted.last)
    }

    @Test("take no number that opens one gap too many, and forget none that they took")
    func areBounded() {
        var ranges = SequenceRanges()
        let limit = Int64(SequenceRanges.maximumRanges)
        for number in 1...limit { #expect(ranges.insert(number * 2) == .new) }
        #expect(ranges.insert(limit * 2 + 5) == .tooManyGaps)
        #expect(!ranges.contains(limit * 2 + 5))
        #expect(ranges.insert(limit * 2 + 1) == .new)
        #expect(ranges.insert(3) == .new)
        #expect(ranges.insert(limit * 2 + 5) == .new)
        #expect(ranges.insert(5) == .new)
        #expect(ranges.insert(4) == .known)
    }
}
