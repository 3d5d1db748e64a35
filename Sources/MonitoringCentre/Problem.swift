import Customs
import Foundation
import HTTPTypes
import Hummingbird

/// An error as RFC 9457 has it.
struct Problem: Error, Sendable {
    var status: HTTPResponse.Status
    /// One sentence that names what, where and why.
    var detail: String?
    /// The `Rejection.Reason` or another stable code.
    var reason: String?
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ detail: String? = nil, reason: String? = nil, headers: HTTPFields = [:]) {
        self.status = status
        self.detail = detail
        self.reason = reason
        self.headers = headers
    }

    /// The answer to a request for `path`.
    func response(instance path: String) -> Response {
        struct Document: Encodable {
            var type: String
            var title: String
            var status: Int
            var detail: String?
            var instance: String
            var reason: String?
        }
        let document = Document(
            type: reason.map { "urn:vasscm:problem:\($0)" } ?? "about:blank", title: status.reasonPhrase,
            status: status.code, detail: detail, instance: path, reason: reason)
        let body = (try? CanonicalJSON.encode(document)) ?? Data("{}".utf8)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension Problem {
    /// The problem of anything that a route may throw; `nil` for what nobody foresaw.
    init?(_ error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as BadRequest: self.init(.badRequest, error.detail)
        case let error as Unavailable:
            self.init(.serviceUnavailable, error.detail, headers: [.retryAfter: String(error.retryAfterSeconds)])
        case let rejection as Rejection: self.init(rejection)
        case let problem as PasswordProblem:
            self.init(.unprocessableContent, problem.description, reason: "password-refused")
        case let error as HTTPError: self.init(error.status, error.body, headers: error.headers)
        default: return nil
        }
    }

    init(_ rejection: Rejection) {
        self.init(Self.status(of: rejection.reason), rejection.detail, reason: rejection.reason.rawValue)
    }

    static func status(of reason: Rejection.Reason) -> HTTPResponse.Status {
        switch reason {
        case .malformedJSON, .invalidUTF8, .missingField, .wrongType, .outOfRange, .timeBeforeGPSEpoch,
            .timeInFuture, .wrongTopic, .unknownSource, .notAPosition, .malformedEDI:
            .badRequest
        case .unknownFacility, .unknownRoute: .unprocessableContent
        case .forbidden: .forbidden
        case .eventIdReused, .conflict, .sequenceReused, .tooManyGaps: .conflict
        case .notFound: .notFound
        case .payloadTooLarge: .contentTooLarge
        case .unsupported: .unsupportedMediaType
        }
    }

    /// The pipeline answered a call with something that it never makes of it.
    static func noAnswer(_ what: String) -> Problem {
        Problem(.internalServerError, "The server did not answer with the \(what)")
    }

    static func notFound(_ detail: String) -> Problem { Problem(.notFound, detail, reason: "not-found") }
}
