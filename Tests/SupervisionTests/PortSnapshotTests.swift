import Customs
import SimulatorKit
import Supervision
import Testing

@Suite("The port side over restarts and years")
struct PortSnapshotTests {
    private static let day = 86_400.0
    private static let boxes = ["CSQU3054383", "MSKU9070323", "TGHU1643396", "CSQU3054384"]

    /// Some observation of a port's day.
    private static func observation(_ number: Int, at seconds: Double, _ random: inout SplitMix64) -> Observation {
        let box = boxes[random.whole(0...3)]
        let facility = ["ORIG", "ELSE", "DEST"][random.whole(0...2)]
        switch random.whole(0...19) {
        case 0...2:
            return .clearance(
                ClearanceOrder(
                    declaration: "D\(random.whole(0...3))", containers: random.chance(0.8) ? [box] : nil,
                    status: ClearanceStatus.allCases[random.whole(0...4)]), by: Scene.customsSystem)
        case 3:
            return .manifest(
                Manifest(call: "V\(random.whole(0...2))", facility: facility, containers: [.init(number: box)]),
                by: Scene.customsSystem)
        case 4:
            return .announceOutage(
                OutageOrder(startsAt: Scene.at(seconds - 900), reason: "power"), facility: facility, by: Scene.officer)
        case 5:
            return .endOutage(id: "O-000001", facility: facility, endsAt: nil, by: Scene.officer)
        case 6:
            return .openTransit(
                TransitOrder(
                    container: box, seal: "S\(random.whole(0...2))", declaration: "D1", origin: "ORIG",
                    destination: "DEST", deadline: Scene.at(seconds + 86_400)), by: Scene.officer)
        case 7:
            return .endTransit(
                id: "T-00000\(random.whole(1...6))", status: .closed, reason: "end", by: Scene.officer)
        default:
            let types = GateEvent.Kind.allCases
            let late = random.chance(0.3) ? random.number(0...20_000).rounded() : 20
            var event = GateEvent.make(
                "e\(number)", facility, types[random.whole(0...types.count - 1)], at: seconds - late, container: box)
            if random.chance(0.4) { event.seals = [.init(number: "N\(random.whole(0...2))", issuer: .carrier)] }
            if random.chance(0.3) { event.call = "V\(random.whole(0...2))" }
            if random.chance(0.2) { event.replaces = "e\(random.whole(0...number + 3))" }
            if random.chance(0.1) { event.cancels = "e\(random.whole(0...number + 3))" }
            if random.chance(0.1) { event.amends = random.chance(0.5) ? .replace : .cancel }
            return .gateEvent(event, by: Scene.officer)
        }
    }

    @Test("A supervisor read back goes on with the same effects and answers", arguments: 0..<12 as Range<UInt64>)
    func restarts(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var rules = RuleBook()
        rules[.storageOverdue].thresholds["after"] = 2 * Self.day
        var scene = Scene(rules: rules)
        var restarted = Scene(rules: rules)
        for number in 0..<160 {
            let seconds = 30_000 + Double(number) * 3000
            let observation = Self.observation(number, at: seconds, &random)
            if number % 20 == 19 {
                let bytes = try restarted.supervisor.encoded()
                restarted.supervisor = try restarted.supervisor.restarted(rules: rules)
                #expect(try restarted.supervisor.encoded() == bytes)
            }
            scene.observe(observation, receivedAt: seconds)
            restarted.observe(observation, receivedAt: seconds)
        }
        #expect(zip(scene.effects, restarted.effects).allSatisfy { $0 == $1 })
        #expect(scene.effects.count == restarted.effects.count)
        #expect(zip(scene.outcomes, restarted.outcomes).allSatisfy { $0 == $1 })
        #expect(scene.effects.contains { if case .visit = $0.kind { true } else { false } })
    }

    @Test(
        "Every alert is raised before anything else is said of it, and sequence numbers rise",
        arguments: 0..<12 as Range<UInt64>)
    func story(seed: UInt64) {
        var random = SplitMix64(seed: seed, part: 2)
        var scene = Scene()
        for number in 0..<200 {
            let seconds = 30_000 + Double(number) * 1500
            scene.observe(Self.observation(number, at: seconds, &random), receivedAt: seconds)
        }
        var known: [String: Alert.Status] = [:]
        var sequence: Int64 = 0
        for effect in scene.effects {
            #expect(effect.sequence > sequence)
            sequence = effect.sequence
            guard case .alert(let change, let alert) = effect.kind else { continue }
            let before = known[alert.id]
            switch change {
            case .raised: #expect(before == nil || before == .withdrawn)
            case .withdrawn: #expect(before != nil && before != .withdrawn)
            case .updated, .cleared: #expect(before != nil)
            }
            known[alert.id] = alert.status
            #expect(!alert.message.isEmpty && !alert.message.contains("{"))
            #expect(!alert.messageVi.isEmpty && !alert.messageVi.contains("{"))
        }
    }

    @Test("A container that has gone is let go after a month; a hold and a release are remembered")
    func lettingGo() throws {
        var rules = RuleBook()
        // The made-up numbers are wrong, and an alert that nobody has cleared keeps its container.
        rules[.containerNumberInvalid].enabled = false
        var scene = Scene(rules: rules)
        scene.decide(.held, at: 10, containers: ["TGHU1643396"])
        scene.decide(.released, at: 10, containers: ["MSKU9070323"])
        for number in 0..<400 {
            let box = "BOXU\(1_000_000 + number)"
            scene.gate("i\(number)", "ORIG", .gateIn, at: 60, received: 70, container: box) { $0.fullEmpty = .empty }
            scene.gate("o\(number)", "ORIG", .load, at: 600, received: 610, container: box)
        }
        let full = try scene.supervisor.encoded().count
        let later = 40 * Self.day
        for number in 0..<400 { scene.decide(.released, at: later + Double(number), "D\(number % 9)") }
        let after = try scene.supervisor.encoded().count
        // What is left of the four hundred is that their events' ids are known; two events take more than 50 bytes.
        #expect(full - after > 400 * 50)
        let ids = scene.gateAlerts("h", "ORIG", .gateOut, at: later + 500, container: "TGHU1643396")
        #expect(ids.map { $0.prefix(16) } == ["gate-out-on-hold"])
        #expect(scene.gateAlerts("r", "ORIG", .gateOut, at: later + 501, container: "MSKU9070323").isEmpty)
    }

    @Test("A container with more events than are kept forgets its oldest stays and takes nothing back")
    func manyEvents() {
        var scene = Scene()
        for number in 0..<400 {
            let time = Double(number) * 7200
            scene.decide(.released, at: time + 5)
            scene.gate("i\(number)", "ORIG", .gateIn, at: time + 60)
            scene.gate("o\(number)", "ORIG", .gateOut, at: time + 3601)
        }
        #expect(scene.visits.count == 400)
        #expect(!scene.visitChanges.contains { $0.hasPrefix("removed") })
        #expect(scene.alerts.isEmpty)
    }
}
