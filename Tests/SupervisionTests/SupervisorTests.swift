import Customs
import Geofencing
import Supervision
import Testing

@Suite("The supervisor")
struct SupervisorTests {
    @Test("A report sent twice is a duplicate, and another body under its number is refused")
    func duplicates() {
        var scene = Scene()
        scene.report(at: 60, east: 1, sequence: 7, digest: 1)
        #expect(scene.report(at: 60, east: 1, sequence: 7, digest: 1) == .duplicate(sequence: 7))
        guard case .rejected(let rejection) = scene.report(at: 60, east: 2, sequence: 7, digest: 2) else {
            Issue.record("taken")
            return
        }
        #expect(rejection.reason == .sequenceReused)
    }

    @Test("An acknowledgement names the highest number and every gap below it")
    func acknowledgement() {
        var scene = Scene()
        for number in [1, 2, 5, 9] as [Int64] { scene.report(at: Double(number), east: 1, sequence: number) }
        #expect(
            scene.supervisor.acknowledgement(seal: "S1", boot: "0")
                == SealAcknowledgement(boot: "0", seq: 9, missing: [[3, 4], [6, 8]]))
        #expect(scene.supervisor.acknowledgement(seal: "S1", boot: "0", mostGaps: 1)?.seq == 5)
        #expect(scene.supervisor.acknowledgement(seal: "S1", boot: "other") == nil)
    }

    @Test("An acknowledgement does not cover reports from before the first that came")
    func newestFirst() {
        var scene = Scene()
        scene.report(at: 60, east: 1, sequence: 7)
        #expect(
            scene.supervisor.acknowledgement(seal: "S1", boot: "0")
                == SealAcknowledgement(boot: "0", seq: 7, missing: [[1, 6]]))
    }

    @Test("Reports before a transit was posted belong to it from its start on")
    func startsInThePast() {
        var scene = Scene()
        scene.report(at: 60, east: 1, state: .tampered)
        scene.report(at: 120, east: 2)
        scene.open(at: 300, startsAt: 30)
        #expect(scene.alertChanges == ["raised seal-tampered"])
        #expect(scene.alerts.first?.startedAt == Scene.at(60))
        #expect(scene.alerts.first?.detectedAt == Scene.at(300))
    }

    @Test("A tamper that was buffered raises late, and says when it happened and when it was learned")
    func bufferedTamper() {
        var scene = Scene()
        scene.open()
        for minute in 1...500 { scene.report(at: Double(minute) * 60, east: 10) }
        scene.report(at: 90, east: 1, state: .tampered, received: 30_100)
        #expect(scene.alerts(.sealTampered).first?.startedAt == Scene.at(90))
        #expect(scene.alerts(.sealTampered).first?.detectedAt == Scene.at(30_100))
    }

    @Test("Evidence in another order ends in the same alerts")
    func orderDoesNotMatter() {
        func run(_ order: [Int]) -> Scene {
            var scene = Scene()
            scene.open(at: 0, startsAt: 0)
            for index in order {
                scene.report(
                    at: 60 + Double(index) * 60, east: Double(index) * 0.5, north: index > 15 && index < 22 ? 2.8 : 0,
                    state: index == 9 ? .unlocked : .locked, received: 4000, sequence: Int64(index))
            }
            scene.tick(at: 4020)
            return scene
        }
        let ordered = run(Array(0..<40))
        var shuffled = Array(0..<40)
        var random = SystemRandomNumberGenerator()
        shuffled.shuffle(using: &random)
        func final(_ scene: Scene) -> [String] {
            scene.alerts.filter { $0.status != .withdrawn }.map {
                "\($0.id) \($0.status) \($0.clearedAt?.rfc3339 ?? "")"
            }
            .sorted()
        }
        #expect(!final(ordered).isEmpty)
        #expect(final(run(shuffled)) == final(ordered), "order \(shuffled)")
    }

    @Test("A second open transit of a seal or a container is refused, and so is a name used before")
    func conflicts() {
        var scene = Scene()
        scene.open("T1")
        for outcome in [
            scene.open("T2", seal: "S2"), scene.open("T2", container: "MSKU9070323"),
            scene.open("T1", seal: "S3", container: "MSKU9070323"),
        ] {
            guard case .rejected(let rejection) = outcome else {
                Issue.record("taken: \(outcome)")
                continue
            }
            #expect(rejection.reason == .conflict)
        }
        scene.close(at: 60)
        guard case .transit(let transit) = scene.open("T2", at: 120) else {
            Issue.record("refused")
            return
        }
        #expect(transit.transit == "T2")
    }

    @Test("A gate event is taken once; the same id with another body is refused")
    func gateEventIdempotency() {
        var scene = Scene()
        let event = GateEvent.make("e1", "ORIG", .gateOut, at: 60)
        guard case .gateEvent(let first) = scene.observe(.gateEvent(event, by: Scene.officer), receivedAt: 70),
            case .gateEvent(let second) = scene.observe(.gateEvent(event, by: Scene.officer), receivedAt: 80)
        else {
            Issue.record("refused")
            return
        }
        #expect(first.status == .accepted)
        #expect(second.status == .duplicate)
        #expect(second.receipt == first.receipt)
        var other = event
        other.container = "MSKU9070323"
        guard case .rejected(let rejection) = scene.observe(.gateEvent(other, by: Scene.officer), receivedAt: 90) else {
            Issue.record("taken")
            return
        }
        #expect(rejection.reason == .eventIdReused)
    }

    @Test("An operator may not post for another facility")
    func facilityScope() {
        var scene = Scene()
        let account = Account(name: "port", role: .operator, facilities: ["DEST"])
        guard
            case .rejected(let rejection) = scene.observe(
                .gateEvent(.make("e1", "ORIG", .gateOut, at: 60), by: account), receivedAt: 70)
        else {
            Issue.record("taken")
            return
        }
        #expect(rejection.reason == .forbidden)
    }

    @Test("A gate-out departs a transit, a gate-in at its destination arrives it, and a cancelled one never was")
    func gateEventsAdvance() {
        var scene = Scene()
        scene.open()
        scene.observe(.gateEvent(.make("e1", "ORIG", .gateOut, at: 60), by: Scene.officer), receivedAt: 70)
        scene.observe(.gateEvent(.make("e2", "DEST", .gateIn, at: 900), by: Scene.officer), receivedAt: 910)
        #expect(scene.statuses == [.open, .inTransit, .arrived])
        var cancel = GateEvent.make("e3", "DEST", .gateIn, at: 900)
        cancel.cancels = "e2"
        scene.observe(.gateEvent(cancel, by: Scene.officer), receivedAt: 950)
        #expect(scene.statuses.last == .inTransit)
    }

    @Test("A snapshot gives back a supervisor that goes on with the same effects")
    func snapshot() throws {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 1, state: .tampered)
        scene.drive(from: 1, to: 9, start: 120, end: 900)
        scene.observe(.gateEvent(.make("e1", "ORIG", .gateOut, at: 60), by: Scene.officer), receivedAt: 905)
        scene.tick(at: 2500)
        let bytes = try scene.supervisor.encoded()
        var restored = scene
        restored.supervisor = try Supervisor(zones: ZoneIndex(zones: Scene.zones), rules: RuleBook(), encoded: bytes)
        #expect(try restored.supervisor.encoded() == bytes)
        for seconds in stride(from: 2600.0, through: 4000, by: 100) {
            scene.report(at: seconds, east: 9 + (seconds - 2600) / 150)
            restored.report(at: seconds, east: 9 + (seconds - 2600) / 150)
        }
        scene.close(at: 4100)
        restored.close(at: 4100)
        #expect(scene.effects == restored.effects)
        #expect(scene.supervisor.snapshotVersion == restored.supervisor.snapshotVersion)
    }

    @Test("Bytes that are no snapshot are refused", arguments: [0, 1, 5, 40])
    func brokenSnapshot(length: Int) throws {
        var scene = Scene()
        scene.open()
        scene.report(at: 60, east: 1)
        let bytes = Array(try scene.supervisor.encoded().prefix(length))
        #expect(throws: (any Error).self) {
            try Supervisor(zones: ZoneIndex(zones: Scene.zones), rules: RuleBook(), encoded: bytes)
        }
    }

    @Test("The time at which a zone's border was met lies between the two fixes")
    func interpolated() {
        var scene = Scene()
        scene.report(at: 0, east: 9)
        scene.report(at: 60, east: 10)
        scene.report(at: 120, east: 11)
        #expect(scene.zoneChanges.filter { $0.contains(" rest ") } == ["entered rest 30", "exited rest 90"])
    }
}
