import HTTPTypes
import Hummingbird
import NIOCore

/// Gives every short answer to a read an entity tag, so that a client that asks again hears that nothing changed.
struct TagMiddleware: RouterMiddleware {
    typealias Context = CentreContext

    /// Longer answers change all the time, and hashing them costs more than it saves.
    static let maximumBytes = 1 << 20

    func handle(
        _ request: Request, context: CentreContext,
        next: (Request, CentreContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard request.method == .get || request.method == .head, response.status == .ok else {
            return response.withoutBodyLength
        }
        if response.headers[.eTag] == nil, let length = response.body.contentLength, length > 0,
            let body = try await response.body.whole(atMost: Self.maximumBytes)
        {
            response.headers[.eTag] = StaticFile.tag(of: body)
        }
        guard let tag = response.headers[.eTag], let known = request.headers[.ifNoneMatch],
            EntityTags(known).contain(tag)
        else { return response }
        var headers = response.headers
        // What describes the body that is not sent (RFC 9110, section 15.4.5).
        for name in [HTTPField.Name.contentType, .contentEncoding, .contentDisposition] { headers[name] = nil }
        return Response(status: .notModified, headers: headers).withoutBodyLength
    }
}

extension Response {
    /// A 304 has no body, and a length of zero would say that the representation is empty.
    fileprivate var withoutBodyLength: Response {
        guard status == .notModified else { return self }
        var response = self
        response.headers[.contentLength] = nil
        return response
    }
}
