import Customs

/// OwnTracks' location messages (owntracks.org/booklet/tech/json): `owntracks/<user>/<device>`, where the device is
/// the seal. Phones write a negative number for what they do not know.
struct OwnTracksDecoder {
    static let prefix = "owntracks/"

    let topic: String
    let receivedAt: Timestamp

    private struct Fields {
        var type = JSONToken()
        var tst = JSONToken()
        var lat = JSONToken()
        var lon = JSONToken()
        var alt = JSONToken()
        var acc = JSONToken()
        var vel = JSONToken()
        var cog = JSONToken()
        var batt = JSONToken()
    }

    func decode(_ body: [UInt8]) -> Decoded {
        let segments = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == 3, Identifier.isValid(String(segments[2])) else {
            return [.failure(SealTopic.rejection(segments.count == 3 ? String(segments[2]) : topic))]
        }
        return PayloadDecoder.decodeObject(body, into: Fields(), Self.assign) {
            (fields, reader) throws(FieldFault) -> Decoded in
            [
                .success(
                    .report(
                        try report(String(segments[2]), fields, reader), .tracker,
                        digest: StableHash.of(bytes: reader.bytes)))
            ]
        }
    }

    private static func assign(_ fields: inout Fields, _ key: JSONKey, _ token: JSONToken) {
        switch key {
        case "_type": fields.type = token
        case "tst": fields.tst = token
        case "lat": fields.lat = token
        case "lon": fields.lon = token
        case "alt": fields.alt = token
        case "acc": fields.acc = token
        case "vel": fields.vel = token
        case "cog": fields.cog = token
        case "batt": fields.batt = token
        default: break
        }
    }

    private func report(
        _ seal: String, _ fields: Fields, _ reader: FieldReader
    ) throws(FieldFault) -> SealReport {
        guard let type = try reader.text(fields.type, "_type", bytes: 0...64) else { throw .missing("_type") }
        guard type == "location" else {
            throw FieldFault(.notAPosition, "_type", "is \(reader.shown(fields.type)), not location")
        }
        guard let seconds = try reader.integer(fields.tst, "tst", in: -62_135_596_800...253_402_300_799) else {
            throw .missing("tst")
        }
        let time = Timestamp(milliseconds: seconds * 1000)
        guard let latitude = try reader.number(fields.lat, "lat", in: ReportRules.latitude) else {
            throw .missing("lat")
        }
        guard let longitude = try reader.number(fields.lon, "lon", in: ReportRules.longitude) else {
            throw .missing("lon")
        }
        return SealReport(
            seal: seal, sequence: nil,
            fixTime: try FixTimeRule.checked(time, "tst", receivedAt: receivedAt),
            mode: fields.alt.isAbsent ? 2 : 3,
            position: Coordinate(latitude: latitude, longitude: longitude),
            altitudeMeters: try reader.number(fields.alt, "alt", in: ReportRules.altitudeMeters),
            speedMetersPerSecond: try known(fields.vel, "vel", in: 0...3600, reader).map { $0 / 3.6 },
            courseDegrees: ReportRules.course(try known(fields.cog, "cog", in: ReportRules.courseDegrees, reader)),
            horizontalErrorMeters: try known(fields.acc, "acc", in: ReportRules.horizontalErrorMeters, reader),
            battery: try known(fields.batt, "batt", in: 0...100, reader).map { $0 / 100 })
    }

    private func known(
        _ token: JSONToken, _ name: StaticString, in range: ClosedRange<Double>, _ reader: FieldReader
    ) throws(FieldFault) -> Double? {
        if token.kind == .number, token.number < 0 { return nil }
        return try reader.number(token, name, in: range)
    }
}
