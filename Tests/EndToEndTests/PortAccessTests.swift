import Customs
import Foundation
import Testing

extension EndToEnd {
    @Suite("One operator and another's facility")
    struct PortAccessTests {
        private static let foreign = PortSide.otherFacility
        private static let stranger = PortSide.operatorAccount
        private static let owner = "operator-cli"

        /// What belongs to the other operator: a word that must be in no answer to the stranger.
        private static let secrets = [containerNumber(77), "secret-event", "SECRETCALL", "secret-outage"]

        @Test("The stranger can neither read nor post, on any route", .timeLimit(.minutes(1)))
        func everyRoute() async throws {
            try await Deployment.run { deployment in
                let centre = deployment.centre
                try await Self.fill(centre)
                for (path, statuses) in Self.reads {
                    let answer = try await centre.get(path, as: Self.stranger)
                    #expect(statuses.contains(answer.status), "GET \(path) answers \(answer.status)")
                    let told = Self.secrets.filter { secret in
                        answer.status == 200 && answer.text.contains(secret)
                    }
                    #expect(told.isEmpty, "GET \(path) tells \(told)")
                    // The owner, or an officer, sees what is there.
                    if statuses.contains(404), path.contains("/facilities/") {
                        #expect(try await centre.get(path, as: Self.owner).status == 200, "GET \(path)")
                    }
                }
                let before = try await centre.metrics()
                for (method, path, body) in Self.writes {
                    let answer = try await centre.call(method, path, body: Data(body.utf8), as: Self.stranger)
                    #expect(answer.status == 403, "\(method) \(path) answers \(answer.status): \(answer.text)")
                }
                let batch = try CanonicalJSON.encode([
                    PortSide.event("mine", containerNumber(5)),
                    PortSide.event("yours", containerNumber(6), facility: Self.foreign),
                ])
                let mixed = try await centre.call("POST", "/v1/gate-events", body: batch, as: Self.stranger)
                let results = try mixed.decoded(PortSide.Results.self).results
                #expect(results.map(\.status) == ["accepted", "rejected"] && results[1].reason == "forbidden")
                let edifact = try await centre.postEDIFACT(
                    PortSide.codeco([containerNumber(7)], interchange: 1, at: now(before: 60), place: Self.foreign),
                    as: Self.stranger)
                // A place that is not the stranger's: refused, or kept as of the stranger's own and only facility.
                let kept: [GateEventRecord] = try await centre.list("/v1/gate-events")
                #expect(edifact.status >= 200 && edifact.status < 500)
                #expect(!kept.contains { $0.event.facility == Self.foreign && $0.account == Self.stranger })
                let after = try await centre.metrics()
                #expect(after.gateEvents.isBalanced)
                #expect(after.value("vasscm_outages_total") == before.value("vasscm_outages_total"))
                #expect(
                    after.value("vasscm_clearances_total{status=\"released\"}")
                        == before.value("vasscm_clearances_total{status=\"released\"}"))
                // Not by pretending to correct or to cancel either.
                var correction = PortSide.event("fix", containerNumber(77))
                correction.cancels = "secret-event"
                _ = try await centre.post(correction, as: Self.stranger)
                let theirs: [GateEventRecord] = try await centre.list("/v1/gate-events?facility=\(Self.foreign)")
                let secret = try #require(theirs.first)
                #expect(secret.isLive, "another's event was cancelled")
            }
        }

        /// What the owner and Customs have stored before.
        private static func fill(_ centre: Centre) async throws {
            var event = PortSide.event("secret-event", containerNumber(77), .discharge, facility: foreign)
            event.call = "SECRETCALL"
            event.declaration = "777000000001"
            #expect(try await centre.post(event, as: owner).status == 201)
            let manifest =
                "{\"facility\":\"\(foreign)\",\"containers\":[{\"number\":\"\(containerNumber(77))\"}]}"
            let put = try await centre.call(
                "PUT", "/v1/manifests/SECRETCALL", body: Data(manifest.utf8), as: "customs-system")
            #expect(put.status == 201)
            #expect(
                try await centre.clear([containerNumber(77)], .released, declaration: "777000000001").status == 200)
            let outage =
                "{\"outage\":\"secret-outage\",\"startsAt\":\"\(now(before: 30).rfc3339)\",\"reason\":\"power\"}"
            let announced = try await centre.call(
                "POST", "/v1/facilities/\(foreign)/outages", body: Data(outage.utf8), as: owner)
            #expect(announced.status == 201)
            try await centre.post(
                "/v1/transits",
                TransitOrder(
                    transit: "SECRETTRANSIT", container: containerNumber(77), seal: "SECRETSEAL",
                    declaration: "777000000001", origin: foreign, destination: "HUUNGHI", startsAt: now(before: 20),
                    deadline: now(before: -86_400)), as: "officer")
        }

        /// Every route that reads, and how it must answer.
        private static var reads: [(String, Set<UInt>)] {
            let container = containerNumber(77)
            return [
                ("/v1/facilities", [200]), ("/v1/facilities/\(foreign)", [404]),
                ("/v1/facilities/\(foreign)/stock", [404]), ("/v1/facilities/\(foreign)/eligible", [404]),
                ("/v1/facilities/\(foreign)/eligible.html", [404]),
                ("/v1/facilities/\(foreign)/release-check?container=\(container)", [404]),
                ("/v1/facilities/\(foreign)/outages", [404]), ("/v1/facilities/\(foreign)/reporting", [404]),
                ("/v1/reporting", [200]), ("/v1/gate-events", [200]),
                ("/v1/gate-events?container=\(container)&history=true", [200]),
                ("/v1/gate-events?facility=\(foreign)", [200]),
                ("/v1/gate-events/secret-event", [404]), ("/v1/gate-events/secret-event?account=\(owner)", [404]),
                ("/v1/manifests/SECRETCALL", [404, 403]), ("/v2/events", [200]),
                ("/v2/events?equipmentReference=\(container)", [200]),
                ("/v1/clearances/777000000001", [403]), ("/v1/containers/\(container)", [403]),
                ("/v1/containers/\(container)/clearances", [403]), ("/v1/containers/\(container)/track", [403]),
                ("/v1/transits", [403]), ("/v1/transits/SECRETTRANSIT", [403]), ("/v1/alerts", [403]),
                ("/v1/positions", [403]), ("/v1/seals", [403]), ("/v1/seals/SECRETSEAL", [403]),
                ("/v1/seals/SECRETSEAL/track", [403]), ("/v1/rejections", [403]), ("/v1/stream", [403]),
            ]
        }

        /// Every route that writes, tried for the other's facility.
        private static var writes: [(String, String, String)] {
            let event = PortSide.event("intruder", containerNumber(8), facility: foreign)
            let order = "{\"containers\":[\"\(containerNumber(77))\"],\"status\":\"held\"}"
            return [
                ("POST", "/v1/gate-events", (try? CanonicalJSON.string(event)) ?? ""),
                ("POST", "/v1/facilities/\(foreign)/outages", "{\"startsAt\":\"\(now().rfc3339)\",\"reason\":\"x\"}"),
                ("POST", "/v1/facilities/\(foreign)/outages/secret-outage/end", "{}"),
                ("PUT", "/v1/clearances/777000000001", order),
                ("PUT", "/v1/clearances", "[{\"declaration\":\"777000000001\",\"status\":\"held\"}]"),
                ("PUT", "/v1/manifests/SECRETCALL", "{\"facility\":\"\(foreign)\",\"containers\":[]}"),
                ("POST", "/v1/transits", "{}"), ("POST", "/v1/transits/SECRETTRANSIT/close", "{\"reason\":\"x\"}"),
                ("POST", "/v1/transits/SECRETTRANSIT/cancel", "{\"reason\":\"x\"}"),
                ("POST", "/v1/alerts/a/acknowledge", "{}"), ("POST", "/v1/alerts/a/assign", "{}"),
                ("POST", "/v1/alerts/a/comment", "{}"), ("POST", "/v1/alerts/a/clear", "{}"),
            ]
        }
    }
}
