import Customs
import Geofencing

/// How a transit goes along its route's line: which way, and how far.
///
/// A "way" is measured in metres from the end of the line where the transit begins, so that a route driven backwards
/// is a road of its own.
struct RouteWay: Sendable {
    let route: ZoneIndex.Handle
    let line: RouteLine
    /// The destination lies farther along the line than the origin.
    let isForward: Bool
    let lengthMeters: Double
    let halfWidthMeters: Double
    /// Where the destination lies on the way.
    let endMeters: Double

    init?(route: ZoneIndex.Handle, from origin: Coordinate?, to destination: Coordinate?, _ zones: ZoneIndex) {
        guard case .corridor(_, let halfWidth) = zones[route].shape, let line = zones.routeLine(of: route),
            line.lengthMeters > 0
        else { return nil }
        let start = origin.map { line.locate($0, near: nil).alongMeters } ?? 0
        let end = destination.map { line.locate($0, near: nil).alongMeters } ?? line.lengthMeters
        self.route = route
        self.line = line
        isForward = end >= start
        lengthMeters = line.lengthMeters
        halfWidthMeters = halfWidth
        endMeters = isForward ? end : line.lengthMeters - end
    }

    /// What tells the two directions of a route apart.
    var direction: Int32 { route * 2 + (isForward ? 0 : 1) }

    /// From metres along the line to metres of the way.
    func meters(along: Double) -> Double { isForward ? along : lengthMeters - along }
}

extension Zone {
    /// A place that stands for the zone: the middle of its circle, or of its first ring's corners.
    var middle: Coordinate? {
        switch shape {
        case .circle(let center, _): center
        case .polygons(let polygons): polygons.first?.first.flatMap(Self.middle)
        case .corridor(let line, _): Self.middle(line)
        }
    }

    private static func middle(_ corners: [Coordinate]) -> Coordinate? {
        guard let first = corners.first else { return nil }
        var north = 0.0
        var east = 0.0
        for corner in corners {
            north += corner.latitude - first.latitude
            // The short way round the earth.
            east += (corner.longitude - first.longitude + 540).truncatingRemainder(dividingBy: 360) - 180
        }
        let count = Double(corners.count)
        return Coordinate(latitude: first.latitude + north / count, longitude: first.longitude + east / count)
    }
}
