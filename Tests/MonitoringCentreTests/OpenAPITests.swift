import Customs
import Foundation
import HTTPTypes
import HummingbirdTesting
import MonitoringCentre
import NIOCore
import Testing

@Suite("The OpenAPI document is what the server does")
struct OpenAPITests {
    private let document: OpenAPIDocument

    init() throws { document = try OpenAPIDocument() }

    @Test("Every route is described, and nothing else")
    func walk() {
        #expect(
            Set(document.operations.map(\.name))
                == Set(Route.all.map { "\($0.method.rawValue) \($0.path)" }))
    }

    @Test("Every operation has an id of its own, a summary, parameters with schemas, and an example")
    func whole() throws {
        let ids = document.operations.compactMap { $0.content["operationId"] as? String }
        #expect(ids.count == document.operations.count)
        #expect(Set(ids).count == ids.count)
        for operation in document.operations {
            #expect((operation.content["summary"] as? String)?.isEmpty == false, "\(operation.name)")
            let inPath = operation.parameters.filter { $0["in"] as? String == "path" }
            let names = operation.path.matches(of: /\{(\w+)\}/).map { String($0.1) }
            #expect(inPath.compactMap { $0["name"] as? String }.sorted() == names.sorted(), "\(operation.name)")
            for parameter in operation.parameters { #expect(parameter["schema"] != nil, "\(operation.name)") }
            let media = operation.responses.values.compactMap { ($0 as? [String: Any])?["content"] as? [String: Any] }
            let contents = (media + [operation.request]).flatMap(\.values).compactMap { $0 as? [String: Any] }
            let isBare = operation.responses["204"] != nil
            #expect(isBare || contents.contains { !$0.mediaExamples.isEmpty }, "\(operation.name)")
        }
    }

    @Test("What is not for everyone says so, with 401 and 403")
    func security() throws {
        #expect((document.root["security"] as? [Any])?.isEmpty == false)
        for route in Route.all {
            let operation = try #require(document.operation(route.method.rawValue.lowercased(), route.path))
            #expect(operation.isPublic == (route.access == .everyone), "\(operation.name)")
            guard route.access != .everyone else { continue }
            #expect(operation.responses["401"] != nil, "\(operation.name)")
            if case .needs = route.access { #expect(operation.responses["403"] != nil, "\(operation.name)") }
        }
    }

    @Test("Every example is what its schema says")
    func examples() {
        for operation in document.operations {
            for (status, response) in operation.responses {
                check((response as? [String: Any])?["content"], "\(operation.name) \(status)")
            }
            check(operation.request, "\(operation.name)")
        }
    }

    private func check(_ content: Any?, _ name: String) {
        for (type, media) in content as? [String: [String: Any]] ?? [:] {
            guard let schema = media["schema"] else {
                Issue.record("\(name) \(type) has no schema")
                continue
            }
            for example in media.mediaExamples {
                let complaints = document.schema.complaints(of: example, against: schema)
                #expect(complaints.isEmpty, "\(name) \(type): \(complaints.joined(separator: "; "))")
            }
        }
    }

    @Test(
        "What the centre answers to every GET is described: status, type and members",
        arguments: ["viewer", "supervisor"])
    func answers(account: String) async throws {
        let own = [
            "{id}": "VNSEAL0001", "{number}": "MSKU9070323", "{code}": "VNCLI", "{eventId}": "E1", "{name}": "viewer",
        ]
        try await Centre().test { client in
            let document = try OpenAPIDocument()
            for operation in document.operations where operation.method == "get" && operation.path != "/v1/stream" {
                var uri = operation.path
                for (name, value) in own { uri = uri.replacing(name, with: value) }
                for query in Self.queries[operation.path] ?? [""] {
                    try await Self.check(client, operation, document.schema, uri + query, as: account)
                }
            }
        }
    }

    /// Queries that a path needs, or that change what it answers.
    private static let queries: [String: [String]] = [
        "/v1/alerts": ["", "?format=csv", "?status=never"], "/v1/transits": ["", "?format=csv", "?limit=0"],
        "/v1/gate-events": ["", "?format=csv", "?from=yesterday"], "/v1/search": ["", "?q=MSKU", "?q=-"],
    ]

    private static func check(
        _ client: any TestClientProtocol, _ operation: OpenAPIDocument.Operation, _ checker: JSONSchema, _ uri: String,
        as account: String
    ) async throws {
        let response = try await client.get(uri, as: account)
        let described = operation.responses["\(response.status.code)"] as? [String: Any]
        guard let described else {
            Issue.record("GET \(uri) answers \(response.status.code): \(response.text.prefix(200))")
            return
        }
        let type = response.headers[.contentType]?.split(separator: ";").first.map(String.init) ?? ""
        guard let media = (described["content"] as? [String: [String: Any]])?[type] else {
            Issue.record("GET \(uri) answers \(response.status.code) as \(type)")
            return
        }
        guard type.hasSuffix("json"), let schema = media["schema"] else { return }
        let value = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
        let complaints = checker.complaints(of: value, against: schema)
        #expect(complaints.isEmpty, "GET \(uri): \(complaints.joined(separator: "; "))")
    }
}
