import Customs

extension ZoneIndex {
    /// Whether two zones have a place in common.
    public func touch(_ a: Handle, _ b: Handle) -> Bool { outline(of: a, meets: b) || outline(of: b, meets: a) }

    /// Whether a zone's centre, line or edges run through the other one, which is widened by the zone's own reach.
    private func outline(of handle: Handle, meets other: Handle) -> Bool {
        let (lines, reach): ([[Coordinate]], Double) =
            switch zones[Int(handle)].shape {
            case .circle(let center, let radius): ([[center, center]], radius)
            case .polygons(let polygons): (polygons.flatMap { $0 }, 0)
            case .corridor(let line, let halfWidth): ([line], halfWidth)
            }
        var shape = zones[Int(other)].shape
        switch shape {
        case .circle(let center, let radius): shape = .circle(center: center, radiusMeters: radius + reach)
        case .corridor(let line, let width): shape = .corridor(line: line, halfWidthMeters: width + reach)
        case .polygons: break
        }
        let parts = shapes.parts(of: other)
        let outlines = shapes.parts(of: handle)
        let isApart = !outlines.contains { outline in
            let box = shapes.parts[outline].bounds.expanded(byMeters: 1)
            return parts.contains { shapes.parts[$0].bounds.intersects(box) }
        }
        if isApart { return false }
        let target = ZoneShapes([shape])
        return lines.contains { line in
            zip(line, line.dropFirst()).contains { target.meets(Segment(from: $0, to: $1)) }
        }
    }
}

extension ZoneShapes {
    /// Whether the only zone holds a stretch of the segment.
    fileprivate func meets(_ segment: Segment) -> Bool {
        var cuts = [0.0, 1.0]
        for index in parts(of: 0) where !parts[index].isCopy {
            forEachCut(parts[index].kind, parts[index].indices, segment) { if $0 > 0, $0 < 1 { cuts.append($0) } }
        }
        cuts.sort()
        return zip(cuts, cuts.dropFirst()).contains { low, high in
            let (x, y) = segment.place(at: (low + high) / 2)
            return contains(0, x, y)
        }
    }
}
