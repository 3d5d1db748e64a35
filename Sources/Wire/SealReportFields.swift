import Customs

/// The tokens of one seal report, by the contract's keys.
struct SealReportFields {
    private var seal = JSONToken()
    private var seq = JSONToken()
    private var boot = JSONToken()
    private var time = JSONToken()
    private var mode = JSONToken()
    private var lat = JSONToken()
    private var lon = JSONToken()
    private var alt = JSONToken()
    private var speed = JSONToken()
    private var track = JSONToken()
    private var eph = JSONToken()
    private var satellites = JSONToken()
    private var hdop = JSONToken()
    private var cn0 = JSONToken()
    private var state = JSONToken()
    private var battery = JSONToken()
    private var interval = JSONToken()
    private var container = JSONToken()
    private var key = JSONToken()
    private var sig = JSONToken()

    /// Keeps the value of a known key; of a key that comes twice the last one.
    @inline(__always)
    mutating func assign(_ name: JSONKey, _ token: JSONToken) {
        switch name {
        case "seq": seq = token
        case "time": time = token
        case "lat": lat = token
        case "lon": lon = token
        case "mode": mode = token
        case "speed": speed = token
        case "track": track = token
        case "alt": alt = token
        case "eph": eph = token
        case "state": state = token
        case "battery": battery = token
        case "interval": interval = token
        case "boot": boot = token
        case "satellites": satellites = token
        case "hdop": hdop = token
        case "cn0": cn0 = token
        case "container": container = token
        case "seal": seal = token
        case "key": key = token
        case "sig": sig = token
        default: break
        }
    }

    /// The report, where every field holds its rule; the first that does not, in the contract's order.
    @inline(__always)
    func report(
        of topicSeal: String, receivedAt: Timestamp, _ reader: FieldReader
    ) throws(FieldFault) -> SealReport {
        try checkSeal(topicSeal, reader)
        guard let sequence = try reader.integer(seq, "seq", in: ReportRules.sequence) else { throw .missing("seq") }
        let boot = try reader.text(boot, "boot", bytes: 1...64) ?? "0"
        guard let time = try reader.time(time, "time") else { throw .missing("time") }
        let fixTime = try FixTimeRule.checked(time, "time", receivedAt: receivedAt)
        let mode = try reader.integer(mode, "mode", in: ReportRules.mode)
        let position = try ReportRules.position(
            reader.number(lat, "lat", in: ReportRules.latitude),
            reader.number(lon, "lon", in: ReportRules.longitude))
        return SealReport(
            seal: topicSeal, boot: boot, sequence: sequence, fixTime: fixTime,
            mode: mode.map { Int($0) } ?? (position == nil ? 1 : 3), position: position,
            altitudeMeters: try reader.number(alt, "alt", in: ReportRules.altitudeMeters),
            speedMetersPerSecond: try reader.number(speed, "speed", in: ReportRules.speedMetersPerSecond),
            courseDegrees: ReportRules.course(try reader.number(track, "track", in: ReportRules.courseDegrees)),
            horizontalErrorMeters: try reader.number(eph, "eph", in: ReportRules.horizontalErrorMeters),
            satellites: try reader.integer(satellites, "satellites", in: ReportRules.satellites).map { Int($0) },
            hdop: try reader.number(hdop, "hdop", in: ReportRules.hdop),
            carrierToNoise: try reader.number(cn0, "cn0", in: ReportRules.carrierToNoise),
            state: try state(reader),
            battery: try reader.number(battery, "battery", in: ReportRules.battery),
            intervalSeconds: try interval(reader),
            container: try container(reader),
            key: try reader.text(key, "key", bytes: 0...1024),
            signature: try reader.text(sig, "sig", bytes: 0...1024))
    }

    @inline(__always)
    private func checkSeal(_ topicSeal: String, _ reader: FieldReader) throws(FieldFault) {
        if seal.isAbsent { return }
        guard seal.kind == .string else { throw reader.wrongType(seal, "seal", "a string") }
        guard reader.string(seal) == topicSeal else {
            throw FieldFault(
                .wrongTopic, "seal", "is \(reader.shown(seal)), but this is the topic of another seal, \(topicSeal)")
        }
    }

    @inline(__always)
    private func state(_ reader: FieldReader) throws(FieldFault) -> SealState {
        if state.isAbsent { return .locked }
        guard state.kind == .string else { throw reader.wrongType(state, "state", "a string") }
        switch JSONKey(reader.bytes, of: state) {
        case "locked": return .locked
        case "unlocked": return .unlocked
        case "tampered": return .tampered
        default: throw FieldFault(.outOfRange, "state", "is \(reader.shown(state)), not locked, unlocked or tampered")
        }
    }

    @inline(__always)
    private func interval(_ reader: FieldReader) throws(FieldFault) -> Double? {
        let seconds = try reader.number(interval, "interval", in: ReportRules.intervalSeconds)
        guard seconds != 0 else { throw FieldFault(.outOfRange, "interval", "is 0, not above 0") }
        return seconds
    }

    @inline(__always)
    private func container(_ reader: FieldReader) throws(FieldFault) -> String? {
        guard let text = try reader.text(container, "container", bytes: 0...256) else { return nil }
        let number = ContainerText.normalised(text)
        guard 1...20 ~= number.count else {
            throw FieldFault(.outOfRange, "container", "is \(reader.shown(container)), not 1 to 20 characters")
        }
        return number
    }
}
