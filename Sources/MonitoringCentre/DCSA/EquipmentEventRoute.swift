import Customs
import Foundation
import HTTPTypes
import Hummingbird

extension Route {
    private static let dcsaVersion = "2.2.0"

    /// `GET /v2/events`: live gate events as DCSA's Track & Trace has them.
    static let equipmentEvents = [
        Route(.get, "/v2/events", .needs(.readFacilities)) { call in
            let facilities = try await call.visibleFacilities()
            let isOperator = try call.requireAccount().role == .operator
            let filter = try EquipmentEventFilter(call.query, facilities: facilities, isOperator: isOperator)
            let page =
                filter.isEmpty
                ? Page(items: [], next: nil) : try await call.source.equipmentEvents(filter.query)
            let byCode = Dictionary(facilities.map { ($0.code, $0) }) { first, _ in first }
            let events = page.items.compactMap { record in
                EquipmentEvent(record, facility: byCode[record.event.facility], siteTime: call.siteTime)
            }
            var headers: HTTPFields = [.apiVersion: dcsaVersion, .currentPage: address(call, cursor: nil)]
            if let next = page.next { headers[.nextPage] = address(call, cursor: next) }
            return try .json(events, headers: headers)
        }
    ]

    /// This call's address, with another cursor where one is given.
    private static func address(_ call: Call, cursor: String?) -> String {
        var parameters = (call.request.uri.query ?? "").split(separator: "&").map(String.init)
        if let cursor {
            parameters.removeAll { $0.hasPrefix("cursor=") }
            // Unreserved characters only (RFC 3986), whatever the cursor is made of.
            let plain = CharacterSet(
                charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
            parameters.append("cursor=" + (cursor.addingPercentEncoding(withAllowedCharacters: plain) ?? ""))
        }
        // A header holds printable ASCII and no blanks here: what a client did not escape is not repeated.
        parameters.removeAll { !$0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
        let query = parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
        return "\(call.baseURL)/v2/events\(query)"
    }
}
