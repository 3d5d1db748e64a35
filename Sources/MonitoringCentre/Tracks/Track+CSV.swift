import Customs

extension Track {
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
}
