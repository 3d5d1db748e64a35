import Customs

/// The parameters of `GET /v2/events`: commas mean OR, parameters AND.
struct EquipmentEventFilter: Sendable {
    private static let created = "eventCreatedDateTime"
    private static let known: Set<String> = [
        "eventType", "equipmentEventTypeCode", "equipmentReference", "UNLocationCode", "transportDocumentReference",
        "carrierBookingReference", created, "\(created):gte", "\(created):gt", "\(created):lte", "\(created):lt",
        "\(created):eq", "limit", "cursor", "sort",
    ]
    /// Values of one parameter.
    private static let maximumValues = 100

    private enum EventType: String, CaseIterable {
        case shipment = "SHIPMENT"
        case transport = "TRANSPORT"
        case equipment = "EQUIPMENT"
    }

    private(set) var query = EquipmentEventQuery()
    /// Asks for what there cannot be: events of another type, or of places where there is no facility.
    private(set) var isEmpty = false

    /// Reads the parameters.
    ///
    /// - Parameter facilities: those that the account may see.
    /// - Throws: `BadRequest` for a bad value, and for a filter of DCSA's that this system has not: without it the
    ///   answer would hold events that were not asked for.
    init(_ reader: QueryReader, facilities: [FacilityView], isOperator: Bool) throws {
        for name in reader.parameters.keys.sorted() where !Self.known.contains(name) {
            throw BadRequest("\(name) is not a parameter of this call")
        }
        query.page = try reader.page()
        let eventTypes = try Self.choices(reader, "eventType", of: EventType.self)
        if let eventTypes, !eventTypes.contains(.equipment) { isEmpty = true }
        let codes = try Self.choices(reader, "equipmentEventTypeCode", of: EquipmentEventCode.self)
        let kinds = EquipmentEventCode.kinds(of: codes ?? EquipmentEventCode.allCases)
        query.types = kinds
        query.containers = try Self.values(reader, "equipmentReference")?.map(ContainerNumber.normalised)
        query.billsOfLading = try Self.values(reader, "transportDocumentReference")
        query.bookings = try Self.values(reader, "carrierBookingReference")
        let places = try Self.values(reader, "UNLocationCode")?.map { text in
            guard let place = UNLocationCode(text) else {
                throw BadRequest("UNLocationCode is “\(text)”, but must be a UN/LOCODE such as VNHPH")
            }
            return place
        }
        if let places {
            query.facilities = facilities.map(\.code).filter { code in
                UNLocationCode(facility: code).map(places.contains) ?? false
            }
        } else if isOperator {
            query.facilities = facilities.map(\.code)
        }
        if kinds.isEmpty || query.facilities?.isEmpty == true { isEmpty = true }
        try readTimes(reader)
        query.isNewestFirst = try Self.isNewestFirst(reader)
    }

    private mutating func readTimes(_ reader: QueryReader) throws {
        query.receivedFrom = try reader.time("\(Self.created):gte")
        query.receivedAfter = try reader.time("\(Self.created):gt")
        query.receivedTo = try reader.time("\(Self.created):lte")
        query.receivedBefore = try reader.time("\(Self.created):lt")
        let exactly = try [Self.created, "\(Self.created):eq"].compactMap { try reader.time($0) }
        for time in exactly {
            query.receivedFrom = max(query.receivedFrom ?? time, time)
            query.receivedTo = min(query.receivedTo ?? time, time)
        }
    }

    private static func isNewestFirst(_ reader: QueryReader) throws -> Bool {
        switch try reader.text("sort") {
        case nil, "\(created):DESC": return true
        case created, "\(created):ASC": return false
        case .some(let text):
            throw BadRequest("sort is “\(text)”, but must be \(created):ASC or \(created):DESC")
        }
    }

    /// The values between the commas; `nil` where the parameter is absent.
    private static func values(_ reader: QueryReader, _ name: String) throws -> [String]? {
        guard let text = try reader.text(name) else { return nil }
        let values = text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        guard (1...maximumValues).contains(values.count) else {
            throw BadRequest("\(name) must have 1 to \(maximumValues) values, but has \(values.count)")
        }
        return values
    }

    private static func choices<Value: RawRepresentable<String> & CaseIterable>(
        _ reader: QueryReader, _ name: String, of: Value.Type
    ) throws -> [Value]? {
        try values(reader, name)?.map { text in
            guard let value = Value(rawValue: text) else {
                let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
                throw BadRequest("\(name) is “\(text)”, but must be of \(known)")
            }
            return value
        }
    }
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
