package import Customs
import Foundation
package import HTTPTypes
import Hummingbird

/// One line of the centre's route table.
package struct Route: Sendable {
    /// Who may call it.
    package enum Access: Sendable, Hashable {
        case everyone
        /// Any account.
        case signedIn
        case needs(Permission)
    }

    typealias Handler = @Sendable (Call) async throws -> Response

    package let method: HTTPRequest.Method
    /// With parameters in braces, as in OpenAPI.
    package let path: String
    package let access: Access
    let handle: Handler

    init(_ method: HTTPRequest.Method, _ path: String, _ access: Access, handle: @escaping Handler) {
        self.method = method
        self.path = path
        self.access = access
        self.handle = handle
    }

    /// Everything but the console's files.
    package static let all: [Route] =
        gateEvents + clearances + manifests + transits + facilities + stock + releaseList + verification + outages
        + reporting + containers + seals + positions + alerts + rejections + equipmentEvents + borderGates + stream
        + sessions
        + accounts + zones
        + search + service
}

/// One request, once it is known who asks.
struct Call: Sendable {
    let request: Request
    let parameters: Parameters
    let centre: MonitoringCentre
    /// `nil` only where everyone may call.
    let account: Account?
    let query: QueryReader
    /// Where the request came from, which is a proxy where one stands in front.
    var clientAddress: String?

    var source: any SupervisionSource { centre.source }

    /// A parameter of the path, decoded.
    func parameter(_ name: String) throws -> String {
        guard let text = parameters.get(name), let decoded = text.removingPercentEncoding else {
            throw BadRequest("\(name) in the path cannot be read")
        }
        return decoded
    }

    /// The account of a call that not everyone may make.
    func requireAccount() throws -> Account {
        guard let account else { throw Problem.unauthorised("This call needs an account") }
        return account
    }

    /// The whole body.
    func body(atMost most: Int = .max) async throws -> [UInt8] {
        let limit = min(most, centre.configuration.maxBodyBytes)
        let tooLong = Problem(
            .contentTooLarge, "The body is longer than \(limit) bytes",
            reason: Rejection.Reason.payloadTooLarge.rawValue)
        let declared = request.headers[.contentLength].flatMap(Int.init) ?? 0
        var bytes: [UInt8] = []
        var read = 0
        for try await part in request.body {
            read += part.readableBytes
            if max(declared, read) <= limit {
                bytes.append(contentsOf: part.readableBytesView)
            } else if read > limit * 2 {
                break
            }
            // What is a little too long is read to its end and dropped: a client that is still sending hears no answer.
        }
        guard max(declared, read) <= limit else { throw tooLong }
        return bytes
    }

    /// A JSON body.
    func jsonBody(atMost most: Int = .max) async throws -> [UInt8] {
        guard isJSON else { throw unsupportedType("application/json") }
        return try await body(atMost: most)
    }

    var isJSON: Bool { mediaType == "application/json" || mediaType.hasSuffix("+json") }

    func unsupportedType(_ taken: String) -> Problem {
        Problem(
            .unsupportedMediaType, "The body is \(mediaType), but this call takes \(taken)",
            reason: Rejection.Reason.unsupported.rawValue)
    }

    /// The content type without its parameters, in lower case; JSON where there is none.
    var mediaType: String {
        guard let field = request.headers[.contentType] else { return "application/json" }
        return field.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    }

    /// The call as the pipeline takes it.
    func submission() throws -> HTTPCall {
        HTTPCall(
            method: request.method.rawValue, path: request.uri.path, contentType: mediaType,
            account: try requireAccount())
    }

    /// Takes the call through the pipeline.
    func submit(_ body: [UInt8]) async throws -> [Outcome] {
        try await source.submit(try submission(), body: body)
    }

    /// The one outcome of a call that makes one observation; a rejection is thrown.
    func submitOne(_ body: [UInt8]) async throws -> Outcome {
        guard let outcome = try await submit(body).first else {
            throw Problem(.internalServerError, "The server gave no answer to this call")
        }
        if case .rejected(let rejection) = outcome { throw rejection }
        return outcome
    }
}

extension Response {
    /// A value as JSON.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        .bytes(Array(try CanonicalJSON.encode(value)), "application/json", status: status, headers: headers)
    }

    static func bytes(
        _ bytes: [UInt8], _ contentType: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = contentType
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
