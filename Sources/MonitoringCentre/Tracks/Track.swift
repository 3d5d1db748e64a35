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

    private init(owner: Owner, points: [TrackPoint], stretches: [Stretch]) {
        self.owner = owner
        self.points = points
        self.stretches = stretches
    }

    /// The same line with fewer points: none that is left out lies farther than `toleranceMeters` from it.
    package func simplified(toleranceMeters: Double) -> Track {
        let simplifier = TrackSimplifier(toleranceMeters: toleranceMeters)
        let indices = stretches.map { simplifier.kept(of: points[$0.range]) }
        var kept: [TrackPoint] = []
        kept.reserveCapacity(indices.reduce(0) { $0 + $1.count })
        var stretches: [Stretch] = []
        for (stretch, indices) in zip(self.stretches, indices) {
            let start = kept.count
            for index in indices { kept.append(points[index]) }
            stretches.append(Stretch(seal: stretch.seal, range: start..<kept.count))
        }
        return Track(owner: owner, points: kept, stretches: stretches)
    }
}

extension Track {
    /// GPX 1.1: one track, and a segment for each stretch under one seal.
    package func gpx() -> [UInt8] {
        var writer = ByteWriter(capacity: 512 + points.count * 112)
        writer.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        writer.append("<gpx version=\"1.1\" creator=\"VASSCM\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n")
        writer.append("<trk><name>")
        writer.xml(owner.name)
        writer.append("</name>\n")
        forEachPlacedStretch { placed in
            writer.append("<trkseg>\n")
            for index in placed {
                guard let place = points[index].position else { continue }
                writer.append("<trkpt lat=\"")
                writer.degrees(place.latitude)
                writer.append("\" lon=\"")
                writer.degrees(place.longitude)
                writer.append("\">")
                if let altitude = points[index].altitudeMeters {
                    writer.append("<ele>")
                    writer.number(altitude)
                    writer.append("</ele>")
                }
                writer.append("<time>")
                writer.time(points[index].fixTime)
                writer.append("</time></trkpt>\n")
            }
            writer.append("</trkseg>\n")
        }
        writer.append("</trk>\n</gpx>\n")
        return writer.bytes
    }

    /// RFC 4180, with a header.
    package func csv() -> [UInt8] {
        var writer = ByteWriter(capacity: 128 + points.count * 112)
        writer.append("time,lat,lon,alt,speed,track,eph,state,battery,seal,boot,seq\r\n")
        for stretch in stretches {
            for index in stretch.range { writeRecord(points[index], seal: stretch.seal, to: &writer) }
        }
        return writer.bytes
    }

    private func writeRecord(_ point: TrackPoint, seal: String, to writer: inout ByteWriter) {
        writer.time(point.fixTime)
        writer.append(",")
        if let place = point.position {
            writer.degrees(place.latitude)
            writer.append(",")
            writer.degrees(place.longitude)
        } else {
            writer.append(",")
        }
        writeField(point.altitudeMeters, to: &writer)
        writeField(point.speedMetersPerSecond, to: &writer)
        writeField(point.courseDegrees, to: &writer)
        writeField(point.horizontalErrorMeters, to: &writer)
        writer.append(",")
        writer.append(point.state.rawValue)
        writeField(point.battery, to: &writer)
        writer.append(",")
        writer.csv(seal)
        writer.append(",")
        writer.csv(point.boot)
        writer.append(",")
        writer.integer(point.sequence)
        writer.append("\r\n")
    }

    /// A comma and the value, where there is one.
    private func writeField(_ value: Double?, to writer: inout ByteWriter) {
        writer.append(",")
        if let value { writer.number(value) }
    }

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
