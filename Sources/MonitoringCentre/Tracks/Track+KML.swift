import Customs

extension Track {
    /// KML 2.2 with Google's extension namespace: a `gx:Track` for each stretch under one seal.
    ///
    /// A `gx:Track` is the one form of KML that holds a time for each position, so that viewers can play it; a
    /// LineString would lose the times. Altitudes are kept, and the line is drawn on the ground: those of a seal are not
    /// good enough to be above it.
    package func kml() -> [UInt8] {
        var writer = ByteWriter(capacity: 512 + points.count * 96)
        writer.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        writer.append("<kml xmlns=\"http://www.opengis.net/kml/2.2\" xmlns:gx=\"http://www.google.com/kml/ext/2.2\">\n")
        writer.append("<Placemark><name>")
        writer.xml(owner.name)
        writer.append("</name>\n<gx:MultiTrack>\n<gx:interpolate>0</gx:interpolate>\n")
        forEachPlacedStretch { placed in
            writer.append("<gx:Track>\n<altitudeMode>clampToGround</altitudeMode>\n")
            for index in placed {
                writer.append("<when>")
                writer.time(points[index].fixTime)
                writer.append("</when>\n")
            }
            for index in placed {
                guard let place = points[index].position else { continue }
                writer.append("<gx:coord>")
                writer.degrees(place.longitude)
                writer.append(" ")
                writer.degrees(place.latitude)
                writer.append(" ")
                writer.number(points[index].altitudeMeters ?? 0)
                writer.append("</gx:coord>\n")
            }
            writer.append("</gx:Track>\n")
        }
        writer.append("</gx:MultiTrack>\n</Placemark>\n</kml>\n")
        return writer.bytes
    }
}
