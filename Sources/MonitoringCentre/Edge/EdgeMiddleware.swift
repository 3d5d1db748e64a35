import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The outermost layer: every error leaves as a problem, every answer with the security headers.
struct EdgeMiddleware: RouterMiddleware {
    typealias Context = CentreContext

    private let logger: Logger
    private let securityHeaders: HTTPFields

    /// - Parameter tiles: the one other place that pictures may come from.
    init(logger: Logger, tiles: TileServer?) {
        self.logger = logger
        securityHeaders = [
            .contentSecurityPolicy:
                "default-src 'none'; script-src 'self'; style-src 'self'; "
                + "img-src 'self' data: blob:\(tiles.map { " " + $0.origin } ?? ""); connect-src 'self'; "
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            .xContentTypeOptions: "nosniff",
            .xFrameOptions: "DENY",
            .referrerPolicy: "no-referrer",
        ]
    }

    func handle(
        _ request: Request, context: CentreContext,
        next: (Request, CentreContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            response = problem(of: error, request).response(instance: request.uri.path)
        }
        for field in securityHeaders { response.headers[field.name] = field.value }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }

    private func problem(of error: any Error, _ request: Request) -> Problem {
        if var problem = Problem(error) {
            if problem.status == .notFound, problem.detail == nil {
                problem = .notFound("There is nothing at \(request.uri.path)")
            }
            return problem
        }
        // The reason stays inside: it may name files and tables.
        logger.error(
            "A request failed",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)", "error": "\(String(reflecting: error))",
            ])
        return Problem(.internalServerError, "The server failed to answer; its log says why")
    }
}

extension HTTPField.Name {
    /// DCSA's headers of a list.
    static let apiVersion = HTTPField.Name(ours: "API-Version")
    static let currentPage = HTTPField.Name(ours: "Current-Page")
    static let nextPage = HTTPField.Name(ours: "Next-Page")
    static let lastEventID = HTTPField.Name(ours: "Last-Event-ID")
    static let referrerPolicy = HTTPField.Name(ours: "Referrer-Policy")
    static let xAccelBuffering = HTTPField.Name(ours: "X-Accel-Buffering")
    static let xFrameOptions = HTTPField.Name(ours: "X-Frame-Options")
    static let xRequestedWith = HTTPField.Name(ours: "X-Requested-With")

    /// The name in a literal of ours.
    private init(ours literal: String) {
        guard let name = HTTPField.Name(literal) else {
            preconditionFailure("“\(literal)” is no header name")
        }
        self = name
    }
}
