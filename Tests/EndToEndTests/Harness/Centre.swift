import AsyncHTTPClient
import Customs
import Foundation
import NIOCore
import NIOHTTP1

/// The monitoring centre as a client sees it, with the key of a demonstration account.
struct Centre: Sendable {
    struct Answer {
        var status: UInt
        var body: Data

        var text: String { String(decoding: body, as: UTF8.self) }

        func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
            do {
                return try JSONDecoder().decode(type, from: body)
            } catch {
                throw Unexpected(description: "cannot read the answer \(text.prefix(300)): \(error)")
            }
        }
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    struct Readiness: Decodable {
        var ready: Bool
        var checks: [String: String]
    }

    private struct Page<Item: Decodable>: Decodable {
        var items: [Item]
        var next: String?
    }

    let address: String
    /// Shared by all; it keeps few connections to one server open. Lists of the same answers shrink to a hundredth, which the
    /// library's own client takes for an attack.
    private static let shared: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.decompression = .disabled
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    var client = Centre.shared

    func get(_ path: String, as account: String = "supervisor") async throws -> Answer {
        try await call("GET", path, as: account)
    }

    /// What a call that must succeed answers.
    func value<Value: Decodable>(_ path: String, _ type: Value.Type = Value.self) async throws -> Value {
        try await succeed(try await get(path), path).decoded(type)
    }

    func text(_ path: String) async throws -> String { try await succeed(try await get(path), path).text }

    /// All items of a list, page by page.
    func list<Item: Decodable>(_ path: String, of type: Item.Type = Item.self) async throws -> [Item] {
        var items: [Item] = []
        var cursor: String?
        repeat {
            let separator = path.contains("?") ? "&" : "?"
            let more = cursor.map { "&cursor=\($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? $0)" }
            let page: Page<Item> = try await value(path + separator + "limit=1000" + (more ?? ""))
            items += page.items
            cursor = page.next
        } while cursor != nil
        return items
    }

    @discardableResult
    func post(_ path: String, _ body: some Encodable, as account: String = "supervisor") async throws -> Answer {
        let data = try CanonicalJSON.encode(body)
        return try await succeed(try await call("POST", path, body: data, as: account), path)
    }

    func readiness() async throws -> Readiness { try await value("/readyz") }

    func metrics() async throws -> Metrics { Metrics(text: try await text("/metrics")) }

    func call(
        _ method: String, _ path: String, body: Data? = nil, as account: String = "supervisor",
        type: String = "application/json", accept: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "authorization", value: "Bearer demo-\(account)")
        if let body {
            request.headers.add(name: "content-type", value: type)
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        if let accept { request.headers.add(name: "accept", value: accept) }
        let response = try await client.execute(request, timeout: .seconds(20))
        let buffer = try await response.body.collect(upTo: 256 << 20)
        return Answer(status: response.status.code, body: Data(buffer.readableBytesView))
    }

    private func succeed(_ answer: Answer, _ path: String) async throws -> Answer {
        guard 200..<300 ~= answer.status else {
            throw Unexpected(description: "\(path) answers \(answer.status): \(answer.text.prefix(500))")
        }
        return answer
    }
}
