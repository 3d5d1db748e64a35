import Customs
import Foundation

/// One state-changing call of the HTTP API: its method, its path, and who decodes it.
struct HTTPRoute {
    /// The parts of a path that stand for a name, percent-decoded, in their order.
    typealias Names = [String]

    private let method: String
    /// `nil` where a name stands.
    private let parts: [String?]
    let decode: @Sendable (HTTPCallDecoder, Names, [UInt8]) -> Decoded

    /// - Parameter path: a part in braces stands for a name.
    init(
        _ method: String, _ path: String,
        _ decode: @escaping @Sendable (HTTPCallDecoder, Names, [UInt8]) -> Decoded
    ) {
        self.method = method
        parts = path.split(separator: "/").map { $0.hasPrefix("{") ? nil : String($0) }
        self.decode = decode
    }

    /// The same for a call that makes one observation.
    init(
        one method: String, _ path: String,
        _ decode: @escaping @Sendable (HTTPCallDecoder, Names, [UInt8]) throws(Rejection) -> Observation
    ) {
        self.init(method, path) { decoder, names, body in
            do throws(Rejection) {
                return [.success(try decode(decoder, names, body))]
            } catch {
                return [.failure(error)]
            }
        }
    }

    /// The names in the path of a call; `nil` for another call.
    func names(_ method: String, _ path: [String]) -> Names? {
        guard method == self.method, path.count == parts.count else { return nil }
        var names: Names = []
        for (part, given) in zip(parts, path) {
            if part == nil {
                names.append(given)
            } else if part != given {
                return nil
            }
        }
        return names
    }
}

extension HTTPRoute {
    /// The contract's section 4.
    static let all: [HTTPRoute] = [
        HTTPRoute("POST", "v1/gate-events") { decoder, _, body in decoder.gateEvents(body) },
        HTTPRoute(one: "POST", "v1/transits") { decoder, _, body throws(Rejection) in
            try decoder.openTransit(body)
        },
        HTTPRoute(one: "POST", "v1/transits/{transit}/close") { decoder, names, body throws(Rejection) in
            try decoder.endTransit(names[0], .closed, body)
        },
        HTTPRoute(one: "POST", "v1/transits/{transit}/cancel") { decoder, names, body throws(Rejection) in
            try decoder.endTransit(names[0], .cancelled, body)
        },
        HTTPRoute("POST", "v1/alerts/actions") { decoder, _, body in decoder.alertActions(body) },
        HTTPRoute(one: "PUT", "v1/zones") { decoder, _, body throws(Rejection) in try decoder.editZones(body) },
        HTTPRoute(one: "POST", "v1/alerts/{alert}/{action}") { decoder, names, body throws(Rejection) in
            try decoder.alertAction(names[0], names[1], body)
        },
        HTTPRoute("PUT", "v1/clearances") { decoder, _, body in decoder.clearances(body) },
        HTTPRoute(one: "PUT", "v1/clearances/{declaration}") { decoder, names, body throws(Rejection) in
            try decoder.clearance(names[0], body)
        },
        HTTPRoute(one: "PUT", "v1/manifests/{call}") { decoder, names, body throws(Rejection) in
            try decoder.manifest(names[0], body)
        },
        HTTPRoute(one: "POST", "v1/facilities/{facility}/outages") { decoder, names, body throws(Rejection) in
            try decoder.announceOutage(names[0], body)
        },
        HTTPRoute(one: "POST", "v1/facilities/{facility}/outages/{outage}/end") {
            decoder, names, body throws(Rejection) in
            try decoder.endOutage(names[0], names[1], body)
        },
    ]
}
