import AsyncHTTPClient
public import Customs
import Foundation
import NIOCore
import NIOHTTP1

/// The server that a replay posts to, with the keys of the accounts.
public final class ServerOutlet: CallOutlet {
    /// Bytes of a refusal that are shown.
    private static let shownBytes = 300

    private let server: String
    private let keys: [String: String]
    private let client: HTTPClient

    /// - Parameters:
    ///   - server: Scheme, host and port, such as `http://127.0.0.1:8080`.
    ///   - keys: The key of an account by its name; an account without one has the demonstration's, `demo-<name>`.
    public init(server: String, keys: [String: String]) {
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.keys = keys
        var configuration = HTTPClient.Configuration()
        // A server that is not there is told at once, not after ten seconds of trying.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    public func post(_ call: HTTPCall, body: [UInt8]) throws(SimulatorError) {
        let key = keys[call.account.name] ?? "demo-\(call.account.name)"
        let status: UInt
        let text: String
        do {
            let request = try HTTPClient.Request(
                url: server + call.path, method: HTTPMethod(rawValue: call.method),
                headers: ["Authorization": "Bearer \(key)", "Content-Type": call.contentType],
                body: .bytes(body))
            let response = try client.execute(request: request, deadline: .now() + .seconds(35)).wait()
            status = response.status.code
            text =
                response.body.map { String(decoding: $0.readableBytesView.prefix(Self.shownBytes), as: UTF8.self) }
                ?? ""
        } catch {
            throw SimulatorError("\(server) does not answer: \(error)")
        }
        guard (200..<300).contains(status) else {
            throw SimulatorError("\(status) \(Self.title(of: text))")
        }
    }

    /// Ends the connections.
    public func close() { try? client.syncShutdown() }

    /// The title and detail of a problem document, or else the text itself.
    private static func title(of text: String) -> String {
        struct Problem: Decodable {
            let title: String?
            let detail: String?
        }
        guard let problem = try? JSONDecoder().decode(Problem.self, from: Data(text.utf8)) else { return text }
        return [problem.title, problem.detail].compactMap(\.self).joined(separator: ": ")
    }
}
