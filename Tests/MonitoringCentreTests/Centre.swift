import Crypto
import Customs
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MonitoringCentre
import NIOCore
import Testing

/// A centre with one account of each role; the key of an account is its name and `-key`.
struct Centre {
    static let accounts = [
        Account(name: "viewer", role: .viewer),
        Account(name: "cat-lai", role: .operator, facilities: ["VNCLI"]),
        Account(name: "officer", role: .officer),
        Account(name: "supervisor", role: .supervisor),
        Account(name: "vnaccs", role: .system),
    ]

    var source = FakeSource()
    var hub = EventHub()
    var accounts = FakeAccountStore()
    var maxBodyBytes = 16 << 20
    var tls = false
    var clock: @Sendable () -> Double = { 0 }
    var change: @Sendable (inout CentreConfiguration) -> Void = { _ in }

    func application(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws -> MonitoringCentre.WebApplication {
        var configuration = CentreConfiguration(
            accounts: Self.accounts.map { account in
                let digest = SHA256.hash(data: Array("\(account.name)-key".utf8))
                return AccountCredential(
                    account: account, keySHA256: digest.hexadecimal)
            })
        configuration.maxBodyBytes = maxBodyBytes
        change(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let surroundings = Surroundings(
            uptimeSeconds: clock,
            randomBytes: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            })
        return try MonitoringCentre(
            configuration: configuration, source: source, hub: hub, logger: logger, surroundings: surroundings,
            accounts: accounts
        ).makeApplication(onRunning: onRunning)
    }

    func test(_ test: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await application().test(.router, test)
    }

    /// On a socket, where a client has an address.
    func testLive(_ test: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
        try await application().test(.live, test)
    }
}

extension TestClientProtocol {
    func get(_ uri: String, as account: String? = "viewer", headers: HTTPFields = [:]) async throws -> TestResponse {
        try await send(.get, uri, as: account, headers: headers)
    }

    func post(
        _ uri: String, as account: String? = "officer", _ body: String = "{}", headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await send(.post, uri, as: account, headers: headers, body: body)
    }

    func send(
        _ method: HTTPRequest.Method, _ uri: String, as account: String?, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> TestResponse {
        var fields = headers
        if let account { fields[.authorization] = "Bearer \(account)-key" }
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        return try await executeRequest(
            uri: uri, method: method, headers: fields, body: body.map(ByteBuffer.init(string:)))
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    /// The body as a JSON object.
    func json() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any])
    }
}

/// Checks that an answer is a whole problem.
func expectProblem(
    _ response: TestResponse, _ status: Int, reason: String? = nil, detail part: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(response.status.code == status, sourceLocation: sourceLocation)
    #expect(response.headers[.contentType] == "application/problem+json", sourceLocation: sourceLocation)
    let problem = try response.json()
    #expect(problem["status"] as? Int == status, sourceLocation: sourceLocation)
    #expect(problem["title"] as? String == response.status.reasonPhrase, sourceLocation: sourceLocation)
    #expect(problem["type"] is String, sourceLocation: sourceLocation)
    #expect((problem["instance"] as? String)?.hasPrefix("/") == true, sourceLocation: sourceLocation)
    if let reason { #expect(problem["reason"] as? String == reason, sourceLocation: sourceLocation) }
    if let part {
        let detail = problem["detail"] as? String ?? ""
        #expect(detail.contains(part), "\(detail)", sourceLocation: sourceLocation)
    }
}
