import Customs
import Supervision
import Testing

@Suite("Deadlines of reports, outages and storage")
struct PortReportingTests {
    private static let day = 86_400.0

    @Test("An event reported after its deadline is late, with who and how late")
    func late() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60, received: 60 + 3600)
        #expect(scene.alerts.isEmpty)
        #expect(scene.record("in")?.lateBeyondSeconds == nil)
        scene.gate("s", "ORIG", .scan, at: 120, received: 120 + 5400, by: Scene.harbour)
        let alert = scene.active(.gateReportLate).first
        #expect(alert?.evidence["account"] == .text("harbour"))
        #expect(alert?.evidence["lateness"] == .number(5400))
        #expect(alert?.evidence["after"] == .number(3600))
        #expect(alert?.startedAt == Scene.at(120))
        #expect(
            alert?.message == "harbour reported CSQU3054383 at origin 1 h 30 min after the event; the deadline is 1 h")
        #expect(scene.record("s")?.lateBeyondSeconds == 1800)
    }

    @Test("A facility and a type may have deadlines of their own")
    func ownDeadline() {
        var rules = RuleBook()
        rules.reportingDeadlines.set(60, facility: "ORIG", type: .gateOut)
        var scene = Scene(rules: rules)
        scene.gate("in", "ORIG", .gateIn, at: 60, received: 160)
        scene.gate("out", "ORIG", .gateOut, at: 120, received: 220)
        #expect(scene.active(.gateReportLate).map { $0.evidence["eventId"] } == [.text("out")])
        #expect(scene.record("out")?.lateBeyondSeconds == 40)
    }

    @Test("To replace what nobody knows excuses nobody")
    func replacesUnknown() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60, received: 60 + 5400) { $0.replaces = "nonsense" }
        #expect(scene.active(.gateReportLate).count == 1)
        #expect(scene.record("in")?.lateBeyondSeconds == 1800)
    }

    @Test("A correction is as late as its original was")
    func corrections() {
        var scene = Scene()
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.gate("in2", "ORIG", .gateIn, at: 90, received: 20_000) { $0.replaces = "in" }
        #expect(scene.alerts.isEmpty)
        #expect(scene.record("in2")?.lateBeyondSeconds == nil)
        scene.gate("s", "ORIG", .scan, at: 15_000, received: 20_000)
        #expect(scene.active(.gateReportLate).count == 1)
        scene.gate("s2", "ORIG", .scan, at: 15_000, received: 20_100) { $0.replaces = "s" }
        #expect(scene.active(.gateReportLate).count == 1)
        scene.gate("s3", "ORIG", .scan, at: 18_000, received: 20_200) { $0.replaces = "s2" }
        #expect(scene.alerts(.gateReportLate).map(\.status) == [.withdrawn])
        scene.gate("x", "ORIG", .scan, at: 18_000, received: 90_000) { $0.cancels = "s3" }
        #expect(scene.active(.gateReportLate).isEmpty)
    }

    @Test("An announced outage explains the backlog, until its end and the deadline have passed")
    func outage() {
        var scene = Scene()
        let announced = scene.observe(
            .announceOutage(
                OutageOrder(startsAt: Scene.at(1000), reason: "power"), facility: "ORIG", by: Scene.harbour),
            receivedAt: 1200)
        guard case .outage(let outage) = announced else {
            Issue.record("refused")
            return
        }
        #expect(outage.outage == "O-000001")
        scene.gate("a", "ORIG", .gateIn, at: 1500, received: 9000)
        #expect(scene.record("a")?.outage == "O-000001")
        #expect(scene.record("a")?.lateBeyondSeconds == 3900)
        scene.observe(
            .endOutage(id: "O-000001", facility: "ORIG", endsAt: nil, by: Scene.harbour), receivedAt: 10_000)
        scene.gate("b", "ORIG", .scan, at: 2000, received: 13_000)
        #expect(scene.alerts.isEmpty)
        scene.gate("c", "ORIG", .scan, at: 2100, received: 13_700)
        scene.gate("d", "ELSE", .scan, at: 2100, received: 13_700)
        #expect(scene.active(.gateReportLate).map(\.facility) == ["ORIG", "ELSE"])
        #expect(scene.effects.count { if case .outage = $0.kind { true } else { false } } == 2)
    }

    @Test("Outages that cannot be are refused")
    func badOutages() {
        var scene = Scene()
        func announce(_ id: String?, _ facility: String, by account: Account) -> Rejection.Reason? {
            Scene.reason(
                scene.observe(
                    .announceOutage(
                        OutageOrder(outage: id, startsAt: Scene.at(1000), reason: "power"), facility: facility,
                        by: account), receivedAt: 1200))
        }
        func end(_ id: String, _ facility: String, at seconds: Double?) -> Rejection.Reason? {
            Scene.reason(
                scene.observe(
                    .endOutage(id: id, facility: facility, endsAt: seconds.map(Scene.at), by: Scene.officer),
                    receivedAt: 1300))
        }
        #expect(announce("A", "ELSE", by: Scene.harbour) == .forbidden)
        #expect(announce("A", "NONE", by: Scene.officer) == .unknownFacility)
        #expect(announce("A", "ORIG", by: Scene.harbour) == nil)
        #expect(announce("A", "ELSE", by: Scene.officer) == .conflict)
        #expect(end("B", "ORIG", at: nil) == .notFound)
        #expect(end("A", "ELSE", at: nil) == .notFound)
        #expect(end("A", "ORIG", at: 900) == .outOfRange)
        #expect(end("A", "ORIG", at: 1250) == nil)
        #expect(end("A", "ORIG", at: 1260) == .conflict)
    }

    @Test("A wrong number is told at the gate, and not of every scan")
    func numbers() {
        var scene = Scene()
        for (index, type) in GateEvent.Kind.allCases.enumerated() {
            scene.gate("e\(index)", "ORIG", type, at: 60 * Double(index + 1), container: "CSQU3054384") {
                $0.fullEmpty = .empty
            }
        }
        let types = Set(scene.active(.containerNumberInvalid).compactMap { $0.evidence["type"] })
        #expect(types == [.text("gate-in"), .text("gate-out"), .text("discharge"), .text("load")])
    }

    @Test("A container that stands too long is found by the clock, and it ends when it leaves")
    func storage() {
        var rules = RuleBook()
        rules[.storageOverdue].thresholds["after"] = Self.day
        var scene = Scene(rules: rules)
        scene.gate("in", "ORIG", .gateIn, at: 60)
        scene.tick(at: Self.day + 59)
        #expect(scene.alerts.isEmpty)
        scene.tick(at: Self.day + 7200)
        let alert = scene.active(.storageOverdue).first
        #expect(alert?.startedAt == Scene.at(Self.day + 60))
        #expect(alert?.detectedAt == Scene.at(Self.day + 60))
        #expect(alert?.evidence["since"] == .time(Scene.at(60)))
        scene.decide(.released, at: Self.day + 8000)
        scene.gate("out", "ORIG", .gateOut, at: Self.day + 9001)
        #expect(scene.alerts(.storageOverdue).map(\.status) == [.cleared])
        #expect(scene.alerts(.storageOverdue).first?.clearedAt == Scene.at(Self.day + 9001))
    }

    @Test("A late gate-out that shows it left in time withdraws the storage alert; an earlier arrival moves it")
    func storageWithdrawn() {
        var rules = RuleBook()
        rules[.storageOverdue].thresholds["after"] = Self.day
        var scene = Scene(rules: rules)
        scene.gate("in", "ORIG", .gateIn, at: 3600)
        scene.tick(at: Self.day + 7200)
        scene.gate("in0", "ORIG", .gateIn, at: 600, received: Self.day + 7300)
        #expect(scene.active(.storageOverdue).map(\.startedAt) == [Scene.at(Self.day + 600)])
        scene.gate("out", "ORIG", .gateOut, at: 7200, received: Self.day + 7400)
        #expect(scene.active(.storageOverdue).isEmpty)
        #expect(scene.alerts(.storageOverdue).allSatisfy { $0.status == .withdrawn })
    }

    @Test("A stay known only when it was over is raised and cleared")
    func storageKnownLate() {
        var rules = RuleBook()
        rules[.storageOverdue].thresholds["after"] = Self.day
        var scene = Scene(rules: rules)
        scene.gate("out", "ORIG", .gateOut, at: 2 * Self.day)
        scene.gate("in", "ORIG", .gateIn, at: 60, received: 2 * Self.day + 30)
        #expect(scene.alertChanges.suffix(2) == ["raised storage-overdue", "cleared storage-overdue"])
    }

    @Test("Officers work on a container's alert")
    func officers() {
        var scene = Scene()
        let id = scene.gateAlerts("out", "ORIG", .gateOut, at: 601)[0]
        func act(_ kind: AlertAction.Kind) -> Outcome {
            scene.observe(
                .alertAction(id: id, AlertAction(kind: kind, at: Scene.at(700), by: "officer", assignee: "hoa")),
                receivedAt: 700)
        }
        _ = act(.acknowledge)
        _ = act(.assign)
        guard case .alert(let alert) = act(.clear) else {
            Issue.record("refused")
            return
        }
        #expect(alert.status == .cleared)
        #expect(alert.assignee == "hoa")
        #expect(alert.actions?.count == 3)
        #expect(Scene.reason(act(.clear)) == .conflict)
    }
}
