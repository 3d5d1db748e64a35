import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Posts over HTTP and HTTPS with connections of its own.
package struct HTTPWebhookPoster: WebhookPoster {
    /// Why there is no answer.
    struct NoAnswer: Error, CustomStringConvertible {
        let description: String
    }

    /// Of an answer's body, what is read so that the connection can be used again; nothing of it is kept.
    private static let bodyBytes = 4096

    private let client: HTTPClient
    private let timeoutSeconds: Double

    /// - Parameter timeoutSeconds: from the begin of an attempt to the end of the answer's headers.
    package init(timeoutSeconds: Double = 10) {
        self.timeoutSeconds = timeoutSeconds
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: Self.time(timeoutSeconds))
        // What cannot be reached is told, and tried again by the sender's own times.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(30)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func post(
        _ body: [UInt8], headers: [(name: String, value: String)], to url: String
    ) async throws -> WebhookAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.headers.add(name: "user-agent", value: "VASSCM")
        request.body = .bytes(ByteBuffer(bytes: body))
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: Self.time(timeoutSeconds))
        } catch let error as HTTPClientError where [.deadlineExceeded, .connectTimeout].contains(error) {
            throw NoAnswer(description: "no answer within \(timeoutSeconds) s")
        }
        await drain(response.body)
        return WebhookAnswer(
            status: Int(response.status.code), retryAfter: response.headers.first(name: "retry-after"))
    }

    package func close() async { try? await client.shutdown() }

    /// The status has said everything, so a body that is too long, too slow or cut off changes nothing.
    private func drain(_ body: HTTPClientResponse.Body) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var bytes = 0
                do {
                    for try await part in body {
                        bytes += part.readableBytes
                        if bytes >= Self.bodyBytes { break }
                    }
                } catch {}
            }
            group.addTask { try? await Task.sleep(for: .seconds(1)) }
            await group.next()
            group.cancelAll()
        }
    }

    private static func time(_ seconds: Double) -> TimeAmount { .milliseconds(Int64(seconds * 1000)) }
}
