import Customs

/// The JSON that Traccar forwards (`forward.type` `json` or `mqtt`): `position` and `device`, on any topic that is
/// subscribed to. The device's `uniqueId` is the seal.
struct TraccarDecoder {
    /// A knot is 1,852 metres an hour.
    static let metersPerSecondPerKnot = 1852.0 / 3600

    let topic: String
    let receivedAt: Timestamp

    func decode(_ body: [UInt8]) -> Decoded {
        return PayloadDecoder.decodeObject(body, into: TraccarFields(), TraccarFields.assign) {
            (fields, reader) throws(FieldFault) -> Decoded in
            [.success(.report(try report(fields, reader), .tracker, digest: StableHash.of(bytes: reader.bytes)))]
        }
    }

    private func report(_ found: TraccarFields, _ reader: FieldReader) throws(FieldFault) -> SealReport {
        guard found.device.kind == .object else {
            throw FieldFault(
                .unknownSource, "topic \(topic.clipped())", "is no seal's, and its payload names no device")
        }
        // Traccar forwards events such as deviceOnline too.
        guard found.position.kind == .object else {
            throw FieldFault(.notAPosition, "position", "is missing")
        }
        var fields = found
        fields.readNested(reader.bytes)
        let seal = try seal(fields, reader)
        guard let time = try reader.time(fields.fixTime, "position.fixTime") else {
            throw .missing("position.fixTime")
        }
        let latitude = try reader.number(fields.latitude, "position.latitude", in: ReportRules.latitude)
        let longitude = try reader.number(fields.longitude, "position.longitude", in: ReportRules.longitude)
        guard let latitude else { throw .missing("position.latitude") }
        guard let longitude else { throw .missing("position.longitude") }
        let knots = try reader.number(fields.speed, "position.speed", in: 0...1940)
        let accuracy = try reader.number(
            fields.accuracy, "position.accuracy", in: ReportRules.horizontalErrorMeters)
        let course = try reader.number(fields.course, "position.course", in: ReportRules.courseDegrees)
        let battery = try reader.number(fields.batteryLevel, "position.attributes.batteryLevel", in: 0...100)
        let satellites = try reader.integer(
            fields.satellites, "position.attributes.sat", in: ReportRules.satellites)
        return SealReport(
            seal: seal, sequence: nil,
            fixTime: try FixTimeRule.checked(time, "position.fixTime", receivedAt: receivedAt),
            mode: try isValid(fields, reader) ? 3 : 0,
            position: Coordinate(latitude: latitude, longitude: longitude),
            altitudeMeters: try reader.number(
                fields.altitude, "position.altitude", in: ReportRules.altitudeMeters),
            speedMetersPerSecond: knots.map { $0 * Self.metersPerSecondPerKnot },
            courseDegrees: ReportRules.course(course),
            // Traccar writes 0 where the device said nothing.
            horizontalErrorMeters: accuracy == 0 ? nil : accuracy,
            satellites: satellites.map { Int($0) },
            hdop: try reader.number(fields.hdop, "position.attributes.hdop", in: ReportRules.hdop),
            state: try state(fields, reader), battery: battery.map { $0 / 100 })
    }

    private func seal(_ fields: TraccarFields, _ reader: FieldReader) throws(FieldFault) -> String {
        guard let seal = try reader.text(fields.uniqueId, "device.uniqueId", bytes: 0...1024) else {
            throw .missing("device.uniqueId")
        }
        guard Identifier.isValid(seal) else {
            throw FieldFault(
                .outOfRange, "device.uniqueId",
                "is \(reader.shown(fields.uniqueId)), not 1 to \(Identifier.maximumLength) of A-Z a-z 0-9 . _ -")
        }
        return seal
    }

    private func isValid(_ fields: TraccarFields, _ reader: FieldReader) throws(FieldFault) -> Bool {
        if fields.valid.isAbsent { return true }
        guard fields.valid.kind == .boolean else {
            throw reader.wrongType(fields.valid, "position.valid", "true or false")
        }
        return reader.bytes[Int(fields.valid.start)] == UInt8(ascii: "t")
    }

    /// The gravest of the alarms; Traccar joins several with commas. Power cuts and the like say nothing of the seal.
    private func state(_ fields: TraccarFields, _ reader: FieldReader) throws(FieldFault) -> SealState {
        let name: StaticString = "position.attributes.alarm"
        guard let alarms = try reader.text(fields.alarm, name, bytes: 0...1024) else { return .locked }
        var state = SealState.locked
        for alarm in alarms.split(separator: ",") {
            switch alarm.drop(while: { $0 == " " }) {
            case "tampering", "removing": return .tampered
            case "unlock", "door": state = .unlocked
            default: break
            }
        }
        return state
    }
}
