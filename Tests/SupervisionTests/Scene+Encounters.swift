import Customs
import SimulatorKit
import Supervision

/// A report of one of several lorries, as it would be told in any order.
struct Telling: Hashable {
    var lorry: Int
    var seconds: Double
    /// Kilometres; `nil` for a report without a fix.
    var east: Double?
    var north = 0.0
    var number: Int64 = 0
}

/// Several lorries whose reports can be told in any order, each report under the number that its own time gives it.
struct Convoy {
    private(set) var tellings: [Telling] = []

    /// Drives a lorry from one kilometre to another, a report every 30 s, the last one at `end`.
    mutating func drive(_ lorry: Int, from: Double, to: Double, _ start: Double, _ end: Double, north: Double = 0) {
        for seconds in stride(from: start, through: end, by: 30) {
            let share = (seconds - start) / max(1, end - start)
            tellings.append(Telling(lorry: lorry, seconds: seconds, east: from + share * (to - from), north: north))
        }
    }

    /// Stands, with some metres of noise that the same moment always gives.
    mutating func stand(_ lorry: Int, at east: Double, _ start: Double, _ end: Double, north: Double = 0) {
        for seconds in stride(from: start, through: end, by: 30) {
            let noise = Double((Int(seconds) * 7919 + lorry * 104_729) % 11 - 5) / 1000
            tellings.append(Telling(lorry: lorry, seconds: seconds, east: east + noise, north: north - noise / 2))
        }
    }

    /// Reports without a fix.
    mutating func loseFix(_ lorry: Int, _ start: Double, _ end: Double) {
        for seconds in stride(from: start, through: end, by: 30) {
            tellings.append(Telling(lorry: lorry, seconds: seconds, east: nil))
        }
    }

    /// All reports in the order of their time, numbered for each lorry.
    var ordered: [Telling] {
        var next: [Int: Int64] = [:]
        return tellings.sorted { ($0.seconds, $0.lorry) < ($1.seconds, $1.lorry) }.map { telling in
            next[telling.lorry, default: 0] += 1
            var numbered = telling
            numbered.number = next[telling.lorry] ?? 0
            return numbered
        }
    }

    var lorries: [Int] { Set(tellings.map(\.lorry)).sorted() }
}

extension Scene {
    static func container(_ lorry: Int) -> String { "TEMU\(1_000_000 + lorry)" }

    /// A scene with an open transit for each lorry of the convoy: T10 with seal S10, T11 ...
    init(_ convoy: Convoy, rules: RuleBook = RuleBook()) {
        self.init(rules: rules)
        openTransits(convoy.lorries)
    }

    mutating func openTransits(_ lorries: [Int]) {
        for lorry in lorries { open("T\(lorry)", seal: "S\(lorry)", container: Self.container(lorry), route: nil) }
    }

    /// Takes one report; it comes when it was made unless it is said.
    mutating func tell(_ telling: Telling, received: Double? = nil) {
        report(
            at: telling.seconds, east: telling.east, north: telling.north, seal: "S\(telling.lorry)",
            received: received, sequence: telling.number, digest: UInt64(telling.number))
    }

    /// A convoy told in the order of its time.
    static func told(_ convoy: Convoy, rules: RuleBook = RuleBook()) -> Scene {
        var scene = Scene(convoy, rules: rules)
        for telling in convoy.ordered { scene.tell(telling) }
        return scene
    }

    /// The same told at one moment, every report twice, in an order of the seed's.
    static func shuffled(_ convoy: Convoy, at received: Double, seed: UInt64) -> Scene {
        var random = SplitMix64(seed: seed)
        var scene = Scene(convoy)
        for telling in (convoy.ordered + convoy.ordered).shuffled(using: &random) {
            scene.tell(telling, received: received)
        }
        return scene
    }

    /// What is left to say in the end of alerts that were not withdrawn, where it does not depend on when it was heard.
    func lastWord(_ rule: RuleCode) -> [String] {
        alerts(rule).filter { $0.status != .withdrawn }.map { alert in
            let evidence = alert.evidence.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return "\(alert.id) \(alert.status) \(alert.startedAt.rfc3339) \(alert.clearedAt?.rfc3339 ?? "-") "
                + "\(alert.position.map { "\($0)" } ?? "-") \(alert.message) \(evidence.joined(separator: " "))"
        }
        .sorted()
    }
}
