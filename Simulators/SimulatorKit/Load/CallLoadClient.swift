import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Makes calls over keep-alive connections and times their answers, which a server gives after its commit.
public final class CallLoadClient: Sendable {
    /// Calls that wait for their answer at one time; what comes beyond waits, and is timed from when it was due.
    private static let mostWaiting = 8192
    /// Bytes of an answer that are read.
    private static let mostBytes = 4 * 1024 * 1024

    private let server: String
    private let key: String
    private let client: HTTPClient

    /// - Parameters:
    ///   - server: Scheme, host and port, such as `http://127.0.0.1:8080`.
    ///   - key: The key of the account that calls.
    ///   - connections: At most so many; each carries one call at a time.
    public init(server: String, key: String, connections: Int = 64) {
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.key = key
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// An answer with what it says.
    public struct Answer: Sendable {
        /// 0 where there was none.
        public var status: Int
        public var body: [UInt8]
        /// Why there was none.
        public var failure: String?
    }

    /// Makes one call.
    public func make(_ call: CallLoad.Call, timeoutSeconds: Int64 = 60) async -> Answer {
        var request = HTTPClientRequest(url: server + call.path)
        request.method = HTTPMethod(rawValue: call.method)
        request.headers.add(name: "Authorization", value: "Bearer \(key)")
        if !call.body.isEmpty {
            request.headers.add(name: "Content-Type", value: call.contentType)
            request.body = .bytes(call.body)
        }
        do {
            let response = try await client.execute(request, timeout: .seconds(timeoutSeconds))
            let body = try await response.body.collect(upTo: Self.mostBytes)
            return Answer(status: Int(response.status.code), body: Array(body.readableBytesView))
        } catch {
            return Answer(status: 0, body: [], failure: "\(error)")
        }
    }

    /// Makes every call of a load at its time.
    ///
    /// - Parameter each: Sees every answer with the number of its call; called from many threads.
    public func run(
        _ load: CallLoad, each: @escaping @Sendable (Int, Answer) -> Void = { _, _ in }
    ) async -> CallLoadResult {
        let clock = ContinuousClock()
        let started = clock.now
        func elapsed() -> Double { Self.seconds(clock.now - started) }
        var result = CallLoadResult()
        var latencies: [Double] = []
        latencies.reserveCapacity(load.calls)
        func note(_ timed: Timed) {
            latencies.append(timed.seconds)
            result.statuses[timed.status, default: 0] += 1
            if let failure = timed.failure, result.firstFailure == nil { result.firstFailure = failure }
        }
        await withTaskGroup(of: Timed.self) { group in
            var waiting = 0
            for number in 0..<load.calls {
                let due = load.due(number)
                let wait = due - elapsed()
                if wait > 0.0005 { try? await clock.sleep(for: .seconds(wait)) }
                if waiting >= Self.mostWaiting, let timed = await group.next() {
                    note(timed)
                    waiting -= 1
                }
                waiting += 1
                group.addTask {
                    let answer = await self.make(load.make(number))
                    each(number, answer)
                    let isGood = 200..<300 ~= answer.status
                    return Timed(
                        seconds: Self.seconds(clock.now - started) - due, status: answer.status,
                        failure: isGood
                            ? nil
                            : answer.failure
                                ?? "\(answer.status) \(String(decoding: answer.body.prefix(300), as: UTF8.self))"
                    )
                }
            }
            for await timed in group { note(timed) }
        }
        result.seconds = elapsed()
        result.latencies = Latencies(latencies)
        return result
    }

    /// Ends the connections.
    public func close() async { try? await client.shutdown() }

    private struct Timed: Sendable {
        var seconds: Double
        var status: Int
        var failure: String?
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
