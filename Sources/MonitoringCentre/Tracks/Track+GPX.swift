import Customs

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
}
