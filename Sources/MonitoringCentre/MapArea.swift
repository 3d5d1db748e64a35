public import Customs

/// A rectangle of the map; it crosses the antimeridian where `west` is greater than `east`.
public struct MapArea: Sendable, Hashable {
    /// Degrees, WGS 84; the edges belong to it.
    public var west: Double
    public var south: Double
    public var east: Double
    public var north: Double

    /// The area between two meridians and two parallels.
    public init(west: Double, south: Double, east: Double, north: Double) {
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }

    /// Reads `minLon,minLat,maxLon,maxLat`; `nil` for anything else.
    public init?(_ text: String) {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard numbers.count == 4, let west = numbers[0], let south = numbers[1], let east = numbers[2],
            let north = numbers[3], abs(west) <= 180, abs(east) <= 180, abs(south) <= 90, abs(north) <= 90,
            south <= north
        else { return nil }
        self.init(west: west, south: south, east: east, north: north)
    }

    /// Whether a place lies in it.
    public func contains(_ place: Coordinate) -> Bool {
        guard place.latitude >= south, place.latitude <= north else { return false }
        return west <= east
            ? place.longitude >= west && place.longitude <= east
            : place.longitude >= west || place.longitude <= east
    }
}
