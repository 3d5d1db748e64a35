import Customs
import Foundation
import Ledger
import Server
import Synchronization
import Testing

@Suite("Alerts on brokers")
struct AlertTopicTests {
    private struct Away: Error {}

    private let scene: WebhookScene

    init() throws { scene = try WebhookScene() }

    private static func alert(_ id: String, _ severity: Severity) -> Effect.Kind {
        .alert(
            .raised,
            Alert(
                id: id, rule: .sealTampered, severity: severity, startedAt: WebhookScene.start,
                detectedAt: WebhookScene.start))
    }

    @Test("An alert's topic names its severity and its rule; the payload is the stream's")
    func topic() throws {
        let json = try CanonicalJSON.string(
            Alert(
                id: "a", rule: .sealTampered, severity: .critical, startedAt: WebhookScene.start,
                detectedAt: WebhookScene.start))
        let event = LedgerEvent(sequence: 1, at: WebhookScene.start, kind: .alert, change: "raised", json: json)
        let topic = try AlertTopic(event)
        #expect(topic.topic == "vasscm/v1/alerts/critical/\(RuleCode.sealTampered.rawValue)")
        let payload = String(decoding: topic.payload, as: UTF8.self)
        #expect(payload == "{\"at\":\"2026-03-02T00:00:00Z\",\"change\":\"raised\",\"alert\":\(json)}")
    }

    @Test("Alerts alone are published, in order, each again until the broker has acknowledged it, also after a restart")
    func order() async throws {
        let ledger = try scene.ledger()
        let heard = Mutex<[String]>([])
        let refusals = Mutex(2)
        let receiver = AlertTopic.receiver(broker: "127.0.0.1:1883 vasscm") { topic, payload in
            let isRefused = refusals.withLock { left in
                defer { left = max(left - 1, 0) }
                return left > 0
            }
            if isRefused { throw Away() }
            heard.withLock { $0.append(topic) }
        }
        let service = try scene.service([], others: [receiver], ledger)
        try scene.publish(
            [Self.alert("a", .critical), WebhookScene.congestion(), Self.alert("b", .minor)], ledger, service)
        try await scene.run(service) {
            while heard.withLock({ $0.count }) < 2 { await Task.yield() }
        }
        #expect(heard.withLock { $0.map { $0.split(separator: "/")[3] } } == ["critical", "minor"])
        #expect(service.counts.first?.counts.failed == 2)

        let again = try scene.service([], others: [receiver], ledger)
        try scene.publish([Self.alert("c", .major)], ledger, again)
        try await scene.run(again) {
            while heard.withLock({ $0.count }) < 3 { await Task.yield() }
        }
        #expect(heard.withLock { $0.last }?.contains("/major/") == true)
        #expect(heard.withLock { $0.count } == 3)
    }
}
