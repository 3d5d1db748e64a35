import SimulatorKit

/// Seeded damage to good input.
enum Mutation {
    static func noise(_ random: inout SplitMix64) -> [UInt8] {
        let alphabet = Array("{}[]\",:\\0123456789.eE+-truefalsn \n\u{e9}".utf8) + [0x00, 0x80, 0xff]
        return (0..<Int.random(in: 0...40, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
    }

    /// None to two small changes.
    static func of(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[at] = UInt8.random(in: 0x20...0x7e, using: &random)
            case 2: bytes.remove(at: at)
            default: bytes.removeSubrange(max(at, 1)...)
            }
            if bytes.isEmpty { return bytes }
        }
        return bytes
    }

    /// None to three changes of any kind: flipped bits, cuts, splices with `other`, repeats, invalid UTF-8.
    static func harsh(_ original: [UInt8], with other: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0...7, using: &random) {
            case 0: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 1: bytes[at] = UInt8.random(in: 0x20...0x7e, using: &random)
            case 2: bytes.removeSubrange(at...)
            case 3: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...20, using: &random)))
            case 4: bytes.insert(contentsOf: [0xc3, 0xff, 0x80].shuffled(using: &random), at: at)
            case 5:
                let start = Int.random(in: 0..<other.count, using: &random)
                let part = other[start..<min(other.count, start + Int.random(in: 1...60, using: &random))]
                bytes.insert(contentsOf: part, at: at)
            case 6:
                let end = min(bytes.count, at + Int.random(in: 1...4, using: &random))
                // Long enough to pass every limit of a segment now and then.
                let times = Int.random(in: 0..<200, using: &random) == 0 ? 20_000 : 20
                bytes.insert(contentsOf: repeatElement(bytes[at..<end], count: times).joined(), at: at)
            default:
                bytes[at] = Array("'+:?{}[]\",\\".utf8)[Int.random(in: 0..<11, using: &random)]
            }
        }
        return bytes
    }
}
