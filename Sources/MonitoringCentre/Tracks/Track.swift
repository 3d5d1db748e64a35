package import Customs

/// The way of a seal or a container, ready to be written.
///
/// GeoJSON, GPX and KML hold the reports that have a position, CSV every report: where one had no fix, its `lat` and
/// `lon` are empty.
package struct Track: Sendable {
    package enum Owner: Sendable, Hashable {
        case seal(String)
        case container(String)

        var name: String {
            switch self {
            case .seal(let name), .container(let name): name
            }
        }
    }

    /// Points next to each other that one seal reported.
    struct Stretch: Sendable {
        var seal: String
        var range: Range<Int>
    }

    let owner: Owner
    let points: [TrackPoint]
    let stretches: [Stretch]

    /// A track of one seal.
    package init(seal: String, points: [TrackPoint]) {
        owner = .seal(seal)
        self.points = points
        stretches = points.isEmpty ? [] : [Stretch(seal: seal, range: 0..<points.count)]
    }

    /// A track whose points name their seals.
    package init(owner: Owner, points: [SealedPoint]) {
        self.owner = owner
        self.points = points.map(\.point)
        var stretches: [Stretch] = []
        for (index, point) in points.enumerated() {
            if stretches.last?.seal == point.seal {
                stretches[stretches.count - 1].range = stretches[stretches.count - 1].range.lowerBound..<index + 1
            } else {
                stretches.append(Stretch(seal: point.seal, range: index..<index + 1))
            }
        }
        self.stretches = stretches
    }
}

extension Track {
    /// The indices of the points with a position, for each stretch that has some; stretches of one seal with only blind
    /// ones of another between them are one.
    func forEachPlacedStretch(_ body: ([Int]) -> Void) {
        var placed: [Int] = []
        var seal: String?
        for stretch in stretches {
            let more = stretch.range.filter { points[$0].position != nil }
            guard !more.isEmpty else { continue }
            if stretch.seal != seal, !placed.isEmpty {
                body(placed)
                placed = []
            }
            seal = stretch.seal
            placed += more
        }
        if !placed.isEmpty { body(placed) }
    }
}
