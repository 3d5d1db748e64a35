import Foundation
import Testing

/// The OpenAPI document that the centre serves.
struct OpenAPIDocument {
    typealias Object = [String: Any]

    /// A call that the document describes.
    struct Operation {
        var method: String
        var path: String
        var content: Object

        var name: String { "\(method.uppercased()) \(path)" }
        var responses: Object { content["responses"] as? Object ?? [:] }
        var request: Object { ((content["requestBody"] as? Object)?["content"] as? Object) ?? [:] }
        var parameters: [Object] { content["parameters"] as? [Object] ?? [] }
        var isPublic: Bool { (content["security"] as? [Any])?.isEmpty == true }
    }

    let root: Object

    /// Read from the sources, which are what is served.
    init() throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.deletingLastPathComponent()
            .appendingPathComponent("Sources/MonitoringCentre/Console/openapi.json")
        root = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? Object)
    }

    var schema: JSONSchema { JSONSchema(document: root) }

    var operations: [Operation] {
        (root["paths"] as? [String: Object] ?? [:]).sorted { $0.key < $1.key }.flatMap { path, item in
            let shared = item["parameters"] as? [Object] ?? []
            return item.keys.filter { $0 != "parameters" }.sorted().map { method in
                var content = item[method] as? Object ?? [:]
                content["parameters"] = shared + (content["parameters"] as? [Object] ?? [])
                return Operation(method: method, path: path, content: content)
            }
        }
    }

    func operation(_ method: String, _ path: String) -> Operation? {
        operations.first { $0.method == method && $0.path == path }
    }
}

extension [String: Any] {
    /// The examples of a media type: `example`, or the values of `examples`.
    var mediaExamples: [Any] {
        let named = (self["examples"] as? [String: [String: Any]] ?? [:]).sorted { $0.key < $1.key }
        return (self["example"].map { [$0] } ?? []) + named.compactMap { $0.value["value"] }
    }
}
