import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses what is worth it for those who take gzip.
///
/// A compressed answer is another representation, so its entity tag is another one too; routes never see those: the tags
/// that a request names come to them as the plain form's.
struct EncodingMiddleware: RouterMiddleware {
    typealias Context = CentreContext

    /// Longer bodies go out plain: compressing one would hold up a thread for more than a tenth of a second.
    static let maximumBytes = 32 << 20

    func handle(
        _ request: Request, context: CentreContext,
        next: (Request, CentreContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(Self.withPlainTags(request), context)
        guard ContentCoding.takesGzip(request.headers) else {
            if Self.mayBeCompressed(response) { response.addVary() }
            return response
        }
        if response.status == .notModified {
            // The tag of the form that the client has.
            if let tag = response.headers[.eTag], let known = request.headers[.ifNoneMatch],
                known.contains(EntityTags.ofCompressed(tag))
            {
                response.headers[.eTag] = EntityTags.ofCompressed(tag)
            }
            return response
        }
        if Self.mayBeCompressed(response) {
            response.addVary()
            if let body = try await response.body.whole(atMost: Self.maximumBytes) {
                if let compressed = Gzip.compress(body, level: Gzip.fastLevel) {
                    response.headers[.contentEncoding] = ContentCoding.gzip
                    response.body = ResponseBody(byteBuffer: compressed)
                } else {
                    response.body = ResponseBody(byteBuffer: body)
                }
            }
        }
        if response.headers[.contentEncoding] == ContentCoding.gzip, let tag = response.headers[.eTag] {
            response.headers[.eTag] = EntityTags.ofCompressed(tag)
        }
        return response
    }

    private static func withPlainTags(_ request: Request) -> Request {
        var head = request.head
        for name in [HTTPField.Name.ifMatch, .ifNoneMatch] {
            guard let field = head.headerFields[name], field.contains(EntityTags.compressedMark) else { continue }
            head.headerFields[name] = EntityTags.ofPlain(field)
        }
        return head == request.head ? request : Request(head: head, body: request.body)
    }

    /// Bodies of a length that is known beforehand: streams have none.
    private static func mayBeCompressed(_ response: Response) -> Bool {
        guard response.headers[.contentEncoding] == nil, let length = response.body.contentLength,
            length >= ContentCoding.minimumBytes, let type = response.headers[.contentType]
        else { return false }
        return ContentCoding.isCompressible(type)
    }
}

extension Response {
    /// Says that the body depends on what the client takes.
    fileprivate mutating func addVary() {
        guard let fields = headers[.vary] else {
            headers[.vary] = "Accept-Encoding"
            return
        }
        guard !fields.lowercased().contains("accept-encoding") else { return }
        headers[.vary] = fields + ", Accept-Encoding"
    }
}
