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
                == SealAcknowledgement(boot: "0", seq: 7, missing: [[0, 6]]))
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

    @Test("A loose contact that fills a rule's findings neither stops the clock nor silences the other rules")
    func looseContact() {
        var scene = Scene()
        scene.open()
        for second in 1...1030 {
            scene.report(at: Double(second) * 30, east: 5, state: second % 2 == 0 ? .locked : .unlocked)
        }
        scene.tick(at: 40_000)
        #expect(scene.alerts(.sealUnlocked).count == 128)
        #expect(scene.alerts(.sealSignalLost).count == 1)
        scene.report(at: 40_010, east: 5, state: .tampered)
        #expect(scene.alerts(.sealTampered).count == 1)
    }

    @Test("Late tampering, piece by piece, is one alert that nothing withdraws")
    func lateTamperInPieces() {
        var scene = Scene()
        scene.open()
        for minute in 10...400 { scene.report(at: Double(minute) * 60, east: 10) }
        for second in [100.0, 130, 160] { scene.report(at: second, east: 1, state: .tampered, received: 24_100) }
        scene.tick(at: 24_200)
        #expect(scene.alertChanges.filter { $0.contains("tampered") } == ["raised seal-tampered"])
        #expect(scene.alerts(.sealTampered).first?.startedAt == Scene.at(100))
    }

    @Test("A backlog of thousands that comes newest first is taken in bounded memory")
    func newestFirstBacklog() throws {
        var scene = Scene()
        scene.open()
        for number in stride(from: 4000, to: 0, by: -1) {
            scene.report(at: Double(number) * 30, east: 10, received: 130_000, sequence: Int64(number))
        }
        #expect(try scene.supervisor.encoded().count < 400_000)
        #expect(scene.supervisor.acknowledgement(seal: "S1", boot: "0")?.seq == 4000)
    }

    @Test("Tracker reports that are delivered again in order after a crash are duplicates, all of them")
    func trackerRedelivery() {
        var scene = Scene()
        func send() -> [Outcome] {
            (0..<1000).map { number in
                scene.observe(
                    .report(
                        SealReport(seal: "T1", sequence: nil, fixTime: Scene.at(Double(number)), mode: 1), .tracker,
                        digest: UInt64(number)),
                    receivedAt: 2000)
            }
        }
        _ = send()
        #expect(send().allSatisfy { $0 == .duplicate(sequence: 0) })
    }

    @Test("A transit posted half an hour late sees what was reported since its start")
    func postedLate() {
        var scene = Scene()
        for minute in 0...60 {
            scene.report(at: Double(minute) * 30, east: 1, state: minute == 10 ? .tampered : .locked)
        }
        scene.open(at: 1810, startsAt: 0)
        #expect(scene.alerts(.sealTampered).first?.startedAt == Scene.at(300))
    }

    @Test("A seal that lies in a zone when its transit starts enters it with the transit's first fix, not before")
    func startsInsideZone() {
        var scene = Scene()
        scene.report(at: 0, east: 14, north: 3)
        scene.open(at: 60, startsAt: 7200)
        #expect(scene.alertChanges == [])
        scene.report(at: 7230, east: 14, north: 3)
        #expect(scene.alertChanges == ["raised forbidden-zone"])
        #expect(scene.alerts.first?.startedAt == Scene.at(7230))
    }

    @Test("A gate-in that is posted after the close still counts for the transit it happened in")
    func gateInAfterClose() {
        var scene = Scene()
        scene.open(deadline: 500)
        scene.report(at: 60, east: 5)
        scene.tick(at: 600)
        scene.close(at: 700)
        scene.observe(.gateEvent(.make("e1", "DEST", .gateIn, at: 400), by: Scene.officer), receivedAt: 800)
        scene.tick(at: 820)
        #expect(scene.alerts(.transitOverdue).first?.status == .withdrawn)
    }

    @Test("Unlocking twice within one second is one alert, and later reports do not move it")
    func bounce() {
        var scene = Scene()
        scene.open()
        for state in [SealState.unlocked, .locked, .unlocked] { scene.report(at: 60, east: 5, state: state) }
        let changes = scene.alertChanges.count
        for minute in 2...5 { scene.report(at: Double(minute) * 60, east: 5, state: .unlocked) }
        #expect(scene.alertChanges.count == changes)
        #expect(scene.alerts(.sealUnlocked).map(\.status) == [.active])
    }

    @Test("A report from a clock that runs ahead does not hide the ones after it")
    func clockAhead() {
        var scene = Scene()
        scene.report(at: 80_000, east: 1, received: 60)
        scene.report(at: 120, east: 2)
        #expect(scene.supervisor.sealStatus("S1")?.lastFix?.fix == Scene.place(2))
    }

    @Test("A route knows the facilities that it only runs through the edge of")
    func facilityBesideRoute() {
        let zones = ZoneIndex(zones: [
            Zone(
                id: "yard", kind: .icd, name: "Yard", facility: "YARD",
                shape: .circle(center: Scene.place(5, 0.6), radiusMeters: 500)),
            Zone(
                id: "far", kind: .icd, name: "Far", facility: "FAR",
                shape: .circle(center: Scene.place(5, 2), radiusMeters: 500)),
            Zone(
                id: "road", kind: .route, name: "Road",
                shape: .corridor(line: [Scene.place(0), Scene.place(20)], halfWidthMeters: 200)),
        ])
        #expect(zones.touch(0, 2))
        #expect(!zones.touch(1, 2))
    }
}
