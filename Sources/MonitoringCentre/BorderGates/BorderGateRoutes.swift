import Customs
import Hummingbird

extension Route {
    /// How congested the gates are: counts only, for everyone.
    static let borderGates = [
        published("/v1/border-gates", maxAge: 5, gates),
        published("/v1/border-gates/congestion", maxAge: 5, gates),
        published("/v1/border-gates/congestion/scores", maxAge: 60) { call in
            let scores = try await call.source.forecastScores(gate: nil, range: try call.publishedRange(days: 30))
            return try PublicAnswer(ForecastScores(items: scores))
        },
        published("/v1/border-gates/{code}", maxAge: 5) { call in try PublicAnswer(try await call.gate()) },
        published("/v1/border-gates/{code}/congestion", maxAge: 5) { call in
            try PublicAnswer(try await call.gate())
        },
        published("/v1/border-gates/{code}/congestion/history", maxAge: 30) { call in
            let range = try call.publishedRange(days: 1)
            let limit = try call.query.page(limit: PageRequest.maximumLimit).limit
            let gate = try await call.gate().gate
            let history = try await call.source.congestionHistory(gate: gate, range: range, limit: limit)
            return try PublicAnswer(Page(items: history, next: nil))
        },
        published("/v1/border-gates/{code}/congestion/scores", maxAge: 60) { call in
            let range = try call.publishedRange(days: 30)
            let scores = try await call.source.forecastScores(gate: try await call.gate().gate, range: range)
            return try PublicAnswer(ForecastScores(items: scores))
        },
    ]

    @Sendable private static func gates(_ call: Call) async throws -> PublicAnswer {
        let kind = try call.query.choice("kind", of: ZoneKind.self)
        let province = try call.query.text("province")
        let items = try await call.source.congestion().filter { gate in
            kind.map { $0 == gate.kind } ?? true && province.map { $0 == gate.province } ?? true
        }
        let provinces = try await call.source.provinceCongestion().filter { entry in
            province.map { $0 == entry.province } ?? true
        }
        let list = Array(try CanonicalJSON.encode(GateList(items: items, provinces: provinces)))
        // The tag leaves out the server's time: two answers that differ in nothing else are one to whoever polls.
        let dated = Array("{\"at\":\"\(call.source.now.rfc3339)\",".utf8) + list.dropFirst()
        return PublicAnswer(bytes: dated, tag: "W/" + StaticFile.tag(of: list))
    }
}

/// The answer of `GET /v1/border-gates/congestion`, but for `at`: the server's time, by which ages are reckoned.
private struct GateList: Encodable {
    private enum CodingKeys: String, CodingKey { case items, provinces, next }

    var items: [GateCongestion]
    var provinces: [ProvinceCongestion]

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(items, forKey: .items)
        try values.encode(provinces, forKey: .provinces)
        try values.encodeNil(forKey: .next)
    }
}

private struct ForecastScores: Encodable {
    var items: [ForecastScore]
}

extension Call {
    /// The gate that the path names.
    ///
    /// - Throws: 404 where no such gate is watched.
    fileprivate func gate() async throws -> GateCongestion {
        let code = try parameter("code")
        guard let gate = try await source.congestion().first(where: { $0.gate == code }) else {
            throw Problem.notFound("There is no gate \(code) whose queue is watched")
        }
        return gate
    }

    /// `from` and `to`, by default the last `days` days: strangers ask, so what one call reads has a bound.
    fileprivate func publishedRange(days: Double) throws -> TimeRange {
        let maximumDays = 92.0
        var range = try query.range()
        let end = range.to ?? source.now
        if range.from == nil { range.from = end.advanced(bySeconds: -days * 86_400) }
        if let from = range.from, end.seconds(since: from) > maximumDays * 86_400 {
            throw BadRequest("from (\(from.rfc3339)) is more than \(Int(maximumDays)) days before \(end.rfc3339)")
        }
        return range
    }
}
