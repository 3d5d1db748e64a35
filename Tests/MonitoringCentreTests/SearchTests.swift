import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("Search and tables")
struct SearchTests {
    @Test("Capitals, blanks, hyphens and points do not count")
    func reduced() throws {
        let text = try #require(SearchText(" 51c-123.45 "))
        #expect(text.text == "51C12345")
        #expect(text.isPart(of: "T 51C 12345"))
        #expect(SearchText(" -. ") == nil)
    }

    @Test("A part of a container's number finds the container and its transit")
    func found() async throws {
        try await Centre().test { client in
            let answer = try await client.get("/v1/search?q=msku-907").json()
            let items = try #require(answer["items"] as? [[String: Any]])
            #expect(items.first?["kind"] as? String == "container")
            #expect(items.contains { $0["kind"] as? String == "transit" && $0["status"] != nil })
            #expect(items.count <= 20)
        }
    }

    @Test("No more than 20 items come, and what is exactly the text comes first")
    func bounded() async throws {
        let transits = (0..<40).map { number in
            var transit = Transit.make()
            transit.transit = "T\(number)"
            return transit
        }
        try await Centre(source: FakeSource { $0.transits = transits }).test { client in
            let items = try #require(try await client.get("/v1/search?q=t").json()["items"] as? [[String: Any]])
            #expect(items.count <= 20)
            let exact = try #require(try await client.get("/v1/search?q=t7").json()["items"] as? [[String: Any]])
            #expect(exact.first { $0["kind"] as? String == "transit" }?["transit"] as? String == "T7")
        }
    }

    @Test("A search for nothing is refused, and an operator may not search")
    func refused() async throws {
        try await Centre().test { client in
            try expectProblem(try await client.get("/v1/search"), 400, detail: "q is missing")
            try expectProblem(try await client.get("/v1/search?q=--"), 400, detail: "q has no")
            try expectProblem(try await client.get("/v1/search?q=MSKU", as: "cat-lai"), 403)
        }
    }

    @Test("A list comes as a table with a line of names, whole lines and the next page's cursor")
    func table() async throws {
        try await Centre().test { client in
            let response = try await client.get("/v1/transits?format=csv")
            #expect(response.headers[.contentType] == "text/csv; charset=utf-8; header=present")
            #expect(response.headers[try #require(HTTPField.Name("X-Next"))] == "next-page")
            let lines = response.text.split(separator: "\r\n", omittingEmptySubsequences: false)
            #expect(lines.count == 3)
            #expect(lines[0].hasPrefix("transit,status,container,seal,"))
            let accepted = try await client.get("/v1/alerts", headers: [.accept: "text/csv"])
            #expect(accepted.text.hasPrefix("id,rule,severity,"))
        }
    }

    @Test("A cell that a spreadsheet would take for a formula is harmless; commas and quotation marks are kept")
    func harmless() async throws {
        var transit = Transit.make()
        transit.declaration = "=HYPERLINK(\"http://example.com\",\"x\")"
        transit.plate = "@sum"
        let source = FakeSource { [transit] in $0.transits = [transit] }
        try await Centre(source: source).test { client in
            let text = try await client.get("/v1/transits?format=csv").text
            #expect(text.contains("\"'=HYPERLINK(\"\"http://example.com\"\",\"\"x\"\")\""))
            #expect(text.contains(",'@sum,"))
        }
    }
}
