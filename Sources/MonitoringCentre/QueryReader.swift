import Customs
import Foundation
import HummingbirdCore

/// Reads the parameters of a query; what it cannot read is a `BadRequest` that names the parameter.
struct QueryReader: Sendable {
    private static let maximumLength = 512

    let parameters: [String: String]

    init(_ uri: URI) {
        // The first of several with one name counts, as in the path router.
        var parameters: [String: String] = [:]
        for (name, value) in uri.queryParameters {
            // DCSA's names hold a colon, which many clients write as %3A.
            let name = name.removingPercentEncoding ?? String(name)
            if parameters[name] == nil { parameters[name] = String(value) }
        }
        self.parameters = parameters
    }

    /// `nil` where it is absent or empty.
    func text(_ name: String) throws -> String? {
        guard let value = parameters[name], !value.isEmpty else { return nil }
        guard value.utf8.count <= Self.maximumLength else {
            throw BadRequest("\(name) is longer than \(Self.maximumLength) bytes")
        }
        return value
    }

    func required(_ name: String) throws -> String {
        guard let value = try text(name) else { throw BadRequest("\(name) is missing in the query") }
        return value
    }

    /// `true` or `false`; `false` where it is absent.
    func flag(_ name: String) throws -> Bool {
        switch try text(name) {
        case nil, "false": return false
        case "true": return true
        case .some(let text): throw BadRequest("\(name) is “\(text)”, but must be true or false")
        }
    }

    /// A moment that has been; `nil` where it is absent.
    func pastTime(_ name: String, now: Timestamp) throws -> Timestamp? {
        guard let time = try time(name) else { return nil }
        guard time <= now else {
            throw BadRequest("\(name) is \(time.rfc3339), which is still to come: it is \(now.rfc3339)")
        }
        return time
    }

    func choice<Value: RawRepresentable<String> & CaseIterable>(_ name: String, of: Value.Type) throws -> Value? {
        guard let text = try text(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadRequest("\(name) is “\(text)”, but must be one of \(known)")
        }
        return value
    }

    func time(_ name: String) throws -> Timestamp? {
        guard let text = try text(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw BadRequest("\(name) is “\(text)”, but must be a time such as 2026-03-02T08:00:00Z")
        }
        return time
    }

    func range() throws -> TimeRange {
        let range = TimeRange(from: try time("from"), to: try time("to"))
        if let from = range.from, let to = range.to, from > to {
            throw BadRequest("from (\(from.rfc3339)) is after to (\(to.rfc3339))")
        }
        return range
    }

    /// `limit` is how many there are where the query does not say.
    func page(limit: Int? = nil) throws -> PageRequest {
        var page = PageRequest(cursor: try text("cursor"))
        if let limit { page.limit = limit }
        if let text = try text("limit") {
            guard let limit = Int(text), (1...PageRequest.maximumLimit).contains(limit) else {
                throw BadRequest("limit is “\(text)”, but must be 1 to \(PageRequest.maximumLimit)")
            }
            page.limit = limit
        }
        return page
    }

    /// A container number without blanks and hyphens; its check digit may be wrong.
    func container() throws -> String? { try text("container").map(ContainerNumber.normalised) }

    func seconds(_ name: String, default value: Double, maximum: Double) throws -> Double {
        guard let text = try text(name) else { return value }
        guard let seconds = Double(text), seconds > 0, seconds <= maximum else {
            throw BadRequest("\(name) is “\(text)”, but must be a number of seconds above 0, to \(Int(maximum))")
        }
        return seconds
    }

    func area(_ name: String) throws -> MapArea? {
        guard let text = try text(name) else { return nil }
        guard let area = MapArea(text) else {
            throw BadRequest("\(name) is “\(text)”, but must be minLon,minLat,maxLon,maxLat in degrees")
        }
        return area
    }
}
