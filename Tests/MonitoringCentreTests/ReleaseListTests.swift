import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import Testing

@Suite("What may leave: stock, release check, printed lists and their codes")
struct ReleaseListTests {
    private static let numbers = ["APZU4812090", "CSQU3054383", "MSKU9070323"]

    @Test("Stock is asked with its moment, container and page; what may leave with the same")
    func stock() async throws {
        let source = FakeSource { $0.stock = { _ in Self.numbers.map { .make($0) } } }
        try await Centre(source: source).test { client in
            let response = try await client.get(
                "/v1/facilities/VNCLI/stock?at=2026-03-02T07:00:00%2B07:00&container=csqu%20305438-3&limit=5&cursor=A")
            #expect(
                response.text == """
                    {"items":[{"allowed":true,"container":"CSQU3054383","declaration":"100000000001","lateness":12,\
                    "reasons":[],"seals":["VNSEAL0001"],"since":"2026-03-01T17:30:00Z","sinceIsReported":true,\
                    "status":"released"}],"next":null}
                    """)
            var expected = StockQuery(facility: "VNCLI")
            expected.at = .make("2026-03-02T00:00:00Z")
            expected.container = "CSQU3054383"
            expected.page = PageRequest(limit: 5, cursor: "A")
            #expect(source.asked.stock == [expected])
            let eligible = try await client.get("/v1/facilities/VNCLI/eligible?limit=2").json()
            #expect((eligible["items"] as? [Any])?.count == 2)
            #expect(eligible["next"] as? String == "CSQU3054383")
            #expect(source.asked.stock.last?.isEligibleOnly == true && source.asked.stock.last?.at == nil)
            try expectProblem(try await client.get("/v1/facilities/VNXXX/stock"), 404, detail: "VNXXX")
        }
    }

    @Test("The release check says no with reasons in two languages")
    func releaseCheck() async throws {
        try await Centre().test { client in
            let check = try await client.get(
                "/v1/facilities/VNCLI/release-check?container=msku-907032-3", as: "cat-lai"
            ).json()
            #expect(check["allowed"] as? Bool == false)
            #expect(check["container"] as? String == "MSKU9070323")
            let reason = try #require((check["reasons"] as? [[String: Any]])?.first)
            #expect(reason["code"] as? String == "no-clearance")
            #expect((reason["message"] as? String)?.isEmpty == false)
            #expect((reason["messageVi"] as? String)?.isEmpty == false)
        }
    }

    @Test("The printed list is in two languages, by the site's clock, and its code names what it lists")
    func page() async throws {
        let source = FakeSource {
            $0.stock = { _ in [.make("<APZU&1>"), .make("CSQU3054383"), .make("MSKU9070323")] }
        }
        try await Centre(source: source, change: { $0.siteName = "Hải quan <khu vực>" }).test { client in
            let page = try await client.get("/v1/facilities/VNCLI/eligible.html", as: "cat-lai")
            #expect(page.status == .ok)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
            let vietnamese = try #require(page.text.range(of: "Danh sách container đủ điều kiện"))
            let english = try #require(page.text.range(of: "Containers eligible to leave"))
            #expect(vietnamese.lowerBound < english.lowerBound)
            #expect(page.text.contains("Hải quan &lt;khu vực&gt;") && page.text.contains("&lt;APZU&amp;1&gt;"))
            #expect(page.text.contains("02/03/2026 15:00:00") && page.text.contains("02/03/2026 00:30"))
            #expect(page.text.matches(of: /<svg class="qr"/).count == 1)
            #expect(!page.text.contains("style=") && !page.text.contains("<style"))
            let rows = try await client.get("/v1/facilities/VNCLI/eligible.html?rowCodes=true", as: "cat-lai")
            // One for the list and one for each number that a code can hold.
            #expect(rows.text.matches(of: /<svg class="qr"/).count == 3)
        }
    }

    @Test("A list of more than 5,000 is cut and says so, one with row codes at 1,000; an empty one says that it is")
    func longPage() async throws {
        let many = (0..<6000).map { StockItem.make("MSKU\(1_000_000 + $0)") }
        let source = FakeSource { $0.stock = { _ in many } }
        try await Centre(source: source).test { client in
            let page = try await client.get("/v1/facilities/VNCLI/eligible.html")
            #expect(page.text.matches(of: /<tr><td/).count == 5000)
            #expect(page.text.contains("first 5000 containers") && page.text.contains("5000 container đầu tiên"))
            let rows = try await client.get("/v1/facilities/VNCLI/eligible.html?rowCodes=true")
            #expect(rows.text.matches(of: /<tr><td/).count == 1000)
            #expect(rows.text.contains("first 1000 containers"))
        }
        let exact = FakeSource { $0.stock = { _ in Array(many.prefix(5000)) } }
        try await Centre(source: exact).test { client in
            let page = try await client.get("/v1/facilities/VNCLI/eligible.html")
            #expect(page.text.matches(of: /<tr><td/).count == 5000)
            #expect(!page.text.contains("class=\"notice\""))
        }
        try await Centre().test { client in
            let page = try await client.get("/v1/facilities/VNCLI/eligible.html")
            #expect(page.text.contains("Không có container nào"))
        }
    }

    /// The code of a list as the server makes it.
    private static func listCode(_ numbers: [String], facility: String = "VNCLI") -> String {
        VerificationCode(
            facility: facility, issuedAt: .make("2026-03-02T07:00:00Z"),
            subject: .list(count: numbers.count, digest: VerificationCode.digest(of: numbers))
        ).token(signature: FakeSource.signature)
    }

    private static func rowCode(_ number: String, facility: String = "VNCLI") -> String {
        VerificationCode(
            facility: facility, issuedAt: .make("2026-03-02T07:00:00Z"), subject: .container(number)
        ).token(signature: FakeSource.signature)
    }

    @Test("A list's code tells that nothing changed, or which containers may not leave any more")
    func verifyList() async throws {
        let uri = "/v1/verify?code=\(Self.listCode(Self.numbers))"
        let unchanged = FakeSource { $0.stock = { _ in Self.numbers.map { .make($0) } } }
        try await Centre(source: unchanged).test { client in
            let answer = try await client.get(uri, as: "cat-lai").text
            #expect(
                answer == """
                    {"authentic":true,"checkedAt":"2026-03-02T08:00:00Z","count":3,"facility":"VNCLI",\
                    "facilityName":"VNCLI","facilityNameVi":"VNCLI","issuedAt":"2026-03-02T07:00:00Z","kind":"list",\
                    "noLongerEligible":[],"unchanged":true}
                    """)
            #expect(unchanged.asked.stock.first?.at == .make("2026-03-02T07:00:00Z"))
            #expect(unchanged.asked.checks.isEmpty)
        }
        let changed = FakeSource {
            $0.stock = { query in
                // Now one is held and another has left.
                query.at == nil
                    ? [.make("APZU4812090", reasons: [.init(.held, declaration: "9")]), .make("MSKU9070323")]
                    : Self.numbers.map { .make($0) }
            }
            $0.checks = [
                "APZU4812090": .make("APZU4812090", reasons: [.init(.held, declaration: "9")]),
                "CSQU3054383": .make("CSQU3054383", notes: [.init(.notInStock)]),
            ]
        }
        try await Centre(source: changed).test { client in
            let answer = try await client.get(uri, as: "officer").json()
            #expect(answer["unchanged"] as? Bool == true)
            let gone = try #require(answer["noLongerEligible"] as? [[String: Any]])
            #expect(gone.compactMap { $0["container"] as? String } == ["APZU4812090", "CSQU3054383"])
            #expect(gone.compactMap { $0["allowed"] as? Bool } == [false, true])
            let page = try await client.get(uri.replacing("/v1/", with: "/"), as: "officer")
            #expect(page.text.contains("2 trong 3 container không còn đủ điều kiện"))
            #expect(page.text.contains("Hải quan tạm giữ theo tờ khai 9"))
        }
        let rewritten = FakeSource { $0.stock = { _ in [.make("APZU4812090")] } }
        try await Centre(source: rewritten).test { client in
            #expect(try await client.get(uri).json()["unchanged"] as? Bool == false)
            let page = try await client.get(uri.replacing("/v1/", with: "/"))
            #expect(page.text.contains("verdict warn"))
        }
    }

    @Test("A container's code tells what the release check says now")
    func verifyRow() async throws {
        let source = FakeSource { $0.checks = ["MSKU9070323": .make("MSKU9070323")] }
        try await Centre(source: source).test { client in
            let yes = "code=\(Self.rowCode("MSKU9070323"))"
            let answer = try await client.get("/v1/verify?\(yes)", as: "cat-lai").json()
            #expect(answer["kind"] as? String == "container")
            #expect((answer["check"] as? [String: Any])?["allowed"] as? Bool == true)
            #expect(try await client.get("/verify?\(yes)", as: "cat-lai").text.contains("Hiện được phép ra"))
            let no = try await client.get("/verify?code=\(Self.rowCode("CSQU3054383"))", as: "cat-lai")
            #expect(no.text.contains("Hiện không được phép ra") && no.text.contains("chưa cho phép"))
        }
    }

    @Test("A code with one digit changed is not authentic, and nothing is said of what it claims")
    func forged() async throws {
        let code = Self.listCode(Self.numbers)
        try await Centre(source: FakeSource { $0.stock = { _ in [.make()] } }).test { client in
            let last = code.last == "0" ? "1" : "0"
            for forged in [String(code.dropLast()) + last, code.replacing(".3.", with: ".4.")] {
                let answer = try await client.get("/v1/verify?code=\(forged)").text
                #expect(answer == "{\"authentic\":false,\"checkedAt\":\"2026-03-02T08:00:00Z\"}")
                let page = try await client.get("/verify?code=\(forged)")
                #expect(page.status == .ok && page.text.contains("Mã giả"))
            }
        }
    }

    @Test(
        "What is no code is 400, on the page too",
        arguments: [
            "x", "V1.VNCLI", "V2.VNCLI.1772434800000.3.0123456789abcdef.0123456789abcdef0123456789abcdef",
            "V1.VNCLI.1772434800000.+3.0123456789abcdef.0123456789abcdef0123456789abcdef",
            "V1.VNCLI.1772434800000.3.0123456789abcdeF.0123456789abcdef0123456789abcdef",
            "V1.VNCLI.1772434800000.3.0123456789abcdef.0123456789abcdef",
            "V1.VN%20CLI.1772434800000.3.0123456789abcdef.0123456789abcdef0123456789abcdef",
            "V1R.VNCLI.MSKU9070323.99999999999999999999.0123456789abcdef0123456789abcdef",
            "V1R.VNCLI.MSKU9070323.-5.0123456789abcdef0123456789abcdef",
            "V1R.MSKU9070323.1772434800000.0123456789abcdef0123456789abcdef",
        ])
    func malformed(code: String) async throws {
        try await Centre().test { client in
            try expectProblem(try await client.get("/v1/verify?code=\(code)"), 400, detail: "code")
            let page = try await client.get("/verify?code=\(code)")
            #expect(page.status == .badRequest && page.text.contains("Không đọc được mã"))
        }
    }

    @Test("A facility's code may hold points, and its codes are read all the same")
    func pointedFacility() async throws {
        for code in [Self.listCode(["A"], facility: "VN.C-1.2"), Self.rowCode("MSKU9070323", facility: "VN.C-1.2")] {
            let scanned = try VerificationCode.read(code)
            #expect(scanned.code.facility == "VN.C-1.2")
            #expect(scanned.isAuthentic(signature: FakeSource.signature))
        }
    }

    @Test("Who is not signed in sees how to sign in, and the system account that it may not")
    func signIn() async throws {
        let uri = "/verify?code=\(Self.rowCode("MSKU9070323"))"
        try await Centre().test { client in
            let page = try await client.get(uri, as: nil)
            #expect(page.status == .unauthorized)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.text.contains("Đăng nhập để kiểm tra mã") && page.text.contains("src=\"/verify.js\""))
            #expect(!page.text.contains("MSKU9070323"))
            #expect(try await client.get(uri, as: "vnaccs").status == .forbidden)
            let session = try await client.post("/session", as: nil, "{\"key\":\"cat-lai-key\"}")
            let cookie = String(try #require(session.headers[.setCookie]).prefix { $0 != ";" })
            #expect(try await client.get(uri, as: nil, headers: [.cookie: cookie]).status == .ok)
        }
    }

    @Test("A QR code is square, has its finder patterns and leaves four modules around it")
    func qrCode() throws {
        let code = try #require(QRCode("https://vasscm.example.vn/verify?code=V1R.VNCLI.MSKU9070323"))
        #expect(code.width >= 21 && (code.width - 17) % 4 == 0)
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "x", count: 5000)) == nil)
        let svg = code.svg(label: "a<b")
        #expect(svg.hasPrefix("<svg class=\"qr\" viewBox=\"0 0 \(code.width + 8) \(code.width + 8)\""))
        #expect(svg.contains("aria-label=\"a&lt;b\""))
        // The top edges of the two upper finder patterns.
        #expect(svg.contains("M4 4.5h7") && svg.contains("M\(code.width - 3) 4.5h7"))
    }
}
