/// A shape as its kind and then its numbers: for snapshots, which are read back in the order of writing.
extension ZoneShape: Codable {
    private enum CodingKeys: CodingKey { case kind, places, meters }
    private enum Kind: String, Codable { case circle, polygons, corridor }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(Kind.self, forKey: .kind)
        let places = try container.decode([[[Coordinate]]].self, forKey: .places)
        let meters = try container.decode(Double.self, forKey: .meters)
        switch kind {
        case .polygons: self = .polygons(places)
        case .circle:
            guard let center = places.first?.first?.first else {
                throw DecodingError.dataCorruptedError(
                    forKey: .places, in: container, debugDescription: "a circle without a centre")
            }
            self = .circle(center: center, radiusMeters: meters)
        case .corridor: self = .corridor(line: places.first?.first ?? [], halfWidthMeters: meters)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let (kind, places, meters): (Kind, [[[Coordinate]]], Double) =
            switch self {
            case .circle(let center, let radius): (.circle, [[[center]]], radius)
            case .polygons(let polygons): (.polygons, polygons, 0)
            case .corridor(let line, let halfWidth): (.corridor, [[line]], halfWidth)
            }
        try container.encode(kind, forKey: .kind)
        try container.encode(places, forKey: .places)
        try container.encode(meters, forKey: .meters)
    }
}
