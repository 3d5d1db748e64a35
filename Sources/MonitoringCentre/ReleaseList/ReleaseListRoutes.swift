import Customs
import HTTPTypes
import Hummingbird

extension Route {
    static let html = "text/html; charset=utf-8"

    /// The printable list of what may leave.
    static let releaseList = [
        Route(.get, "/v1/facilities/{code}/eligible.html", .needs(.readFacilities)) { call in
            let facility = try await call.readableFacility()
            let hasRowCodes = try call.query.flag("rowCodes")
            let source = call.source
            let list = try await EligibleList(
                facility: facility.code, at: source.now, isNow: true,
                limit: hasRowCodes ? EligibleList.maximumRowsWithCodes : EligibleList.maximumRows, source: source)
            let verify = "\(call.baseURL)/verify?code="
            let page = EligiblePage(
                list: list, facility: facility, siteName: call.centre.configuration.siteName,
                siteTime: call.siteTime,
                // A code holds nothing that a query would have to escape.
                address: { verify + $0.token { source.signature(of: $0) } }, hasRowCodes: hasRowCodes)
            return .bytes(page.html(), html)
        }
    ]

    /// Whether a printed code is genuine, and what holds now.
    static let verification = [
        Route(.get, "/v1/verify", .needs(.readFacilities)) { call in try .json(try await Verification(call)) },
        // Whoever scans a code gets a page: also one who has to sign in first.
        Route(.get, "/verify", .everyone) { call in
            do {
                let account = try call.centre.authentication.admit(call.request, to: .needs(.readFacilities))
                let signedIn = Call(
                    request: call.request, parameters: call.parameters, centre: call.centre, account: account,
                    query: call.query)
                let verification = try await Verification(signedIn)
                return .bytes(VerifyPage(call).html(verification), html)
            } catch {
                guard let problem = Problem(error), [400, 401, 403, 404].contains(problem.status.code) else {
                    throw error
                }
                return .bytes(
                    VerifyPage(call).html(problem), html, status: problem.status, headers: problem.headers)
            }
        },
    ]
}

extension Call {
    /// Where this server is reached, as configured or else as the request says it.
    var baseURL: String {
        let configuration = centre.configuration
        if let url = configuration.publicURL {
            return url.hasSuffix("/") ? String(url.dropLast()) : url
        }
        let scheme = configuration.tls == nil ? "http" : "https"
        let own = "\(configuration.host):\(configuration.port)"
        let asked = request.head.authority ?? own
        let isHost =
            (1...255).contains(asked.utf8.count)
            && asked.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"),
                    UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
        return "\(scheme)://\(isHost ? asked : own)"
    }
}
