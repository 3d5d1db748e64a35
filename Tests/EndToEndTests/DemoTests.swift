import Customs
import Foundation
import SimulatorKit
import Testing

extension EndToEnd {
    @Suite("The demonstration", .timeLimit(.minutes(1)))
    struct DemoTests {
        @Test("The shipped configurations are good", arguments: ["vasscm.yaml", "demo.yaml"])
        func configurations(_ name: String) async throws {
            let output = FileManager.default.temporaryDirectory.appending(path: "vasscm-check-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: output) }
            let file = Programs.configFolder.appending(path: name).path
            let check = try ChildProcess(
                try Programs.vasscm(), ["check", "--config", file], output: output, errors: output)
            #expect(try await check.wait(seconds: 20) == 0)
            let text = try String(contentsOf: output, encoding: .utf8)
            #expect(text.hasPrefix("\(file): good\n"), "\(text)")
        }

        @Test("A first quarter of an hour: the console, a gate event, an alert, a track", .timeLimit(.minutes(1)))
        func quarterHour() async throws {
            try await Deployment.run { deployment in
                let centre = deployment.centre
                let page = try await centre.text("/")
                #expect(page.lowercased().contains("<!doctype html>"))

                let container = containerNumber(7)
                let event = GateEvent(
                    eventId: "first-1", facility: "VNHPH", type: .gateOut, time: now(before: 600), container: container)
                let body = try CanonicalJSON.encode([event])
                let accepted = try await centre.call("POST", "/v1/gate-events", body: body, as: "operator-hph")
                #expect(accepted.status == 201 && accepted.text.contains("\"accepted\""), "\(accepted.text)")
                let repeated = try await centre.call("POST", "/v1/gate-events", body: body, as: "operator-hph")
                #expect(repeated.status == 201 && repeated.text.contains("\"duplicate\""), "\(repeated.text)")
                let foreign = try await centre.call(
                    "POST", "/v1/gate-events", body: try CanonicalJSON.encode(event), as: "operator-cli")
                #expect(foreign.status == 403, "\(foreign.text)")
                let gateEvents = try await centre.metrics().gateEvents
                #expect(
                    gateEvents.isBalanced && gateEvents.stored == 1 && gateEvents.duplicate == 1
                        && gateEvents.rejected == ["forbidden": 1], "\(gateEvents)")

                try await deployment.open(
                    transit: "FIRST", container: container, seal: "FIRSTSEAL", startsAt: now(before: 600),
                    deadline: now().advanced(bySeconds: 3600))
                let device = try await deployment.broker.connect()
                defer { device.stop() }
                let report = SentReport(
                    sequence: 1, time: now(before: 60), latitudeE7: 208_600_000, longitudeE7: 1_066_800_000,
                    state: .tampered)
                try device.publish(topic: reportsTopic("FIRSTSEAL"), payload: report.payload)
                var alerts: [Alert] = []
                try await eventually("the alert is raised") {
                    alerts = try await centre.list("/v1/alerts?rule=seal-tampered")
                    return alerts.count == 1
                }
                let alert = try #require(alerts.first)
                #expect(alert.container == container && alert.status == .active && !alert.acknowledged)
                try await centre.post(
                    "/v1/alerts/\(alert.id)/acknowledge", ["comment": "on the way"], as: "officer")
                let refused = try await centre.call(
                    "POST", "/v1/alerts/\(alert.id)/clear", body: Data("{}".utf8), as: "viewer")
                #expect(refused.status == 403)
                let acknowledged: Alert = try await centre.value("/v1/alerts/\(alert.id)")
                #expect(acknowledged.acknowledged && acknowledged.actions?.first?.by == "officer")

                let stranger = try await centre.call("GET", "/v1/alerts", as: "nobody")
                #expect(stranger.status == 401)
            }
        }
    }
}
