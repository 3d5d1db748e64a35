import Customs
import HTTPTypes
import Hummingbird

/// What strangers and their pages may read: any site may show it, and caches may keep it for some seconds.
struct PublicAnswer: Sendable {
    var bytes: [UInt8]
    var tag: String

    init(bytes: [UInt8], tag: String) {
        self.bytes = bytes
        self.tag = tag
    }

    /// A value as JSON.
    init(_ value: some Encodable) throws {
        bytes = Array(try CanonicalJSON.encode(value))
        tag = StaticFile.tag(of: bytes)
    }
}

extension Route {
    /// A call without an account whose answers, problems among them, pages of other sites may read.
    static func published(
        _ path: String, maxAge: Int, _ answer: @escaping @Sendable (Call) async throws -> PublicAnswer
    ) -> Route {
        Route(.get, path, .everyone) { call in
            do {
                let answer = try await answer(call)
                var headers = PublicAnswer.headers
                headers[.eTag] = answer.tag
                headers[.cacheControl] = "public, max-age=\(maxAge)"
                if call.knows(tag: answer.tag) { return Response(status: .notModified, headers: headers) }
                return .bytes(answer.bytes, "application/json", headers: headers)
            } catch {
                guard var problem = Problem(error) else { throw error }
                for field in PublicAnswer.headers { problem.headers[field.name] = field.value }
                throw problem
            }
        }
    }
}

extension PublicAnswer {
    fileprivate static let headers: HTTPFields = [
        .accessControlAllowOrigin: "*", .accessControlExposeHeaders: "ETag",
    ]
}

extension Call {
    /// Whether `If-None-Match` names a tag, weak or not (RFC 9110, section 13.1.2).
    fileprivate func knows(tag: String) -> Bool {
        func opaque(_ text: some StringProtocol) -> String {
            let text = text.drop { $0 == " " }
            return String(text.hasPrefix("W/") ? text.dropFirst(2) : text[...])
        }
        guard let field = request.headers[.ifNoneMatch] else { return false }
        if field == "*" { return true }
        let own = opaque(tag)
        return field.split(separator: ",").contains { opaque($0).prefix { $0 != " " } == own }
    }
}
