import Customs

/// The signs of spoofing that a transit showed lately.
struct SpoofingSigns: Codable, Sendable, Hashable {
    /// What each sign rests on; signs of one family are not independent, and count together as one at most.
    enum Kind: UInt8, Codable, Sendable, CaseIterable {
        case speedAgainstDisplacement
        case acceleration
        case jumpThenTrack
        case tooPerfect
        case signalRise
        case gateAgainstPosition
        case clockStep

        /// The sign's name in the evidence.
        var name: String {
            switch self {
            case .speedAgainstDisplacement: "speedAgainstDisplacement"
            case .acceleration: "acceleration"
            case .jumpThenTrack: "jumpThenTrack"
            case .tooPerfect: "tooPerfect"
            case .signalRise: "signalRise"
            case .gateAgainstPosition: "gateAgainstPosition"
            case .clockStep: "clockStep"
            }
        }

        /// How much one sign says at most; under the default score alone, and over it with another.
        fileprivate var weight: Double {
            switch self {
            case .speedAgainstDisplacement, .jumpThenTrack, .gateAgainstPosition: 0.6
            case .tooPerfect: 0.55
            case .acceleration, .signalRise, .clockStep: 0.5
            }
        }

        fileprivate var family: Int {
            switch self {
            case .speedAgainstDisplacement: 0
            case .acceleration, .jumpThenTrack: 1
            case .tooPerfect, .signalRise: 2
            case .gateAgainstPosition: 3
            case .clockStep: 4
            }
        }
    }

    private struct Sign: Codable, Sendable, Hashable {
        var kind: Kind
        /// 0...1.
        var strength: Float
        /// When it began, and when it was seen last.
        var since: Timestamp
        var until: Timestamp
    }

    /// A sign not seen for so long counts no more.
    static let seconds = 1800.0
    /// What one family says at most.
    private static let mostOfFamily = 0.65
    private static let families = 5

    private var signs: [Sign] = []

    var isEmpty: Bool { signs.isEmpty }
    /// One bit a kind.
    var kinds: UInt8 { signs.reduce(0) { $0 | 1 << $1.kind.rawValue } }
    /// The earliest beginning of those that count.
    var since: Timestamp? { signs.map(\.since).min() }
    var until: Timestamp? { signs.map(\.until).max() }

    /// Adds a sign; the same one again grows and lasts.
    mutating func add(_ kind: Kind, _ strength: Double, since: Timestamp, at time: Timestamp) {
        let value = Float(min(1, max(0, strength)))
        if let index = signs.firstIndex(where: { $0.kind == kind }) {
            signs[index].strength = max(signs[index].strength, value)
            signs[index].until = max(signs[index].until, time)
        } else {
            signs.append(Sign(kind: kind, strength: value, since: min(since, time), until: time))
        }
    }

    /// Drops what is too old to count.
    mutating func forget(before time: Timestamp) {
        guard signs.contains(where: { time.seconds(since: $0.until) > Self.seconds }) else { return }
        signs.removeAll { time.seconds(since: $0.until) > Self.seconds }
    }

    /// 0...1: the chance that all are innocent, were they independent, taken from 1.
    var score: Double {
        var innocent = 1.0
        for family in 0..<Self.families {
            var rest = 1.0
            for sign in signs where sign.kind.family == family {
                rest *= 1 - sign.kind.weight * Double(sign.strength)
            }
            innocent *= max(rest, 1 - Self.mostOfFamily)
        }
        return 1 - innocent
    }

    /// `sign.tooPerfect: 0.4`: what each adds by itself.
    var evidence: [String: EvidenceValue] {
        var parts: [String: EvidenceValue] = [:]
        for sign in signs {
            let part = sign.kind.weight * Double(sign.strength)
            parts["sign.\(sign.kind.name)"] = .number((part * 100).rounded() / 100)
        }
        return parts
    }
}
