import Customs
import Foundation
import Ledger
import Server
import TestSupport
import Testing

@Suite("Webhooks")
struct WebhookDeliveryTests {
    private struct Body: Decodable {
        struct Data: Decodable {
            var gate: String?
            var vehiclesWaiting: Int?
            var eventId: String?
        }

        var type: String
        var timestamp: Timestamp
        var data: Data
    }

    private let scene: WebhookScene

    init() throws { scene = try WebhookScene() }

    private func delivered(_ service: WebhookService, _ count: Int) async -> Bool {
        await eventually { service.counts.allSatisfy { $0.counts.delivered == count } }
    }

    @Test("arrive signed, in order and one by one, of the wanted kinds only", .timeLimit(.minutes(1)))
    func order() async throws {
        let receiver = try WebhookReceiver()
        let ledger = try scene.ledger()
        let service = try scene.service(
            [WebhookScene.target("hook", receiver.url, events: [.congestion, .gateEvent])], ledger)
        try await scene.run(service) {
            try scene.publish(
                [
                    WebhookScene.congestion(vehicles: 1), WebhookScene.gateEvent("g1"),
                    .zone(ZoneChange(change: .entered, seal: "S1", container: nil, zone: "z")),
                    WebhookScene.congestion("MONGCAI", vehicles: 2),
                ], ledger, service)
            _ = await receiver.next(3)
            try scene.publish([WebhookScene.gateEvent("g2")], ledger, service)
            _ = await receiver.next()
            #expect(await delivered(service, 4))
        }
        #expect(receiver.ids == ["evt_1", "evt_2", "evt_4", "evt_5"])
        let secret = try WebhookSecret(WebhookScene.secret)
        let seconds = WebhookScene.start.milliseconds / 1000
        for request in receiver.requests {
            #expect(request.line == "POST /hook HTTP/1.1")
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["webhook-timestamp"] == String(seconds))
            #expect(
                request.headers["webhook-signature"]
                    == secret.signature(id: request.id, seconds: seconds, body: request.body))
        }
        let bodies = try receiver.requests.map { try JSONDecoder().decode(Body.self, from: Data($0.body)) }
        #expect(bodies.map(\.type) == ["congestion", "gate-event", "congestion", "gate-event"])
        #expect(bodies.map(\.data.gate) == ["HUUNGHI", nil, "MONGCAI", nil])
        #expect(bodies.map(\.data.vehiclesWaiting) == [1, nil, 2, nil])
        #expect(bodies.map(\.data.eventId) == [nil, "g1", nil, "g2"])
        #expect(bodies[2].timestamp == WebhookScene.start.advanced(bySeconds: 3))
        #expect(service.counts[0].counts.waiting == 0)
    }

    @Test("are tried again with growing waits, and later where the receiver asks for it", .timeLimit(.minutes(1)))
    func retry() async throws {
        let answers: [WebhookReceiver.Answer] = [
            .status(500), .status(503, ["Retry-After: 120"]), .status(400), .status(404), .status(301), .status(200),
        ]
        let receiver = try WebhookReceiver { _, before in before < answers.count ? answers[before] : .status(204) }
        let ledger = try scene.ledger()
        let service = try scene.service(
            [WebhookScene.target("hook", receiver.url, maximumRetrySeconds: 10)], ledger)
        try await scene.run(service) {
            try scene.publish([WebhookScene.congestion(), WebhookScene.congestion()], ledger, service)
            #expect(await delivered(service, 2))
        }
        // Nothing overtakes what is being tried.
        #expect(receiver.ids == Array(repeating: "evt_1", count: 6) + ["evt_2"])
        // Waits of a second are those between two stores, too.
        #expect(scene.waited.filter { $0 > 2 } == [120, 4, 8, 10])
        #expect(service.counts[0].counts.failed == 5)
        #expect(scene.log.all.count { $0.contains("was not delivered") && $0.hasPrefix("warning") } == 5)
        #expect(scene.log.contains("delivers again"))
        #expect(!scene.log.contains("0123456789abcdef") && !scene.log.contains("whsec"))
    }

    @Test("do not follow where a receiver points to", .timeLimit(.minutes(1)))
    func redirect() async throws {
        let elsewhere = try WebhookReceiver()
        let receiver = try WebhookReceiver { _, before in
            before == 0
                ? .status(307, ["Location: \(elsewhere.url)"])
                : .status(200, body: String(repeating: "x", count: 1 << 20))
        }
        let ledger = try scene.ledger()
        let service = try scene.service([WebhookScene.target("hook", receiver.url)], ledger)
        try await scene.run(service) {
            try scene.publish([WebhookScene.congestion()], ledger, service)
            #expect(await delivered(service, 1))
        }
        #expect(receiver.ids == ["evt_1", "evt_1"] && elsewhere.requests.isEmpty)
    }

    @Test(
        "go on after a restart where they were; an attempt that nobody answered is made again", .timeLimit(.minutes(1)))
    func restart() async throws {
        let receiver = try WebhookReceiver { request, before in
            request.id == "evt_4" && before == 3 ? .silence : .status(204)
        }
        let target = try WebhookScene.target("hook", receiver.url)
        var ledger = try scene.ledger()
        var service = try scene.service([target], ledger)
        try await scene.run(service) {
            try scene.publish((1...4).map { WebhookScene.congestion(vehicles: $0) }, ledger, service)
            _ = await receiver.next(4)
        }
        #expect(receiver.ids == ["evt_1", "evt_2", "evt_3", "evt_4"])
        try ledger.close()

        ledger = try scene.ledger()
        // Comes while no sender runs.
        try scene.publish([WebhookScene.congestion(vehicles: 5)], ledger)
        service = try scene.service([target], ledger)
        try await scene.run(service) {
            #expect(await delivered(service, 2))
        }
        #expect(receiver.ids == ["evt_1", "evt_2", "evt_3", "evt_4", "evt_4", "evt_5"])
        #expect(scene.log.contains("2 events wait"))

        // As after a crash that lost the last second's cursor: again, under the same id.
        try ledger.execute("UPDATE webhook SET sequence = 4")
        service = try scene.service([target], ledger)
        try await scene.run(service) {
            #expect(await delivered(service, 1))
        }
        #expect(receiver.ids.suffix(2) == ["evt_5", "evt_5"])
        #expect(service.counts[0].counts.waiting == 0)
    }

    @Test(
        "begin for a new receiver with what comes next, and for one that is known where it was", .timeLimit(.minutes(1))
    )
    func newReceiver() async throws {
        let receiver = try WebhookReceiver()
        let ledger = try scene.ledger()
        let known = try WebhookScene.target("known", receiver.url + "/known")
        _ = try scene.service([known], ledger)
        try scene.publish([WebhookScene.congestion()], ledger)
        let service = try scene.service([known, WebhookScene.target("new", receiver.url + "/new")], ledger)
        try await scene.run(service) {
            try scene.publish([WebhookScene.congestion()], ledger, service)
            _ = await receiver.next(3)
        }
        let byPath = Dictionary(grouping: receiver.requests) { $0.line }.mapValues { $0.map(\.id) }
        #expect(
            byPath == [
                "POST /hook/known HTTP/1.1": ["evt_1", "evt_2"], "POST /hook/new HTTP/1.1": ["evt_2"],
            ])
        // One that was taken out of the configuration is new when it comes back.
        _ = try scene.service([], ledger)
        #expect(try ledger.column("SELECT name FROM webhook").isEmpty)
    }

    @Test("end for a receiver that answers 410, until the server starts again", .timeLimit(.minutes(1)))
    func gone() async throws {
        let receiver = try WebhookReceiver { _, before in before == 1 ? .status(410) : .status(204) }
        let ledger = try scene.ledger()
        let target = try WebhookScene.target("hook", receiver.url)
        var service = try scene.service([target], ledger)
        try await scene.run(service) {
            try scene.publish([WebhookScene.congestion(), WebhookScene.congestion()], ledger, service)
            #expect(await eventually { service.counts[0].counts.isDisabled })
            try scene.publish([WebhookScene.congestion()], ledger, service)
        }
        #expect(receiver.ids == ["evt_1", "evt_2"])
        #expect(service.counts[0].counts.waiting == 2)
        #expect(scene.log.all.contains { $0.hasPrefix("error") && $0.contains("410") })
        service = try scene.service([target], ledger)
        try await scene.run(service) {
            #expect(await delivered(service, 2))
        }
        #expect(receiver.ids == ["evt_1", "evt_2", "evt_2", "evt_3"])
    }

    @Test("to one receiver are not held up by another that never answers", .timeLimit(.minutes(1)))
    func hanging() async throws {
        let silent = try WebhookReceiver { _, _ in .silence }
        let receiver = try WebhookReceiver()
        let ledger = try scene.ledger()
        let service = try scene.service(
            [
                WebhookScene.target("silent", silent.url), WebhookScene.target("good", receiver.url),
                // Nobody listens on the discard port.
                WebhookScene.target("away", "http://127.0.0.1:9/"),
            ], ledger)
        try await scene.run(service) {
            for _ in 1...20 { try scene.publish([WebhookScene.congestion()], ledger, service) }
            #expect(await eventually { service.counts[1].counts.delivered == 20 })
            #expect(await eventually { service.counts[2].counts.failed > 2 })
            #expect(service.counts.map(\.counts.waiting) == [20, 0, 20])
        }
        #expect(receiver.ids == (1...20).map { "evt_\($0)" })
        #expect(silent.ids == ["evt_1"])
        let cursors = try ledger.column(
            "SELECT name || ' ' || sequence || ' ' || (attempts > 2) FROM webhook ORDER BY name")
        #expect(cursors == ["away 0 1", "good 20 0", "silent 0 0"])
    }

    @Test("that no answer comes to are given up after the time-out, and taken as delivered by the status alone")
    func timeout() async throws {
        let silent = try WebhookReceiver { _, _ in .silence }
        let endless = try WebhookReceiver { _, _ in .headersOnly(202) }
        let impatient = HTTPWebhookPoster(timeoutSeconds: 0.2)
        await #expect { try await impatient.post([], headers: [], to: silent.url) } throws: {
            "\($0)" == "no answer within 0.2 s"
        }
        await impatient.close()
        let poster = HTTPWebhookPoster()
        #expect(try await poster.post([], headers: [], to: endless.url) == WebhookAnswer(status: 202))
        await poster.close()
    }

    @Test("of 1,200 words on three gates are the newest of each, where a receiver was away", .timeLimit(.minutes(1)))
    func coalescing() async throws {
        let receiver = try WebhookReceiver()
        let ledger = try scene.ledger()
        let target = try WebhookScene.target("hook", receiver.url, events: [.congestion, .gateEvent])
        _ = try scene.service([target], ledger)
        let gates = ["HUUNGHI", "MONGCAI", "TANTHANH"]
        let half = (1...200).flatMap { number in gates.map { WebhookScene.congestion($0, vehicles: number) } }
        try scene.publish(half + [WebhookScene.gateEvent("g1")] + half + [WebhookScene.gateEvent("g2")], ledger)
        let service = try scene.service([target], ledger)
        try await scene.run(service) {
            #expect(await delivered(service, 5))
            try scene.publish([WebhookScene.congestion()], ledger, service)
            #expect(await delivered(service, 6))
        }
        // All that is no congestion is sent; the last of each gate stand before the second gate event.
        #expect(receiver.ids == ["evt_601", "evt_1199", "evt_1200", "evt_1201", "evt_1202", "evt_1203"])
        #expect(service.counts[0].counts.skipped == 1197)
        #expect(service.counts[0].counts.waiting == 0)
    }
}
