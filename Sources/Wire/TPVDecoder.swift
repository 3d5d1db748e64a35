import Customs

/// A JSON object of gpsd: a TPV with a fix is a report, everything else is nothing (the contract's section 2).
struct TPVDecoder {
    /// Device path to seal; `*` for any path.
    let seals: [String: String]

    private struct Fields {
        var objectClass = JSONToken()
        var device = JSONToken()
        var mode = JSONToken()
        var time = JSONToken()
        var lat = JSONToken()
        var lon = JSONToken()
        var altMSL = JSONToken()
        var alt = JSONToken()
        var speed = JSONToken()
        var track = JSONToken()
        var eph = JSONToken()
    }

    func decode(_ body: [UInt8]) -> Decoded {
        return PayloadDecoder.decodeObject(body, into: Fields(), Self.assign) {
            (fields, reader) throws(FieldFault) -> Decoded in
            guard let report = try report(fields, reader) else { return [] }
            return [.success(.report(report, .gpsd, digest: StableHash.of(bytes: reader.bytes)))]
        }
    }

    private static func assign(_ fields: inout Fields, _ key: JSONKey, _ token: JSONToken) {
        switch key {
        case "class": fields.objectClass = token
        case "device": fields.device = token
        case "mode": fields.mode = token
        case "time": fields.time = token
        case "lat": fields.lat = token
        case "lon": fields.lon = token
        case "altMSL": fields.altMSL = token
        case "alt": fields.alt = token
        case "speed": fields.speed = token
        case "track": fields.track = token
        case "eph": fields.eph = token
        default: break
        }
    }

    private func report(_ fields: Fields, _ reader: FieldReader) throws(FieldFault) -> SealReport? {
        guard let objectClass = try reader.text(fields.objectClass, "class", bytes: 0...64) else {
            throw .missing("class")
        }
        guard objectClass == "TPV" else { return nil }
        guard let mode = try reader.integer(fields.mode, "mode", in: ReportRules.mode), mode >= 2 else { return nil }
        let device = try reader.text(fields.device, "device", bytes: 0...256)
        guard let seal = device.flatMap({ seals[$0] }) ?? seals["*"], Identifier.isValid(seal) else {
            throw FieldFault(.unknownSource, "device", "is \(reader.shown(fields.device)), which is no seal's device")
        }
        guard let time = try reader.time(fields.time, "time") else { throw .missing("time") }
        guard let latitude = try reader.number(fields.lat, "lat", in: ReportRules.latitude) else {
            throw .missing("lat")
        }
        guard let longitude = try reader.number(fields.lon, "lon", in: ReportRules.longitude) else {
            throw .missing("lon")
        }
        let altitude = fields.altMSL.isAbsent ? fields.alt : fields.altMSL
        return SealReport(
            seal: seal, sequence: nil, fixTime: try FixTimeRule.checked(time, "time", receivedAt: nil),
            mode: Int(mode), position: Coordinate(latitude: latitude, longitude: longitude),
            altitudeMeters: try reader.number(altitude, "alt", in: ReportRules.altitudeMeters),
            speedMetersPerSecond: try reader.number(fields.speed, "speed", in: ReportRules.speedMetersPerSecond),
            courseDegrees: ReportRules.course(
                try reader.number(fields.track, "track", in: ReportRules.courseDegrees)),
            horizontalErrorMeters: try reader.number(fields.eph, "eph", in: ReportRules.horizontalErrorMeters))
    }
}
