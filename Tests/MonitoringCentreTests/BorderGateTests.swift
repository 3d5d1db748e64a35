import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Border gates: what everyone may read")
struct BorderGateTests {
    private static let base = "/v1/border-gates"

    private static func source(_ change: (inout FakeSource.Contents) -> Void = { _ in }) -> FakeSource {
        FakeSource { contents in
            contents.congestion = [
                .make(), .make("TANTHANH", level: .green),
                .make("VNHPH", kind: .seaport, province: "Hải Phòng", level: .unknown),
            ]
            contents.provinces = [
                ProvinceCongestion(
                    province: "Hải Phòng", level: .unknown, vehiclesWaiting: 0, gates: ["VNHPH"], stale: true),
                ProvinceCongestion(
                    province: "Lạng Sơn", level: .orange, vehiclesWaiting: 2480, gates: ["HUUNGHI", "TANTHANH"],
                    stale: false),
            ]
            contents.congestionHistory = [.make()]
            contents.scores = [ForecastScore(gate: "HUUNGHI", horizonSeconds: 900, count: 12)]
            change(&contents)
        }
    }

    private static func gates(_ response: TestResponse) throws -> [String] {
        let items = try #require(try response.json()["items"] as? [[String: Any]])
        return items.compactMap { $0["gate"] as? String }
    }

    @Test("Without an account every gate and province is read, by kind and by province too")
    func list() async throws {
        try await Centre(source: Self.source()).test { client in
            for path in [Self.base, Self.base + "/congestion"] {
                let response = try await client.get(path, as: nil)
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "application/json")
                #expect(try Self.gates(response) == ["HUUNGHI", "TANTHANH", "VNHPH"])
                let answer = try response.json()
                #expect((answer["provinces"] as? [Any])?.count == 2)
                #expect(answer["at"] as? String == "2026-03-02T08:00:00Z")
                #expect(answer["next"] is NSNull)
            }
            #expect(try Self.gates(try await client.get(Self.base + "?kind=seaport", as: nil)) == ["VNHPH"])
            let province = try await client.get(Self.base + "/congestion?province=L%E1%BA%A1ng%20S%C6%A1n", as: nil)
            #expect(try Self.gates(province) == ["HUUNGHI", "TANTHANH"])
            #expect((try province.json()["provinces"] as? [Any])?.count == 1)
            try expectProblem(try await client.get(Self.base + "?kind=gate", as: nil), 400, detail: "border-gate")
        }
    }

    @Test("One gate is the same object under both its paths, and an unknown code is a 404 that names it")
    func one() async throws {
        try await Centre(source: Self.source()).test { client in
            let one = try await client.get(Self.base + "/HUUNGHI/congestion", as: nil)
            #expect(one.text == (try CanonicalJSON.string(GateCongestion.make())))
            #expect(try await client.get(Self.base + "/HUUNGHI", as: nil).text == one.text)
            for path in ["/NOWHERE", "/NOWHERE/congestion", "/NOWHERE/congestion/history", "/N%20W/congestion/scores"] {
                let response = try await client.get(Self.base + path, as: nil)
                try expectProblem(response, 404, reason: "not-found", detail: path.contains("%20") ? "N W" : "NOWHERE")
                #expect(response.headers[.accessControlAllowOrigin] == "*")
            }
            try expectProblem(try await client.post(Self.base + "/HUUNGHI/congestion"), 405)
        }
    }

    @Test("History is of the last 24 hours unless the call says otherwise, and what it may ask has a bound")
    func history() async throws {
        let source = Self.source()
        try await Centre(source: source).test { client in
            let path = Self.base + "/HUUNGHI/congestion/history"
            let answer = try await client.get(path, as: nil).json()
            #expect((answer["items"] as? [[String: Any]])?.first?["gate"] as? String == "HUUNGHI")
            #expect(answer["next"] is NSNull)
            let range = "?from=2026-02-01T00:00:00Z&to=2026-02-03T00:00:00Z&limit=7"
            #expect(try await client.get(path + range, as: nil).status == .ok)
            _ = try await client.get(path + "?to=2026-02-03T00:00:00Z", as: nil)
            let asked = source.asked.histories
            #expect(asked.map(\.gate) == ["HUUNGHI", "HUUNGHI", "HUUNGHI"])
            #expect(asked.map(\.limit) == [1000, 7, 1000])
            #expect(
                asked.map(\.range.from) == [
                    .make("2026-03-01T08:00:00Z"), .make("2026-02-01T00:00:00Z"), .make("2026-02-02T00:00:00Z"),
                ])
            #expect(asked.map(\.range.to) == [nil, .make("2026-02-03T00:00:00Z"), .make("2026-02-03T00:00:00Z")])
            for query in ["?limit=0", "?limit=1001", "?from=yesterday", "?from=2025-11-01T00:00:00Z"] {
                try expectProblem(try await client.get(path + query, as: nil), 400)
            }
            #expect(source.asked.histories.count == 3)
        }
    }

    @Test("How good the forecasts were is public, of one gate and of all, over 30 days unless the call says otherwise")
    func scores() async throws {
        let source = Self.source()
        try await Centre(source: source).test { client in
            let all = try await client.get(Self.base + "/congestion/scores", as: nil)
            #expect(all.text == "{\"items\":[{\"count\":12,\"gate\":\"HUUNGHI\",\"horizonSeconds\":900}]}")
            let other = try await client.get(Self.base + "/TANTHANH/congestion/scores", as: nil)
            #expect(other.text == "{\"items\":[]}")
            #expect(source.asked.scores.map(\.gate) == [nil, "TANTHANH"])
            #expect(source.asked.scores.allSatisfy { $0.range.from == .make("2026-01-31T08:00:00Z") })
        }
    }

    @Test("Answers are kept for seconds, may be read by pages of any site, and say 304 to whoever has them")
    func caching() async throws {
        let paths = ["", "/congestion", "/HUUNGHI", "/HUUNGHI/congestion/history", "/congestion/scores"]
        try await Centre(source: Self.source()).test { client in
            for path in paths {
                let first = try await client.get(Self.base + path, as: nil)
                let tag = try #require(first.headers[.eTag])
                #expect(first.headers[.accessControlAllowOrigin] == "*")
                #expect(first.headers[.cacheControl]?.hasPrefix("public, max-age=") == true)
                for known in [tag, "\"other\", \(tag)", tag.replacing("W/", with: ""), "*"] {
                    let second = try await client.get(Self.base + path, as: nil, headers: [.ifNoneMatch: known])
                    #expect(second.status == .notModified && second.text.isEmpty, "\(path) \(known)")
                    #expect(second.headers[.eTag] == tag)
                    #expect(second.headers[.accessControlAllowOrigin] == "*")
                }
                let other = try await client.get(Self.base + path, as: nil, headers: [.ifNoneMatch: "\"other\""])
                #expect(other.status == .ok)
            }
        }
    }

    @Test("Time that passes alone does not change the list's tag; a vehicle more does")
    func listTag() async throws {
        func tag(_ change: (inout FakeSource.Contents) -> Void) async throws -> String? {
            try await Centre(source: Self.source(change)).application().test(.router) { client in
                try await client.get(Self.base, as: nil).headers[.eTag]
            }
        }
        let first = try await tag { _ in }
        let later = try await tag { $0.now = .make("2026-03-02T08:05:00Z") }
        let more = try await tag { $0.congestion[0].vehiclesWaiting = 1241 }
        #expect(first != nil && first == later && first != more)
    }

    /// The names of all members, however deep.
    private static func names(_ value: Any) -> Set<String> {
        switch value {
        case let object as [String: Any]:
            object.reduce(into: Set(object.keys)) { $0.formUnion(names($1.value)) }
        case let array as [Any]: array.reduce(into: []) { $0.formUnion(names($1)) }
        default: []
        }
    }

    @Test("What everyone may read has these members and no other: no seal, container, plate or account")
    func nothingPrivate() async throws {
        let known: Set = [
            "items", "provinces", "at", "next", "gate", "kind", "name", "nameVi", "province", "level",
            "vehiclesWaiting", "vehiclesWaitingRange", "vehiclesSeen", "waitSeconds", "waitSecondsRange",
            "measuredWaitSeconds", "arrivalsPerHour", "departuresPerHour", "capacityPerHour",
            "observedCapacityPerHour", "open", "openByCalendar", "changesAt", "flow", "flowSince", "seenShare",
            "evidenceAt", "stale", "expectedLevel", "expectedAt", "forecast", "advice", "p10", "p50", "p90",
            "horizonSeconds", "roadSeconds", "savedSeconds", "gates", "count", "waitError", "waitErrorAsNow",
            "waitErrorAsUsual", "waitCoverage", "vehiclesError", "vehiclesCoverage",
        ]
        try await Centre(source: Self.source()).test { client in
            for path in [
                "", "/congestion", "/HUUNGHI", "/HUUNGHI/congestion", "/HUUNGHI/congestion/history",
                "/HUUNGHI/congestion/scores", "/congestion/scores",
            ] {
                let found = Self.names(try await client.get(Self.base + path, as: nil).json())
                #expect(found.isSubset(of: known), "\(path): \(found.subtracting(known))")
            }
        }
    }

    @Test("The board is one page for all gates and for each; its files ask no other host and hold no inline code")
    func boardPage() async throws {
        try await Centre().test { client in
            let page = try await client.get("/board", as: nil)
            #expect(page.status == .ok)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'; style-src 'self'") == true)
            #expect(try await client.get("/board/HUUNGHI", as: nil).text == page.text)
            #expect(!page.text.contains("style=") && !page.text.contains("<style") && !page.text.contains("onclick"))
            #expect(page.text.matches(of: /<script[^>]*>\s*<\/script>/).count == 1)
            try expectProblem(try await client.get("/board/HUUNGHI/more", as: nil), 404)
            let index = try await client.get("/", as: nil)
            #expect(index.text.contains("href=\"/board\""))
        }
    }
}
