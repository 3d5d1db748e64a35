import Customs

extension ZonesGeoJSON {
    struct Collection: Decodable {
        var type: String
        var features: [Feature]
    }

    struct Feature: Decodable {
        var properties: Properties
        var geometry: Geometry
    }

    struct Properties: Decodable {
        var id: String
        var kind: String
        var name: String
        var nameVi: String?
        var facility: String?
        var radius: Double?
        var width: Double?
        var gate: String?
        var capacityPerHour: Double?
        var opens: String?
        var closes: String?
        var after: Double?
        var province: String?
        var goods: [String]?
    }

    struct Geometry: Decodable {
        var type: String
        var coordinates: Coordinates
    }

    /// Coordinates nest as deep as the geometry's type says.
    indirect enum Coordinates: Decodable {
        case number(Double)
        case list([Coordinates])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .list(try container.decode([Coordinates].self))
            }
        }

        var place: Coordinate? {
            guard case .list(let parts) = self, parts.count >= 2, case .number(let longitude) = parts[0],
                case .number(let latitude) = parts[1], abs(latitude) <= 90, abs(longitude) <= 180
            else { return nil }
            return Coordinate(latitude: latitude, longitude: longitude)
        }

        func items<Item>(_ read: (Coordinates) -> Item?) -> [Item]? {
            guard case .list(let parts) = self else { return nil }
            let items = parts.compactMap(read)
            return items.count == parts.count ? items : nil
        }

        var line: [Coordinate]? { items(\.place) }
        var rings: [[Coordinate]]? { items(\.line) }
    }
}

extension ZonesGeoJSON.Properties {
    /// What is wrong with what only a gate has: hours, province and goods.
    func gateProblem(of kind: ZoneKind) -> (key: String, reason: String)? {
        let given: [(key: String, isGiven: Bool)] = [
            ("opens", opens != nil), ("closes", closes != nil), ("province", province != nil), ("goods", goods != nil),
        ]
        if !kind.isFacility || facility == nil, let first = given.first(where: \.isGiven) {
            return (first.key, "only a zone with a facility code, of a kind that is a facility, has it")
        }
        for (key, value) in [("opens", opens), ("closes", closes)] {
            guard let value else { continue }
            if value.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9]|24:00/) == nil {
                return (key, "must be HH:MM, not “\(value)”")
            }
        }
        if opens == "24:00" { return ("opens", "must be before 24:00, when the day ends") }
        if let opens, opens == closes {
            return ("closes", "is the same as opens; a gate that is always open names neither")
        }
        if let province, !(1...64).contains(province.count) || province.first == " " || province.last == " " {
            return ("province", "must be a name of 1 to 64 characters, not “\(province)”")
        }
        let words = goods ?? []
        if let word = words.first(where: { !Identifier.isValid($0) }) {
            return ("goods", "“\(word)” is no word: use 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        return Set(words).count == words.count ? nil : ("goods", "names a word twice")
    }
}
