import Customs

/// Edits of the zones.
extension HTTPCallDecoder {
    /// The body as it is kept, and the zones that it holds.
    func editZones(_ body: [UInt8]) throws(Rejection) -> Observation {
        let bytes = try json(body, .other, orAlso: "application/geo+json").bytes
        if let offset = bytes.withUnsafeBytes({ UTF8Check.firstInvalidOffset($0) }) {
            throw Rejection(.invalidUTF8, "invalid UTF-8 at byte \(offset)")
        }
        var basedOn: Int?
        if let condition = call.condition {
            guard let number = Int(condition.prefix { $0 != "-" }) else {
                throw Rejection(.outOfRange, "If-Match is “\(condition.clipped())”, which no zones ever had as tag")
            }
            basedOn = number
        }
        do throws(ZonesFault) {
            let zones = try ZonesGeoJSON.zones(bytes)
            return .editZones(ZoneEdit(zones: zones, geoJSON: bytes, basedOn: basedOn), by: call.account)
        } catch {
            throw error.rejection
        }
    }
}
