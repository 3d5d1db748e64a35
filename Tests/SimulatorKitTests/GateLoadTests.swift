import Customs
import SimulatorKit
import Testing
import Wire

@Suite("A port's load")
struct GateLoadTests {
    private let load = GateLoad(facility: "VNHPH", name: "L", startsAt: Fixtures.start, eventsPerSecond: 100)

    private func decode(_ call: CallLoad.Call, partner: EDIPartner? = nil) -> Decoded {
        let source = HTTPCall(
            method: call.method, path: String(call.path.prefix { $0 != "?" }), contentType: call.contentType,
            account: Account(name: "supervisor", role: .supervisor), partner: partner)
        return Wire.decode(
            Envelope(
                source: .http(source), receivedAt: Fixtures.start.advanced(bySeconds: 3600), body: call.body))
    }

    @Test("Containers are a million of their own, with right check digits")
    func containers() {
        let numbers = (0..<20_000).map { GateLoad.container($0 * 53) }
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.allSatisfy(ContainerNumber.isValid))
    }

    @Test("Every event is valid and has an id of its own; who comes in leaves again")
    func events() throws {
        let decoded = decode(load.call(0..<2000))
        var inside: Set<String> = []
        var ids: Set<String> = []
        for result in decoded {
            guard case .gateEvent(let event, _) = try result.get() else { continue }
            ids.insert(event.eventId)
            if event.type == .gateIn { inside.insert(event.container) } else { inside.remove(event.container) }
        }
        #expect(ids.count == 2000 && inside.isEmpty)
        #expect(decode(load.call(7..<8)).count == 1)
    }

    @Test("A clearance releases a thousand containers, and a CODECO message brings 9,999")
    func large() throws {
        guard
            case .clearance(let order, _) = try #require(decode(GateLoad.clearance("300000000001", 0..<1000)).first)
                .get()
        else {
            Issue.record("it must be a clearance")
            return
        }
        #expect(order.containers?.count == 1000 && order.status == .released)
        var partner = EDIPartner(timeZone: "Asia/Ho_Chi_Minh")
        partner.facilities = ["VNHPH": "VNHPH"]
        let message = decode(
            GateLoad.codeco(0..<9999, facility: "VNHPH", reference: 1, at: Fixtures.start), partner: partner)
        #expect(message.count == 9999)
        for case .failure(let rejection) in message.prefix(3) { Issue.record("\(rejection.detail)") }
        guard case .gateEvent(let event, _) = try #require(message.last).get() else { return }
        #expect(event.container == GateLoad.container(9998) && event.time == Fixtures.start && event.type == .gateIn)
    }

    @Test("Quantiles are of the nearest rank")
    func quantiles() {
        let latencies = Latencies((1...100).map { Double($0) / 1000 })
        #expect(latencies.quantile(0.5) == 0.05 && latencies.quantile(0.99) == 0.099 && latencies.largest == 0.1)
        #expect(latencies.text == "p50 50.0, p95 95.0, p99 99.0, max 100.0 ms")
        #expect(Latencies([]).quantile(0.5) == nil)
    }
}
