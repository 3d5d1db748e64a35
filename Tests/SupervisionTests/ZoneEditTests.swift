import Customs
import Geofencing
import Supervision
import Testing

@Suite("Zones edited while seals are on the road")
struct ZoneEditTests {
    private static let yard = Zone(
        id: "new-yard", kind: .forbidden, name: "new-yard",
        shape: .circle(center: Scene.place(10), radiusMeters: 600))

    @Test("A new zone is in force at once, and a removed one is left with the next fix")
    func comesAndGoes() {
        var scene = Scene()
        scene.open()
        scene.drive(from: 2, to: 10, start: 60, end: 600)
        #expect(scene.alerts(.forbiddenZone).isEmpty)
        let outcome = scene.put(Scene.zones + [Self.yard], at: 610)
        guard case .zones(let edition) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(edition.number == 1 && edition.by == "officer" && edition.at == Scene.at(610))
        #expect(edition.zones == Scene.zones + [Self.yard] && scene.supervisor.zones == edition.zones)
        scene.report(at: 660, east: 10.1)
        #expect(scene.active(.forbiddenZone).count == 1)
        scene.put(Scene.zones, at: 670)
        #expect(scene.active(.forbiddenZone).count == 1)
        scene.report(at: 720, east: 10.3)
        #expect(scene.active(.forbiddenZone).isEmpty)
        #expect(scene.zoneChanges.suffix(3).contains { $0.hasPrefix("exited new-yard") })
        #expect(scene.supervisor.edition?.number == 2)
    }

    @Test("A zone that is for something else is another zone under its old id")
    func anotherKind() {
        var scene = Scene()
        scene.open()
        scene.put(Scene.zones + [Self.yard], at: 10)
        scene.drive(from: 8, to: 10, start: 60, end: 300)
        #expect(scene.active(.forbiddenZone).count == 1)
        var rest = Self.yard
        rest.kind = .restArea
        scene.put(Scene.zones + [rest], at: 310)
        scene.report(at: 360, east: 10)
        #expect(scene.active(.forbiddenZone).isEmpty)
        #expect(
            Set(scene.zoneChanges.filter { $0.contains("new-yard") }.map { $0.split(separator: " ")[0] })
                == ["entered", "exited"])
    }

    @Test("A place's own limit that is edited counts for who stands there")
    func limit() {
        var scene = Scene()
        scene.open()
        for minute in 1...20 { scene.report(at: Double(minute) * 60, east: 10) }
        scene.put(
            Scene.zones("rest") {
                var zone = $0
                zone.standingLimitSeconds = 600
                return zone
            }, at: 1210)
        for minute in 21...40 { scene.report(at: Double(minute) * 60, east: 10) }
        #expect(scene.alerts(.unauthorisedStop).count == 1)
    }

    @Test(
        "What an open transit rests on is not taken away",
        arguments: [
            ("origin", nil, "the facility ORIG is not among them, but it is the origin of the open transit T1"),
            (
                "destination", ZoneKind.icd,
                "the facility DEST is of another kind, but it is the destination of the open transit T1"
            ), ("road", nil, "“road” is not among them as a route, but it is the route of the open transit T1"),
        ] as [(String, ZoneKind?, String)])
    func refusals(id: String, kind: ZoneKind?, detail: String) {
        var scene = Scene()
        scene.open()
        let edited = Scene.zones(id) { old in
            var zone = old
            guard let kind else { return nil }
            zone.kind = kind
            return zone
        }
        guard case .rejected(let rejection) = scene.put(edited, at: 10) else {
            Issue.record("it was put")
            return
        }
        #expect(rejection == Rejection(.conflict, detail))
        #expect(scene.supervisor.edition == nil)
        scene.close(at: 20)
        #expect(Scene.reason(scene.put(edited, at: 30)) == nil)
    }

    @Test("An edit of other zones than those in force is refused")
    func basedOn() {
        var scene = Scene()
        #expect(Scene.reason(scene.put(Scene.zones, at: 1, basedOn: 0)) == nil)
        #expect(Scene.reason(scene.put(Scene.zones, at: 2, basedOn: 0)) == .conflict)
        #expect(Scene.reason(scene.put(Scene.zones, at: 3, basedOn: 1)) == nil)
        #expect(Scene.reason(scene.put(Scene.zones, at: 4)) == nil)
        #expect(scene.supervisor.edition?.number == 3)
    }

    @Test("Transits can be opened to a facility that is new, and gate events told of it")
    func newFacility() {
        var scene = Scene()
        #expect(Scene.reason(scene.gate("e1", "NEW", .gateIn, at: 10)) == .unknownFacility)
        let new = Zone(
            id: "new", kind: .icd, name: "new", facility: "NEW",
            shape: .circle(center: Scene.place(5, 5), radiusMeters: 500))
        scene.put(Scene.zones + [new], at: 20)
        #expect(Scene.reason(scene.gate("e2", "NEW", .gateIn, at: 30)) == nil)
        scene.put(Scene.zones, at: 40)
        #expect(Scene.reason(scene.gate("e3", "NEW", .gateIn, at: 50)) == .unknownFacility)
    }

    @Test("A route's new line is the one that is deviated from")
    func route() {
        var scene = Scene()
        scene.open()
        scene.drive(from: 2, to: 6, start: 60, end: 360)
        scene.put(
            Scene.zones("road") {
                var zone = $0
                zone.shape = .corridor(
                    line: [Scene.place(0), Scene.place(6, 3), Scene.place(14, 3), Scene.place(20)],
                    halfWidthMeters: 200)
                return zone
            }, at: 370)
        scene.drive(from: 6.5, to: 9, start: 420, end: 780)
        #expect(scene.active(.routeDeviation).count == 1)
    }

    @Test("A gate that is removed forgets its queue and ends its alerts; one that stays keeps both")
    func gates() {
        var rules = RuleBook()
        rules.congestion.limits = CongestionLimits(vehicles: [3, 10, 20])
        var scene = QueueScene(rules: rules)
        for number in 0..<6 {
            scene.join("A\(number)", at: 1000 + Double(number) * 30)
            scene.join("B\(number)", at: 1000 + Double(number) * 30, north: 40)
        }
        scene.tick(at: 1400)
        #expect(scene.alertChanges.filter { $0.hasPrefix("raised") }.count >= 2)
        let zones = QueueScene.zones(nil, nil, 60)
        _ = scene.supervisor.observe(
            .editZones(
                ZoneEdit(zones: zones.filter { !$0.id.hasPrefix("OTHER") }, geoJSON: []), by: QueueScene.officer),
            receivedAt: QueueScene.at(1410), into: &scene.effects)
        #expect(scene.supervisor.gateCongestions.map(\.gate) == ["GATE"])
        #expect(scene.gate().vehiclesSeen == 6)
        #expect(scene.alertChanges.contains("cleared OTHER yellow"))
        #expect(!scene.alertChanges.contains("cleared GATE yellow"))
        _ = scene.supervisor.observe(
            .editZones(ZoneEdit(zones: zones, geoJSON: []), by: QueueScene.officer),
            receivedAt: QueueScene.at(1420), into: &scene.effects)
        #expect(scene.supervisor.gateCongestions.map(\.gate) == ["GATE", "OTHER"])
        #expect(scene.gate("OTHER").vehiclesWaiting == nil)
    }

    @Test("The state with an edition is read back as it was, by who has the zones that it began with")
    func snapshot() throws {
        var scene = Scene()
        scene.open()
        scene.drive(from: 2, to: 10, start: 60, end: 600)
        let version = scene.supervisor.snapshotVersion
        scene.put(Scene.zones + [Self.yard], at: 610)
        scene.put(Scene.zones("rest") { _ in nil }, at: 620)
        #expect(scene.supervisor.snapshotVersion == version)
        let restarted = try scene.supervisor.restarted()
        #expect(try restarted.encoded() == scene.supervisor.encoded())
        #expect(restarted.zones == scene.supervisor.zones && restarted.edition == scene.supervisor.edition)
        let other = Supervisor(zones: ZoneIndex(zones: Scene.zones + [Self.yard]), rules: RuleBook())
        #expect(other.snapshotVersion != version)
    }
}
