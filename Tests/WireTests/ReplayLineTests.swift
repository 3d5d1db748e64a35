import Customs
import Testing
import Wire

@Suite("Replay lines")
struct ReplayLineTests {
    private func line(_ kind: Effect.Kind) -> String? {
        ReplayLine.line(Effect(sequence: 9, at: Sample.received, kind: kind))
    }

    @Test("A zone transition has the contract's keys in the contract's order")
    func zone() {
        let change = ZoneChange(change: .entered, seal: "S1", container: "CSQU3054383", zone: "hai-phong")
        #expect(
            line(.zone(change))
                == "{\"type\":\"zone\",\"change\":\"entered\",\"at\":\"2026-03-02T01:05:00Z\",\"seal\":\"S1\","
                + "\"container\":\"CSQU3054383\",\"zone\":\"hai-phong\"}")
        let unknown = ZoneChange(change: .crossed, seal: "S1", container: nil, zone: "z")
        #expect(line(.zone(unknown))?.contains("\"container\":null,\"zone\":\"z\"") == true)
    }

    @Test("A transit's change names transit and status")
    func transit() {
        let order = TransitOrder(
            container: "CSQU3054383", seal: "S1", declaration: "3", origin: "A", destination: "B",
            deadline: Sample.received)
        var transit = Transit(order: order, id: "T1", openedAt: Sample.received, openedBy: "o")
        transit.status = .inTransit
        #expect(
            line(.transit(transit))
                == "{\"type\":\"transit\",\"at\":\"2026-03-02T01:05:00Z\",\"transit\":\"T1\",\"status\":\"in-transit\"}"
        )
    }

    @Test("An alert is written in canonical form, the same bytes every time")
    func alert() throws {
        var alert = Alert(
            id: "a", rule: .sealTampered, severity: .critical, transit: "T1", startedAt: Sample.received,
            detectedAt: Sample.received, message: "“cut” \"x\"", messageVi: "cắt / mở",
            evidence: ["b": .number(1.5), "a": .text("t"), "c": .time(Sample.received)])
        let object = try CanonicalJSON.string(alert)
        let expected =
            "{\"type\":\"alert\",\"change\":\"raised\",\"at\":\"2026-03-02T01:05:00Z\",\"alert\":\(object)}"
        for _ in 0..<10 { #expect(line(.alert(.raised, alert)) == expected) }
        alert.evidence["b"] = .number(.infinity)
        #expect(line(.alert(.withdrawn, alert))?.contains("\"b\":\"inf\"") == true)
    }

    @Test("Reports and gate events have no line")
    func others() {
        let report = SealReport(seal: "S1", sequence: 1, fixTime: Sample.received)
        let stored = StoredReport(report: report, receivedAt: Sample.received, container: nil, transit: nil)
        #expect(line(.report(stored)) == nil)
        let event = GateEvent(
            eventId: "e", facility: "F", type: .gateIn, time: Sample.received, container: "CSQU3054383")
        let record = GateEventRecord(
            event: event, account: "o", receipt: Receipt(sequence: 1, receivedAt: Sample.received))
        #expect(line(.gateEvent(record)) == nil)
    }
}
