import SimulatorKit
import Testing

@Suite("Seeded numbers")
struct SplitMix64Tests {
    @Test("The numbers are those of the published algorithm")
    func published() {
        // The first outputs for seed 1234567, from the reference implementation.
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }

    @Test("Numbers stay in their range and fill it")
    func ranges() {
        var random = SplitMix64(seed: 7)
        let wholes = (0..<1000).map { _ in random.whole(3...5) }
        #expect(Set(wholes) == [3, 4, 5])
        #expect((0..<1000).allSatisfy { _ in (0..<1).contains(random.fraction()) })
        let normals = (0..<10_000).map { _ in random.normal() }
        let mean = normals.reduce(0, +) / 10_000
        let variance = normals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
        #expect(abs(mean) < 0.05)
        #expect(abs(variance - 1) < 0.05)
    }

    @Test("Parts of one seed differ from one another")
    func parts() {
        var firsts: Set<UInt64> = []
        for part in 0..<1000 {
            var random = SplitMix64(seed: 1, part: UInt64(part))
            firsts.insert(random.next())
        }
        #expect(firsts.count == 1000)
    }

    @Test("Shuffling keeps every element")
    func shuffling() {
        var random = SplitMix64(seed: 3)
        let shuffled = random.shuffled(Array(0..<100))
        #expect(shuffled.sorted() == Array(0..<100))
        #expect(shuffled != Array(0..<100))
    }
}
