import Customs
import Foundation
import Server
import Synchronization
import Testing

@Suite("The topic of a gate's queue")
struct CongestionTopicTests {
    private static let start = PortServer.start

    private static func gate(
        _ code: String, at seconds: Double = 0, level: CongestionLevel = .green, evidence: Double? = 0
    ) -> GateCongestion {
        var gate = GateCongestion(
            at: start.advanced(bySeconds: seconds), gate: code, kind: .borderGate, name: code, nameVi: code,
            province: "Lang Son")
        gate.level = level
        gate.vehiclesWaiting = evidence == nil ? nil : 40
        gate.waitSeconds = evidence == nil ? nil : 1200.5
        gate.evidenceAt = evidence.map { start.advanced(bySeconds: $0) }
        return gate
    }

    private struct Message: Hashable {
        var topic: String
        var text: String
        var broker: Int?

        init(_ gate: GateCongestion, broker: Int? = nil) throws {
            topic = "vasscm/v1/border-gates/\(gate.gate)/congestion"
            text = try CanonicalJSON.string(gate)
            self.broker = broker
        }

        init(topic: String, text: String, broker: Int?) {
            (self.topic, self.text, self.broker) = (topic, text, broker)
        }
    }

    private final class Sent: Sendable {
        private let messages = Mutex<[Message]>([])

        /// What was sent since the last call.
        func take() -> [Message] {
            messages.withLock { messages in
                defer { messages = [] }
                return messages
            }
        }

        func topic(_ gates: [GateCongestion] = []) -> CongestionTopic {
            CongestionTopic(gates: gates, staleAfterSeconds: 900) { [self] topic, payload, broker in
                let text = String(decoding: payload, as: UTF8.self)
                messages.withLock { $0.append(Message(topic: topic, text: text, broker: broker)) }
            }
        }
    }

    private static func effect(_ gate: GateCongestion, _ sequence: Int64 = 1) -> Effect {
        Effect(sequence: sequence, at: gate.at, kind: .congestion(gate))
    }

    @Test("carries the whole object of every commit to all brokers, in order, and nothing else")
    func commits() throws {
        let sent = Sent()
        let topic = sent.topic()
        let gates = [Self.gate("A"), Self.gate("B", level: .red), Self.gate("A", at: 60, level: .yellow)]
        topic.note(
            [Effect(sequence: 9, at: Self.start, kind: .outage(Outage.make))] + gates.map { Self.effect($0) })
        #expect(sent.take() == (try gates.map { try Message($0) }))
        topic.note([])
        #expect(sent.take().isEmpty)
    }

    @Test("is told to each broker that connects, once a connection, with the newest word on each gate")
    func connections() throws {
        let sent = Sent()
        let known = Self.gate("A")
        let nothing = Self.gate("B", level: .unknown, evidence: nil)
        let topic = sent.topic([nothing, known])
        func refresh(_ connections: [Int?]) -> [Message] {
            topic.refresh(at: Self.start, connections: connections)
            return sent.take()
        }
        #expect(refresh([nil, nil]).isEmpty)
        #expect(refresh([nil, 1]) == (try [known, nothing].map { try Message($0, broker: 1) }))
        #expect(refresh([nil, 1]).isEmpty)
        let newer = Self.gate("A", at: 60, level: .orange, evidence: 60)
        topic.note([Self.effect(newer)])
        #expect(sent.take() == [try Message(newer)])
        #expect(refresh([1, 1]) == (try [newer, nothing].map { try Message($0, broker: 0) }))
        // A connection that was lost and is back is another one, and the broker may have lost what it kept.
        #expect(refresh([1, nil]).isEmpty)
        #expect(refresh([1, 2]) == (try [newer, nothing].map { try Message($0, broker: 1) }))
    }

    @Test("says that a gate has grown stale when nothing comes any more, once, and never green")
    func stale() throws {
        let sent = Sent()
        let topic = sent.topic()
        let (green, red) = (Self.gate("A"), Self.gate("B", level: .red, evidence: 100))
        topic.note([Self.effect(green), Self.effect(red)])
        _ = sent.take()
        topic.refresh(at: Self.start.advanced(bySeconds: 900), connections: [1])
        #expect(sent.take() == (try [green, red].map { try Message($0, broker: 0) }))
        var unknown = green
        unknown.isStale = true
        unknown.level = .unknown
        topic.refresh(at: Self.start.advanced(bySeconds: 900.5), connections: [1])
        #expect(sent.take() == [try Message(unknown)])
        var stillRed = red
        stillRed.isStale = true
        topic.refresh(at: Self.start.advanced(bySeconds: 1001), connections: [1])
        #expect(sent.take() == [try Message(stillRed)])
        topic.refresh(at: Self.start.advanced(bySeconds: 5000), connections: [1])
        #expect(sent.take().isEmpty)
        let fresh = Self.gate("A", at: 5000, evidence: 5000)
        topic.note([Self.effect(fresh)])
        #expect(sent.take() == [try Message(fresh)])
    }

    @Test("judges staleness to the second, and leaves what the Supervisor called stale as it is")
    func judged() {
        func judged(_ gate: GateCongestion, at seconds: Double) -> (Bool, CongestionLevel) {
            let judged = gate.judged(at: Self.start.advanced(bySeconds: seconds), staleAfterSeconds: 900)
            return (judged.isStale, judged.level)
        }
        #expect(judged(Self.gate("A"), at: 900) == (false, .green))
        #expect(judged(Self.gate("A"), at: 900.001) == (true, .unknown))
        #expect(judged(Self.gate("A", level: .yellow), at: 901) == (true, .yellow))
        #expect(judged(Self.gate("A"), at: -60) == (false, .green), "a clock that was set back")
        #expect(judged(Self.gate("A", evidence: nil), at: 0) == (false, .unknown))
        var known = Self.gate("A")
        known.isStale = true
        #expect(judged(known, at: 0) == (true, .unknown))
    }

    @Test("A province is stale with one of its gates, and then never green")
    func provinces() {
        let province = ProvinceCongestion(
            province: "Lang Son", level: .green, vehiclesWaiting: 80, gates: ["A", "B"], stale: false)
        func judged(_ province: ProvinceCongestion, _ gates: [GateCongestion]) -> (Bool, CongestionLevel) {
            let judged = province.judged(with: gates)
            return (judged.stale, judged.level)
        }
        var stale = Self.gate("B")
        stale.isStale = true
        #expect(judged(province, [Self.gate("A"), Self.gate("B")]) == (false, .green))
        #expect(judged(province, [Self.gate("A"), stale]) == (true, .unknown))
        #expect(judged(province, [Self.gate("A"), Self.gate("B", evidence: nil)]) == (true, .unknown))
        stale.province = "Quang Ninh"
        #expect(judged(province, [Self.gate("A"), stale]) == (false, .green))
        var red = province
        red.level = .red
        red.stale = true
        #expect(judged(red, []) == (true, .red))
    }

    @Test("Metrics name every gate's level, and no number that is not known")
    func metrics() {
        var text = PrometheusText()
        text.addCongestion([Self.gate("A", level: .orange), Self.gate("B", level: .unknown, evidence: nil)])
        let lines = text.text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        #expect(
            lines == [
                "vasscm_gate_vehicles_waiting{gate=\"A\"} 40", "vasscm_gate_wait_seconds{gate=\"A\"} 1200.5",
                "vasscm_gate_congestion_level{gate=\"A\"} 3", "vasscm_gate_congestion_level{gate=\"B\"} 0",
            ])
        #expect(text.text.contains("# TYPE vasscm_gate_congestion_level gauge"))
    }
}

extension Outage {
    fileprivate static var make: Outage {
        Outage(
            outage: "O1", facility: "PORT", startsAt: PortServer.start, announcedAt: PortServer.start,
            announcedBy: "port", reason: "power")
    }
}
