import CZlib
import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import NIOCore
import Testing

@Suite("Compressed answers and entity tags")
struct EncodingTests {
    private static let gzip: HTTPFields = [.acceptEncoding: "gzip, deflate, br"]

    /// Alerts enough for a body that is worth compressing.
    private static let long = FakeSource { $0.alerts = (0..<40).map { .make(id: "seal-tampered.T1.\($0)") } }

    /// What a gzip body holds.
    private func inflated(_ response: TestResponse) throws -> String {
        var stream = z_stream()
        try #require(inflateInit2_(&stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { inflateEnd(&stream) }
        var input = Array(response.body.readableBytesView)
        var output = [UInt8](repeating: 0, count: 4 << 20)
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                #expect(inflate(&stream, Z_FINISH) == Z_STREAM_END)
                return output.count - Int(stream.avail_out)
            }
        }
        return String(decoding: output[..<count], as: UTF8.self)
    }

    @Test(
        "A long answer is compressed for those who take gzip, and says that it depends on it",
        arguments: ["/", "/v1/alerts"])
    func compressed(path: String) async throws {
        try await Centre(source: Self.long).test { client in
            let plain = try await client.get(path)
            let short = try await client.get(path, headers: Self.gzip)
            #expect(plain.headers[.contentEncoding] == nil)
            #expect(short.headers[.contentEncoding] == "gzip")
            #expect(short.body.readableBytes < plain.body.readableBytes)
            #expect(short.headers[.contentLength] == "\(short.body.readableBytes)")
            #expect(plain.headers[.contentLength] == "\(plain.body.readableBytes)")
            #expect(try inflated(short) == plain.text)
            for answer in [plain, short] { #expect(answer.headers[.vary]?.contains("Accept-Encoding") == true) }
            let head = try await client.send(.head, path, as: "viewer", headers: Self.gzip)
            #expect(head.body.readableBytes == 0)
            #expect(head.headers[.contentLength] == short.headers[.contentLength])
            #expect(head.headers[.eTag] == short.headers[.eTag])
        }
    }

    @Test("A short answer, one for a client that refuses gzip, and a stream are not compressed")
    func plain() async throws {
        let hub = EventHub()
        try await Centre(source: Self.long, hub: hub).test { client in
            #expect(try await client.get("/healthz", headers: Self.gzip).headers[.contentEncoding] == nil)
            for field in ["gzip;q=0", "br", "identity, *;q=0"] {
                let answer = try await client.get("/v1/alerts", headers: [.acceptEncoding: field])
                #expect(answer.headers[.contentEncoding] == nil, "\(field)")
            }
            #expect(
                try await client.get("/v1/alerts", headers: [.acceptEncoding: "*"]).headers[.contentEncoding] == "gzip")
            async let response = client.get("/v1/stream", headers: Self.gzip)
            while hub.subscriberCount == 0 { await Task.yield() }
            hub.close()
            let stream = try await response
            #expect(stream.headers[.contentEncoding] == nil && stream.headers[.eTag] == nil)
            #expect(stream.headers[.contentLength] == nil)
        }
    }

    @Test(
        "Who names the tag of either form hears that nothing changed",
        arguments: ["/", "/v1/alerts", "/basemap.geojson"])
    func notModified(path: String) async throws {
        let source = Self.long
        try await Centre(source: source).test { client in
            for headers in [HTTPFields(), Self.gzip] {
                let tag = try #require(try await client.get(path, headers: headers).headers[.eTag])
                #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
                for known in [tag, "\"other\", \(tag)", "*"] {
                    var asking = headers
                    asking[.ifNoneMatch] = known
                    let again = try await client.get(path, headers: asking)
                    #expect(again.status == .notModified && again.body.readableBytes == 0)
                    #expect(again.headers[.contentLength] == nil && again.headers[.contentType] == nil)
                    if known == tag { #expect(again.headers[.eTag] == tag) }
                }
                var asking = headers
                asking[.ifNoneMatch] = "\"other\""
                #expect(try await client.get(path, headers: asking).status == .ok)
            }
        }
    }

    @Test("The two forms of an answer have two tags")
    func tags() async throws {
        try await Centre(source: Self.long).test { client in
            let plain = try await client.get("/v1/alerts").headers[.eTag]
            let short = try await client.get("/v1/alerts", headers: Self.gzip).headers[.eTag]
            #expect(plain != nil && short != nil && plain != short)
        }
    }

    @Test("A problem has no tag, and keeps its status when it is long")
    func problems() async throws {
        try await Centre().test { client in
            let response = try await client.get("/v1/alerts?cursor=bad", headers: Self.gzip)
            #expect(response.status == .badRequest && response.headers[.eTag] == nil)
        }
    }
}
