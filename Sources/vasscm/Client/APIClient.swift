import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Calls the API of a server.
struct APIClient: Sendable {
    /// Longer answers are not collected in memory.
    private static let maximumAnswer = 256 << 20
    private static let timeout = TimeAmount.seconds(120)

    private let address: String
    private let key: String?
    private let http: HTTPClient

    /// Makes a client, gives it to `body`, and takes it away again.
    static func with(_ options: ServerOptions, _ body: (APIClient) async throws -> Void) async throws {
        let environment = ProcessInfo.processInfo.environment
        var configuration = HTTPClient.Configuration()
        // An answer that sends us elsewhere would send the key along.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        // A server that is away is said at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let ca = options.ca {
            var tls = TLSConfiguration.makeClientConfiguration()
            do {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(ca))
            } catch {
                throw ClientError("--ca \(ca): cannot read certificates from it (\(error))")
            }
            configuration.tlsConfiguration = tls
        }
        let address = try options.address(environment: environment)
        let key = try options.key(environment: environment)
        let http = HTTPClient(configuration: configuration)
        do {
            try await body(APIClient(address: address, key: key, http: http))
        } catch {
            try? await http.shutdown()
            throw error
        }
        try await http.shutdown()
    }

    enum Method: String {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// An answer that was not refused.
    struct Answer: Sendable {
        var body: [UInt8]
        /// Its entity tag.
        var tag: String?

        func json() throws -> JSONValue {
            do {
                return try JSONValue(bytes: body)
            } catch {
                throw ClientError(
                    "the server's answer is not JSON: \(String(decoding: body.prefix(200), as: UTF8.self))")
            }
        }
    }

    /// Makes a call and collects its answer.
    ///
    /// - Throws: `ClientError` with the problem's detail where the server refuses it.
    func send(
        _ method: Method, _ path: String, query: [(String, String?)] = [], body: [UInt8]? = nil,
        type: String = "application/json", headers: [(String, String)] = []
    ) async throws -> Answer {
        let response = try await open(method, path, query: query, body: body, type: type, headers: headers)
        do {
            let buffer = try await response.body.collect(upTo: Self.maximumAnswer)
            return Answer(body: Array(buffer.readableBytesView), tag: response.headers.first(name: "etag"))
        } catch {
            throw ClientError("the answer of \(address)\(path) broke off: \(Self.reason(error))")
        }
    }

    /// Makes a call with a JSON body.
    func send(_ method: Method, _ path: String, _ order: JSONValue) async throws -> Answer {
        try await send(method, path, body: try order.encoded())
    }

    /// Makes a call whose answer is read as it comes.
    ///
    /// - Parameter timeout: until its head has come and its body has ended; `nil` for none.
    func open(
        _ method: Method, _ path: String, query: [(String, String?)] = [], body: [UInt8]? = nil,
        type: String = "application/json", headers: [(String, String)] = [], timeout: TimeAmount? = Self.timeout
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address + path + Self.text(of: query))
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.headers.add(name: "user-agent", value: "vasscm")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let key { request.headers.add(name: "authorization", value: "Bearer \(key)") }
        if let body {
            request.headers.add(name: "content-type", value: type)
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response: HTTPClientResponse
        do {
            let deadline = timeout.map { NIODeadline.now() + $0 } ?? .distantFuture
            response = try await http.execute(request, deadline: deadline)
        } catch {
            throw ClientError("cannot reach \(address): \(Self.reason(error))")
        }
        guard (200..<300).contains(response.status.code) else {
            let buffer = try? await response.body.collect(upTo: 1 << 20)
            throw ClientError(
                status: response.status.code, body: buffer.map { Array($0.readableBytesView) } ?? [], path: path,
                hasKey: key != nil)
        }
        return response
    }

    /// The first items of a list, newest first, over as many pages as it takes.
    func list(_ path: String, query: [(String, String?)] = [], limit: Int) async throws -> JSONList {
        var list = JSONList(items: [], next: .null)
        var cursor: String?
        repeat {
            let pageLimit = String(min(limit - list.items.count, 1000))
            let page = try await send(
                .get, path, query: query + [("limit", pageLimit), ("cursor", cursor)]
            ).json()
            list.items += page["items"]?.items ?? []
            list.next = page["next"] ?? .null
            // A page without items ends the list, whatever it says.
            cursor = page["items"]?.items.isEmpty == false ? list.next.string : nil
        } while cursor != nil && list.items.count < limit
        return list
    }

    /// One part of a path.
    static func segment(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }

    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: return error.shortDescription
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        case let error as NIOConnectionError:
            let first = error.connectionErrors.first?.error ?? error.dnsAError ?? error.dnsAAAAError
            return first.map(reason) ?? "nobody answers at \(error.host):\(error.port)"
        case is NIOSSLError, is NIOSSLExtraError:
            guard "\(error)".contains("CERTIFICATE_VERIFY_FAILED") else { return "\(error)" }
            return "no authority that is known here signed its certificate; name one with --ca"
        default: return "\(error)"
        }
    }

    private static let allowed = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    private static func text(of query: [(String, String?)]) -> String {
        let parts = query.compactMap { name, value in value.map { "\(name)=\(segment($0))" } }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}

/// The items of a list, and where it goes on.
struct JSONList: Sendable {
    var items: [JSONValue]
    var next: JSONValue

    var json: JSONValue { .object(["items": .array(items), "next": next]) }
}
