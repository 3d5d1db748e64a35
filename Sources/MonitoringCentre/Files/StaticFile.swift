import Crypto
import Customs
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// A file of the console, whole in memory, with its compressed form made once for everybody.
final class StaticFile: Sendable {
    let contentType: String
    let tag: String
    private let plain: ByteBuffer
    /// Made when it is first asked for: most of a library's files never are. `nil` inside where it saves nothing.
    private let compressed = Mutex<ByteBuffer??>(nil)

    init(_ bytes: [UInt8], contentType: String) {
        plain = ByteBuffer(bytes: bytes)
        self.contentType = contentType
        tag = Self.tag(of: plain)
    }

    /// A strong entity tag: the beginning of the bytes' SHA-256.
    static func tag(of bytes: [UInt8]) -> String { tag(of: ByteBuffer(bytes: bytes)) }

    static func tag(of bytes: ByteBuffer) -> String {
        var hash = SHA256()
        bytes.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        return "\"\(hash.finalize().prefix(8).hexadecimal)\""
    }

    /// The file as `call` takes it, or that it has not changed. The browser keeps it and asks about it again.
    func response(to call: Call) -> Response {
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache", .vary: "Accept-Encoding"]
        if let known = call.request.headers[.ifNoneMatch], EntityTags(known).contain(tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        if ContentCoding.takesGzip(call.request.headers), let compressed = gzipped {
            headers[.contentEncoding] = ContentCoding.gzip
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: compressed))
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: plain))
    }

    private var gzipped: ByteBuffer? {
        guard ContentCoding.isCompressible(contentType), plain.readableBytes >= ContentCoding.minimumBytes else {
            return nil
        }
        return compressed.withLock { compressed in
            if let made = compressed { return made }
            let smaller = Gzip.compress(plain, level: Gzip.bestLevel)
            compressed = .some(smaller)
            return smaller
        }
    }
}

extension Response {
    /// An answer that the browser keeps and asks about again.
    static func file(_ bytes: [UInt8], _ contentType: String, tag: String, _ call: Call) -> Response {
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if let known = call.request.headers[.ifNoneMatch], EntityTags(known).contain(tag) {
            return Response(status: .notModified, headers: headers)
        }
        return .bytes(bytes, contentType, headers: headers)
    }
}
