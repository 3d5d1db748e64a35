import Foundation
import HTTPTypes
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOSSL

/// The HTTP API, the event stream and the console.
public struct MonitoringCentre: Sendable {
    /// The application that `makeApplication` gives: run it in a service group.
    public typealias WebApplication = Application<RouterResponder<CentreContext>>

    /// Connections that are open at once; the next ones wait.
    private static let maximumConnections = 4096
    /// After this long a connection that says nothing is closed. Streams are not: they have a request under way.
    private static let idleTimeout = TimeAmount.seconds(75)

    let configuration: CentreConfiguration
    let source: any SupervisionSource
    let hub: EventHub
    let logger: Logger
    let authentication: Authentication
    let files: StaticFiles

    /// A centre that asks `source` and streams what `hub` publishes.
    ///
    /// - Parameter accounts: keeps the accounts that are made on the page; `nil` for those of the file only.
    /// - Throws: `CentreConfigurationError` for an account's bad key digest or console files that cannot be read.
    public init(
        configuration: CentreConfiguration, source: any SupervisionSource, hub: EventHub, logger: Logger,
        surroundings: Surroundings = .system, accounts: (any AccountStore)? = nil
    ) throws {
        self.configuration = configuration
        self.source = source
        self.hub = hub
        self.logger = logger
        authentication = try Authentication(
            configuration.accounts, store: accounts, surroundings: surroundings, logger: logger)
        files = try StaticFiles(configuration, logger: logger)
    }

    /// Builds the server; `onRunning` is told the port once it listens.
    ///
    /// - Throws: `CentreConfigurationError` where certificate or key cannot be used.
    public func makeApplication(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws -> WebApplication {
        let http = HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleTimeout))
        return Application(
            router: makeRouter(),
            server: try configuration.tls.map { try Self.secured(http, $0) } ?? http,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.maximumConnections)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    private func makeRouter() -> Router<CentreContext> {
        let router = Router(context: CentreContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: EncodingMiddleware())
        router.add(middleware: TagMiddleware())
        router.add(middleware: EdgeMiddleware(logger: logger, tiles: configuration.tiles))
        let routes = Route.all + files.routes
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                let account = try authentication.admit(request, to: route.access)
                if let account { authentication.book.noteSeen(account, at: source.now) }
                let call = Call(
                    request: request, parameters: context.parameters, centre: self, account: account,
                    query: QueryReader(request.uri), clientAddress: context.remoteAddress?.ipAddress)
                return try await route.handle(call)
            }
        }
        addMethodNotAllowed(to: router, routes)
        return router
    }

    /// 405 for the methods that a path does not have; the router itself would say 404.
    private func addMethodNotAllowed(to router: Router<CentreContext>, _ routes: [Route]) {
        let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .options]
        for (path, routes) in Dictionary(grouping: routes, by: \.path) {
            let known = Set(routes.map(\.method))
            let allowed = methods.filter(known.contains).map(\.rawValue).joined(separator: ", ")
            for method in methods + [.head] where !known.contains(method) && !(method == .head && known.contains(.get))
            {
                router.on(RouterPath(path), method: method) { request, _ -> Response in
                    throw Problem(
                        .methodNotAllowed, "\(request.uri.path) takes \(allowed)", headers: [.allow: allowed])
                }
            }
        }
    }

    private static func secured(
        _ base: HTTPServerBuilder, _ tls: CentreConfiguration.TLS
    ) throws -> HTTPServerBuilder {
        let chain: [NIOSSLCertificate]
        let key: NIOSSLPrivateKey
        do {
            chain = try NIOSSLCertificate.fromPEMFile(tls.certificate)
        } catch {
            throw CentreConfigurationError("http.tls.certificate \(tls.certificate): \(error)")
        }
        do {
            key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
        } catch {
            throw CentreConfigurationError("http.tls.key \(tls.key): \(error)")
        }
        return try .tls(
            base,
            tlsConfiguration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }
}
