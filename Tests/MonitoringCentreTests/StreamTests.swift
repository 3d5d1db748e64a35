import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("GET /v1/stream")
struct StreamTests {
    /// Opens a stream, publishes once it is open, closes the hub and gives the whole body.
    private func stream(
        _ uri: String = "/v1/stream", headers: HTTPFields = [:], source: FakeSource = FakeSource(), hub: EventHub,
        publish effects: [Effect] = []
    ) async throws -> String {
        let centre = Centre(source: source, hub: hub)
        let application = try centre.application()
        return try await application.test(.router) { client in
            async let response = client.get(uri, headers: headers)
            while hub.subscriberCount == 0 { await Task.yield() }
            hub.publish(effects)
            // What was taken is written before the stream ends.
            while hub.backlog > 0 { await Task.yield() }
            hub.close()
            let answer = try await response
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/event-stream; charset=utf-8")
            return answer.text
        }
    }

    @Test("A new stream begins with what comes next")
    func live() async throws {
        let hub = EventHub()
        hub.publish([.zone(1)])
        let text = try await stream(hub: hub, publish: [.zone(2), .report(3)])
        #expect(text.hasPrefix("retry: 3000\n\nid: 2\nevent: zone\n"))
        #expect(text.contains("\n\nid: 3\nevent: position\n"))
    }

    @Test("Last-Event-ID and lastEventId resume without a gap or a repeat", arguments: [true, false])
    func resume(byHeader: Bool) async throws {
        let hub = EventHub()
        hub.publish([.zone(1), .zone(2), .zone(3)])
        let name = try #require(HTTPField.Name("Last-Event-ID"))
        let text = try await stream(
            byHeader ? "/v1/stream" : "/v1/stream?lastEventId=1", headers: byHeader ? [name: "1"] : [:], hub: hub,
            publish: [.zone(4)])
        let ids = text.split(separator: "\n").filter { $0.hasPrefix("id: ") }
        #expect(ids == ["id: 2", "id: 3", "id: 4"])
    }

    @Test("After a restart the ledger's events come first, then where the seals are, then what happens next")
    func behind() async throws {
        let source = FakeSource {
            $0.entries = [1, 2, 3].map {
                TimelineEntry(
                    sequence: $0, at: .make("2026-03-02T07:00:00Z"), kind: .alert, change: "raised",
                    json: "{\"n\":\($0)}")
            }
        }
        let hub = EventHub(after: 50)
        let text = try await stream(
            "/v1/stream?lastEventId=1", source: source, hub: hub, publish: [.zone(51)])
        let position = """
            event: position\ndata: {"seal":"VNSEAL0001","container":"MSKU9070323","transit":"T1",\
            "time":"2026-03-02T07:59:30Z","speed":12.5,"track":271,"state":"locked","battery":0.87,\
            "lat":20.8512345,"lon":106.7001}
            """
        func alert(_ number: Int) -> String {
            """
            id: \(number)\nevent: alert\ndata: {"at":"2026-03-02T07:00:00Z","change":"raised",\
            "alert":{"n":\(number)}}
            """
        }
        let zone = """
            id: 51\nevent: zone\ndata: {"at":"2026-03-02T07:30:00Z","change":"entered","seal":"S1",\
            "zone":"cat-lai-port"}
            """
        #expect(
            text.components(separatedBy: "\n\n") == [
                "retry: 3000", alert(2), alert(3), position, "id: 50", zone, "",
            ])
        #expect(source.asked.activeWithin == [nil])
    }

    @Test("A gate's congestion is the object itself, live, resumed and from the ledger alike")
    func congestion() async throws {
        let object = try CanonicalJSON.string(GateCongestion.make())
        let frame = { (id: Int) in "id: \(id)\nevent: congestion\ndata: \(object)\n\n" }
        let effect = { (id: Int64) in
            Effect(sequence: id, at: .make("2026-03-02T07:59:00Z"), kind: .congestion(.make()))
        }
        let hub = EventHub()
        hub.publish([effect(1), effect(2)])
        let resumed = try await stream("/v1/stream?lastEventId=1", hub: hub, publish: [effect(3)])
        #expect(resumed == "retry: 3000\n\n" + frame(2) + frame(3))
        #expect(object.hasPrefix("{\"advice\":") && object.contains("\"at\":\"2026-03-02T07:59:00Z\""))

        let source = FakeSource {
            $0.seals = []
            $0.entries = [
                TimelineEntry(
                    sequence: 2, at: .make("2026-03-02T07:59:00Z"), kind: .congestion, change: "orange", json: object)
            ]
        }
        let stored = try await stream(
            "/v1/stream?lastEventId=1", source: source, hub: EventHub(after: 50), publish: [effect(51)])
        #expect(stored == "retry: 3000\n\n" + frame(2) + "id: 50\n\n" + frame(51))
    }

    @Test("A quiet stream has a comment line now and then")
    func heartbeat() async throws {
        // On a busy machine it is given longer.
        var text = ""
        for milliseconds in [100, 1000, 10_000] where text.count <= "retry: 3000\n\n".count {
            let hub = EventHub()
            let centre = Centre(hub: hub, change: { $0.heartbeatSeconds = 0.02 })
            text = try await centre.application().test(.router) { client in
                async let response = client.get("/v1/stream")
                while hub.subscriberCount == 0 { await Task.yield() }
                try await Task.sleep(for: .milliseconds(milliseconds))
                hub.close()
                return try await response.text
            }
        }
        #expect(text.hasPrefix("retry: 3000\n\n:\n\n"))
    }
}
