import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("An operator and another's facility")
struct OperatorScopeTests {
    private static let facility = "VNHPH"

    /// How each route is asked for what is VNHPH's, by an operator of VNCLI. A route that is not here fails the test.
    private struct Attempt {
        enum Answer {
            /// The role may not, whatever the facility.
            case noPermission
            /// A change of another's facility.
            case forbidden
            /// What is another's is not there.
            case notFound
            /// A list in which nothing is another's.
            case nothing
            /// There is nothing of any facility's in it.
            case ofNobody
            /// Counts of vehicles at every gate, which everyone may read.
            case published
            /// It changes nobody's but the caller's own, which is kept in the file.
            case inTheFile
        }

        var uri: String
        var body: String?
        var answer: Answer

        init(_ uri: String, _ answer: Answer, body: String? = nil) {
            self.uri = uri
            self.answer = answer
            self.body = body
        }
    }

    private static let code = {
        let claim = "V1R.VNHPH.CSQU3054383.1772438400000"
        return "\(claim).\(FakeSource.signature(of: claim).prefix(32))"
    }()

    private static let attempts: [String: Attempt] = [
        "POST /v1/gate-events": Attempt(
            "/v1/gate-events", .forbidden, body: "{\"eventId\":\"E9\",\"facility\":\"VNHPH\"}"),
        "GET /v1/gate-events": Attempt("/v1/gate-events?container=CSQU3054383&history=true", .nothing),
        "GET /v1/gate-events/{eventId}": Attempt("/v1/gate-events/HPH-1?account=hai-phong", .notFound),
        "PUT /v1/clearances/{declaration}": Attempt("/v1/clearances/100000000001", .noPermission, body: "{}"),
        "PUT /v1/clearances": Attempt("/v1/clearances", .noPermission, body: "[]"),
        "GET /v1/clearances/{declaration}": Attempt("/v1/clearances/100000000001", .noPermission),
        "GET /v1/containers/{number}/clearances": Attempt("/v1/containers/CSQU3054383/clearances", .noPermission),
        "PUT /v1/manifests/{call}": Attempt(
            "/v1/manifests/HPH-1", .noPermission, body: "{\"facility\":\"VNHPH\",\"containers\":[]}"),
        "GET /v1/manifests/{call}": Attempt("/v1/manifests/HPH-1", .notFound),
        "POST /v1/transits": Attempt("/v1/transits", .noPermission, body: "{}"),
        "GET /v1/transits": Attempt("/v1/transits", .noPermission),
        "GET /v1/transits/{id}": Attempt("/v1/transits/T1", .noPermission),
        "POST /v1/transits/{id}/close": Attempt("/v1/transits/T1/close", .noPermission, body: "{}"),
        "POST /v1/transits/{id}/cancel": Attempt("/v1/transits/T1/cancel", .noPermission, body: "{}"),
        "GET /v1/facilities": Attempt("/v1/facilities", .nothing),
        "GET /v1/facilities/{code}": Attempt("/v1/facilities/VNHPH", .notFound),
        "GET /v1/facilities/{code}/stock": Attempt("/v1/facilities/VNHPH/stock", .notFound),
        "GET /v1/facilities/{code}/eligible": Attempt("/v1/facilities/VNHPH/eligible", .notFound),
        "GET /v1/facilities/{code}/eligible.html": Attempt("/v1/facilities/VNHPH/eligible.html", .notFound),
        "GET /v1/facilities/{code}/release-check": Attempt(
            "/v1/facilities/VNHPH/release-check?container=CSQU3054383", .notFound),
        "GET /v1/verify": Attempt("/v1/verify?code=\(code)", .notFound),
        "GET /verify": Attempt("/verify?code=\(code)", .notFound),
        "POST /v1/facilities/{code}/outages": Attempt("/v1/facilities/VNHPH/outages", .forbidden, body: "{}"),
        "POST /v1/facilities/{code}/outages/{id}/end": Attempt(
            "/v1/facilities/VNHPH/outages/O1/end", .forbidden, body: "{}"),
        "GET /v1/facilities/{code}/outages": Attempt("/v1/facilities/VNHPH/outages", .notFound),
        "GET /v1/facilities/{code}/reporting": Attempt("/v1/facilities/VNHPH/reporting", .notFound),
        "GET /v1/reporting": Attempt("/v1/reporting", .nothing),
        // The map's zones are the same for everyone; of a facility they hold where it is.
        "GET /v1/zones": Attempt("/v1/zones", .ofNobody),
        "GET /v1/containers/{number}": Attempt("/v1/containers/CSQU3054383", .noPermission),
        "GET /v1/containers/{number}/track": Attempt("/v1/containers/CSQU3054383/track", .noPermission),
        "GET /v1/seals": Attempt("/v1/seals", .noPermission),
        "GET /v1/seals/{id}": Attempt("/v1/seals/S1", .noPermission),
        "GET /v1/seals/{id}/track": Attempt("/v1/seals/S1/track", .noPermission),
        "GET /v1/positions": Attempt("/v1/positions", .noPermission),
        "GET /v1/alerts": Attempt("/v1/alerts", .noPermission),
        "GET /v1/alerts/{id}": Attempt("/v1/alerts/a", .noPermission),
        "POST /v1/alerts/{id}/acknowledge": Attempt("/v1/alerts/a/acknowledge", .noPermission, body: "{}"),
        "POST /v1/alerts/{id}/assign": Attempt("/v1/alerts/a/assign", .noPermission, body: "{}"),
        "POST /v1/alerts/{id}/comment": Attempt("/v1/alerts/a/comment", .noPermission, body: "{}"),
        "POST /v1/alerts/{id}/clear": Attempt("/v1/alerts/a/clear", .noPermission, body: "{}"),
        "GET /v1/rejections": Attempt("/v1/rejections", .noPermission),
        "GET /v1/stream": Attempt("/v1/stream", .noPermission),
        "GET /v2/events": Attempt("/v2/events?equipmentReference=CSQU3054383", .nothing),
        "POST /session": Attempt("/session", .ofNobody, body: "{\"key\":\"cat-lai-key\"}"),
        "GET /session": Attempt("/session", .ofNobody),
        "DELETE /session": Attempt("/session", .ofNobody),
        "PUT /session/password": Attempt(
            "/session/password", .inTheFile, body: "{\"old\":\"a\",\"new\":\"b\"}"),
        "POST /v1/alerts/actions": Attempt("/v1/alerts/actions", .noPermission, body: "{}"),
        "PUT /v1/zones": Attempt("/v1/zones", .noPermission, body: "{}"),
        "POST /v1/zones/preview": Attempt("/v1/zones/preview", .noPermission, body: "{}"),
        "GET /v1/search": Attempt("/v1/search?q=CSQU3054383", .noPermission),
        "GET /v1/accounts": Attempt("/v1/accounts", .noPermission),
        "GET /v1/account-changes": Attempt("/v1/account-changes", .noPermission),
        "POST /v1/accounts": Attempt("/v1/accounts", .noPermission, body: "{}"),
        "PUT /v1/accounts/{name}": Attempt("/v1/accounts/somebody", .noPermission, body: "{}"),
        "DELETE /v1/accounts/{name}": Attempt("/v1/accounts/somebody", .noPermission),
        "POST /v1/accounts/{name}/key": Attempt("/v1/accounts/somebody/key", .noPermission),
        "PUT /v1/accounts/{name}/password": Attempt("/v1/accounts/somebody/password", .noPermission, body: "{}"),
        "GET /healthz": Attempt("/healthz", .ofNobody),
        "GET /readyz": Attempt("/readyz", .ofNobody),
        "GET /metrics": Attempt("/metrics", .ofNobody),
        "GET /strings.json": Attempt("/strings.json", .ofNobody),
        "GET /basemap.geojson": Attempt("/basemap.geojson", .ofNobody),
        "GET /v1/border-gates": Attempt("/v1/border-gates", .published),
        "GET /v1/border-gates/congestion": Attempt("/v1/border-gates/congestion", .published),
        "GET /v1/border-gates/congestion/scores": Attempt("/v1/border-gates/congestion/scores", .published),
        "GET /v1/border-gates/{code}": Attempt("/v1/border-gates/VNHPH", .published),
        "GET /v1/border-gates/{code}/congestion": Attempt("/v1/border-gates/VNHPH/congestion", .published),
        "GET /v1/border-gates/{code}/congestion/history": Attempt(
            "/v1/border-gates/VNHPH/congestion/history", .published),
        "GET /v1/border-gates/{code}/congestion/scores": Attempt(
            "/v1/border-gates/VNHPH/congestion/scores", .published),
    ]

    /// Everything in it is VNHPH's.
    private static func source() -> FakeSource {
        FakeSource {
            $0.gateEvents = [
                .make("HPH-1", facility: facility, account: "hai-phong") { $0.event.container = "CSQU3054383" }
            ]
            $0.stock = { [.make("CSQU3054383", facility: $0.facility)] }
            $0.checks = ["CSQU3054383": .make("CSQU3054383", facility: facility)]
            $0.clearances = [.make()]
            $0.manifests = [.make(facility: facility)]
            $0.outages = [.make(facility: facility)]
            $0.congestion = [.make(facility, kind: .seaport)]
            $0.congestionHistory = $0.congestion
            $0.reporting = [
                .make(facility: facility, account: "hai-phong"), .make(facility: "", account: "hai-phong"),
            ]
        }
    }

    @Test("Operator A can neither read nor change what is facility B's, on every route there is")
    func everyRoute() async throws {
        #expect(Set(Route.all.map { "\($0.method.rawValue) \($0.path)" }) == Set(Self.attempts.keys))
        let source = Self.source()
        try await Centre(source: source).test { client in
            for route in Route.all {
                let name = "\(route.method.rawValue) \(route.path)"
                guard let attempt = Self.attempts[name] else { continue }
                let response = try await client.send(
                    route.method, attempt.uri, as: "cat-lai", body: attempt.body)
                let isHTML = response.headers[.contentType]?.hasPrefix("text/html") == true
                switch attempt.answer {
                case .noPermission, .forbidden: #expect(response.status == .forbidden, "\(name)")
                case .notFound: #expect(response.status == .notFound, "\(name)")
                case .inTheFile: #expect(response.status == .conflict, "\(name)")
                case .nothing, .ofNobody, .published:
                    #expect([200, 201, 204].contains(response.status.code), "\(name)")
                }
                if case .ofNobody = attempt.answer { continue }
                if !isHTML, response.status.code >= 400 {
                    try expectProblem(response, response.status.code)
                } else if !isHTML, attempt.answer != .published {
                    #expect(["{\"items\":[],\"next\":null}", "[]"].contains(Self.emptied(response.text)), "\(name)")
                }
                // The number that was asked about is in the question; what VNHPH's operator said is nowhere.
                for secret in ["hai-phong\"", "Power cut", "VNSEAL0001"] {
                    #expect(!response.text.contains(secret), "\(name) tells \(secret)")
                }
            }
            // No change that was forbidden by its path came to the pipeline; the one by its body is refused there.
            #expect(Set(source.asked.calls.map(\.call.path)) == ["/v1/gate-events"])
            #expect(source.asked.stock.isEmpty && source.asked.checks.isEmpty)
        }
    }

    /// The list of facilities holds the operator's own one, and no other.
    private static func emptied(_ text: String) -> String {
        guard text.contains("\"code\":\"VNCLI\""), !text.contains("VNHPH") else { return text }
        return "{\"items\":[],\"next\":null}"
    }

    @Test("The same calls for its own facility are answered")
    func ownFacility() async throws {
        let own = FakeSource {
            $0.gateEvents = [.make("CLI-1")]
            $0.stock = { [.make(facility: $0.facility)] }
            $0.manifests = [.make(facility: "VNCLI")]
            $0.outages = [.make()]
            $0.reporting = [.make(), .make(facility: "")]
        }
        try await Centre(source: own).test { client in
            let reads = [
                "/v1/gate-events/CLI-1", "/v1/manifests/HPH-1", "/v1/facilities/VNCLI/stock",
                "/v1/facilities/VNCLI/eligible", "/v1/facilities/VNCLI/eligible.html",
                "/v1/facilities/VNCLI/release-check?container=MSKU9070323", "/v1/facilities/VNCLI/outages",
                "/v1/facilities/VNCLI/reporting", "/v1/reporting", "/v2/events",
            ]
            for uri in reads {
                let response = try await client.get(uri, as: "cat-lai")
                #expect(response.status == .ok, "\(uri)")
                #expect(response.text.count > 30, "\(uri)")
            }
            let rows = try await client.get("/v1/reporting", as: "cat-lai").json()["items"] as? [[String: Any]]
            #expect(rows?.compactMap { $0["facility"] as? String } == ["VNCLI", ""])
            let outage = try await client.post("/v1/facilities/VNCLI/outages", as: "cat-lai", "{}")
            #expect(outage.status == .created)
        }
        #expect(own.asked.reporting.map(\.facilities) == [["VNCLI"], ["VNCLI", ""], ["VNCLI", ""]])
        #expect(own.asked.equipmentEvents.map(\.facilities) == [["VNCLI"]])
    }
}
