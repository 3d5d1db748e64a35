public import Customs

/// A road as a line to measure along.
///
/// Pieces are straight in longitude and latitude; lengths are on the sphere.
public struct RouteLine: Sendable {
    /// A local answer farther off than this many metres is doubted, and the whole line searched.
    public static let localLimitMeters = 300.0
    /// This near to the piece of the hint, no other piece is looked at.
    private static let onRoadMeters = 50.0
    /// How far behind and ahead of the hint the local search looks, in metres, and in pieces at most.
    private static let behindMeters = 500.0
    private static let aheadMeters = 5000.0
    private static let mostPieces = 64
    /// A piece behind the hint must be nearer by this share of the way back: a truck seldom turns round.
    private static let backwardShare = 0.2
    /// Of two passes of the road, the one ahead must be nearer by this share of the way there.
    private static let forwardShare = 0.01
    private static let blockLength = 32

    private let places: [Coordinate]
    /// Metres from the start to each place.
    private let along: [Double]
    /// South and north of every 32 pieces, to skip those that cannot be nearest.
    private let blocks: [(south: Double, north: Double)]

    public var lengthMeters: Double { along.last ?? 0 }

    /// Prepares a line; of fewer than two places it has no length, and nothing is near it.
    public init(line: [Coordinate]) {
        places = line
        var along: [Double] = []
        var total = 0.0
        for (index, place) in line.enumerated() {
            if index > 0 { total += Geodesy.distanceMeters(line[index - 1], place) }
            along.append(total)
        }
        self.along = along
        blocks = stride(from: 0, to: max(0, line.count - 1), by: Self.blockLength).map { start in
            let latitudes = line[start...min(start + Self.blockLength, line.count - 1)].map(\.latitude)
            return (latitudes.min() ?? -90, latitudes.max() ?? 90)
        }
    }

    /// The nearest place of the line; with the last `segment` as a hint, the nearest one about there.
    ///
    /// Where the road passes the same place twice the hint decides, and going on is preferred to going back. Without a
    /// hint, or where the line about it is more than `localLimitMeters` away, the whole line is searched.
    public func locate(_ place: Coordinate, near hint: Int32?) -> RouteLocation {
        guard places.count > 1 else { return RouteLocation(segment: 0, alongMeters: 0, offMeters: .infinity) }
        if let hint, hint >= 0, Int(hint) < places.count - 1 {
            let local = locate(place, about: Int(hint))
            if local.offMeters <= Self.localLimitMeters { return local }
        }
        return search(place)
    }

    /// The place so many metres from the start; the nearer end where the line is shorter.
    public func place(atMeters meters: Double) -> Coordinate? {
        guard places.count > 1 else { return places.first }
        var low = 0
        var high = places.count - 2
        while low < high {
            let middle = (low + high + 1) / 2
            if along[middle] <= meters { low = middle } else { high = middle - 1 }
        }
        let length = along[low + 1] - along[low]
        let share = length > 0 ? max(0, min(1, (meters - along[low]) / length)) : 0
        let a = places[low]
        let b = places[low + 1]
        return Coordinate(
            latitude: a.latitude + (b.latitude - a.latitude) * share,
            longitude: Geodesy.wrapped(a.longitude + Geodesy.wrapped(b.longitude - a.longitude) * share))
    }

    private func locate(_ place: Coordinate, about hint: Int) -> RouteLocation {
        var best = location(of: place, on: hint)
        // On the road, and not at the end of its piece: the usual case.
        if best.offMeters <= Self.onRoadMeters, best.alongMeters > along[hint], best.alongMeters < along[hint + 1] {
            return best
        }
        var leastCost = best.offMeters
        let hintEnd = along[hint + 1]
        var piece = hint + 1
        while piece < places.count - 1, piece - hint <= Self.mostPieces, along[piece] - hintEnd <= Self.aheadMeters {
            // From here on the way there alone costs more than the best.
            if Self.forwardShare * (along[piece] - hintEnd) > leastCost { break }
            let here = location(of: place, on: piece)
            let cost = here.offMeters + Self.forwardShare * (here.alongMeters - hintEnd)
            if cost < leastCost { (best, leastCost) = (here, cost) }
            piece += 1
        }
        piece = hint - 1
        while piece >= 0, hint - piece <= Self.mostPieces, along[hint] - along[piece + 1] <= Self.behindMeters {
            if Self.backwardShare * (along[hint] - along[piece + 1]) > leastCost { break }
            let here = location(of: place, on: piece)
            let cost = here.offMeters + Self.backwardShare * (along[hint] - here.alongMeters)
            if cost < leastCost { (best, leastCost) = (here, cost) }
            piece -= 1
        }
        return best
    }

    private func search(_ place: Coordinate) -> RouteLocation {
        var best = location(of: place, on: 0)
        for (number, block) in blocks.enumerated() {
            let apart = max(block.south - place.latitude, place.latitude - block.north)
            // A thousandth for the flat map's error.
            guard apart * Geodesy.metersPerDegree * 0.999 < best.offMeters else { continue }
            let start = number * Self.blockLength
            for piece in start..<min(start + Self.blockLength, places.count - 1) {
                let here = location(of: place, on: piece)
                if here.offMeters < best.offMeters { best = here }
            }
        }
        return best
    }

    private func location(of place: Coordinate, on piece: Int) -> RouteLocation {
        let a = places[piece]
        let b = places[piece + 1]
        let nearest = GroundLine.nearest(
            place.longitude, place.latitude, a.longitude, a.latitude, b.longitude, b.latitude)
        return RouteLocation(
            segment: Int32(piece), alongMeters: along[piece] + nearest.share * (along[piece + 1] - along[piece]),
            offMeters: nearest.meters)
    }
}
