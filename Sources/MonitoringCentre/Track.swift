import Customs

/// The way of a seal or a container, ready to be written.
///
/// GeoJSON and GPX hold the reports that have a position, CSV every report: where one had no fix, its `lat` and `lon`
/// are empty.
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

    let owner: Owner
    let points: [SealedPoint]

    package init(owner: Owner, points: [SealedPoint]) {
        self.owner = owner
        self.points = points
    }

    /// A Feature: a LineString, a Point where there is only one position, no geometry without any. What was measured
    /// at each position stands at the same place in the arrays of `coordinateProperties`.
    package func geoJSON() -> [UInt8] {
        let fixes = points.indices.filter { points[$0].point.position != nil }
        var writer = ByteWriter(capacity: 512 + fixes.count * 160)
        writer.append("{\"type\":\"Feature\",\"geometry\":")
        if let only = fixes.first, fixes.count == 1 {
            writer.append("{\"type\":\"Point\",\"coordinates\":")
            coordinates(only, to: &writer)
            writer.append("}")
        } else if !fixes.isEmpty {
            writer.append("{\"type\":\"LineString\",\"coordinates\":")
            array(fixes, to: &writer) { coordinates($0, to: &$1) }
            writer.append("}")
        } else {
            writer.append("null")
        }
        switch owner {
        case .seal: writer.append(",\"properties\":{\"seal\":")
        case .container: writer.append(",\"properties\":{\"container\":")
        }
        writer.quoted(owner.name)
        writer.append(",\"coordinateProperties\":{\"times\":")
        array(fixes, to: &writer) { $1.quoted(points[$0].point.fixTime) }
        writer.append(",\"speeds\":")
        array(fixes, to: &writer) { $1.numberOrNull(points[$0].point.speedMetersPerSecond) }
        writer.append(",\"tracks\":")
        array(fixes, to: &writer) { $1.numberOrNull(points[$0].point.courseDegrees) }
        writer.append(",\"states\":")
        array(fixes, to: &writer) { writeState($0, to: &$1) }
        writer.append(",\"batteries\":")
        array(fixes, to: &writer) { $1.numberOrNull(points[$0].point.battery) }
        if case .container = owner {
            writer.append(",\"seals\":")
            array(fixes, to: &writer) { $1.quoted(points[$0].seal) }
        }
        writer.append("}}}")
        return writer.bytes
    }

    private func array(
        _ fixes: [Int], to writer: inout ByteWriter, _ write: (Int, inout ByteWriter) -> Void
    ) {
        writer.append("[")
        var isFirst = true
        for index in fixes {
            if !isFirst { writer.append(",") }
            isFirst = false
            write(index, &writer)
        }
        writer.append("]")
    }

    private func writeState(_ index: Int, to writer: inout ByteWriter) {
        switch points[index].point.state {
        case .locked: writer.append("\"locked\"")
        case .unlocked: writer.append("\"unlocked\"")
        case .tampered: writer.append("\"tampered\"")
        }
    }

    private func coordinates(_ index: Int, to writer: inout ByteWriter) {
        guard let place = points[index].point.position else { return }
        writer.append("[")
        writer.degrees(place.longitude)
        writer.append(",")
        writer.degrees(place.latitude)
        if let altitude = points[index].point.altitudeMeters {
            writer.append(",")
            writer.number(altitude)
        }
        writer.append("]")
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
        var seal: String?
        for sealed in points {
            guard let place = sealed.point.position else { continue }
            if sealed.seal != seal {
                if seal != nil { writer.append("</trkseg>\n") }
                writer.append("<trkseg>\n")
                seal = sealed.seal
            }
            writer.append("<trkpt lat=\"")
            writer.degrees(place.latitude)
            writer.append("\" lon=\"")
            writer.degrees(place.longitude)
            writer.append("\">")
            if let altitude = sealed.point.altitudeMeters {
                writer.append("<ele>")
                writer.number(altitude)
                writer.append("</ele>")
            }
            writer.append("<time>")
            writer.time(sealed.point.fixTime)
            writer.append("</time></trkpt>\n")
        }
        if seal != nil { writer.append("</trkseg>\n") }
        writer.append("</trk>\n</gpx>\n")
        return writer.bytes
    }

    /// RFC 4180, with a header.
    package func csv() -> [UInt8] {
        var writer = ByteWriter(capacity: 128 + points.count * 112)
        writer.append("time,lat,lon,alt,speed,track,eph,state,battery,seal,boot,seq\r\n")
        for sealed in points {
            let point = sealed.point
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
            writer.csv(sealed.seal)
            writer.append(",")
            writer.csv(point.boot)
            writer.append(",")
            writer.integer(point.sequence)
            writer.append("\r\n")
        }
        return writer.bytes
    }

    /// A comma and the value, where there is one.
    private func writeField(_ value: Double?, to writer: inout ByteWriter) {
        writer.append(",")
        if let value { writer.number(value) }
    }
}
