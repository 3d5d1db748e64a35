public import Customs

extension ZoneIndex {
    /// Metres from the place to the zone's border, negative inside.
    ///
    /// Its sign always agrees with `contains(_:in:)`. Outside right to 0.1 %; inside where parts of a zone overlap,
    /// the distance to the border of one of them. Infinite for a zone without any extent.
    public func clearance(of handle: Handle, at place: Coordinate) -> Double {
        let x = Geodesy.wrapped(place.longitude)
        let y = place.latitude
        var distance = nearClearance(of: handle, x, y) ?? .infinity
        if distance == .infinity {
            for index in shapes.parts(of: handle) where !shapes.parts[index].isCopy {
                let part = shapes.parts[index]
                distance = min(distance, shapes.distance(part.kind, part.indices, x, y))
            }
        }
        // Nothing lies at a border of width zero: the sign alone tells the sides apart.
        return contains(place, in: handle) ? -abs(distance) : max(abs(distance), .leastNormalMagnitude)
    }

    /// The distance to the borders that the place's own cell knows, where none outside of it can be nearer.
    private func nearClearance(of handle: Handle, _ x: Double, _ y: Double) -> Double? {
        guard x >= -180, x < 180, y >= -90, y < 90 else { return nil }
        let column = min(CellGrid.columns - 1, Int((x + 180) * CellGrid.cellsPerDegree))
        let row = min(CellGrid.rows - 1, Int((y + 90) * CellGrid.cellsPerDegree))
        var index = Int(table.wholeList(table.entry(column, row)))
        guard index != 0 else { return nil }
        var distance = Double.infinity
        while true {
            let item = table.items[index]
            if item.handle == handle {
                // Pieces of a corridor that the cell has no need of may still be the nearest ones.
                guard item.flags & CellItem.Flag.kind == ShapePart.Kind.edges.rawValue else { return nil }
                distance = min(distance, shapes.distance(.edges, item.indices, x, y))
            }
            if item.has(CellItem.Flag.endOfList) || item.handle > handle { break }
            index += 1
        }
        let size = 1 / CellGrid.cellsPerDegree
        let west = x + 180 - Double(column) * size
        let south = y + 90 - Double(row) * size
        let farthest = max(abs(y - south), abs(y - south + size))
        let reach = min(
            min(west, size - west) * Geodesy.metersPerDegree * cosine(ofDegrees: farthest),
            min(south, size - south) * Geodesy.metersPerDegree)
        return distance <= reach ? distance : nil
    }
}

extension ZoneShapes {
    /// Metres to the nearest border of the run; of discs and capsules negative inside.
    fileprivate func distance(_ kind: ShapePart.Kind, _ indices: Range<Int>, _ x: Double, _ y: Double) -> Double {
        switch kind {
        case .disc:
            let disc = discs[indices.lowerBound]
            return Self.settled(
                disc.squaredMeters(x, y).squareRoot(), disc.radiusMeters, x, y, toward: disc.plane.origin)
        case .capsules:
            var nearest = Double.infinity
            for index in indices {
                let capsule = capsules[index]
                let (squared, share) = capsule.nearest(x, y)
                let place = capsule.place(at: share)
                nearest = min(nearest, Self.settled(squared.squareRoot(), capsule.radiusMeters, x, y, toward: place))
            }
            return nearest
        case .edges:
            var nearest = Double.infinity
            for index in indices {
                let edge = edges[index]
                nearest = min(
                    nearest,
                    GroundLine.distanceMeters(
                        x, y, edge.lowX, edge.lowY, edgeEnds[index].highX, edge.highY, within: nearest))
            }
            return nearest
        }
    }

    /// The shape's own flat map near its border; far from it the sphere, where the map would be off by more.
    private static func settled(
        _ flat: Double, _ radius: Double, _ x: Double, _ y: Double, toward end: Coordinate
    ) -> Double {
        let clear = flat - radius
        guard clear > radius, flat > 5000 else { return clear }
        return Geodesy.distanceMeters(Coordinate(latitude: y, longitude: x), end) - radius
    }
}
