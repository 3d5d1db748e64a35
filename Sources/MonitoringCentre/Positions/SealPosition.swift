public import Customs

/// Where a seal is: the contract's stream event `position`.
public struct SealPosition: Sendable, Hashable {
    public var seal: String
    public var container: String?
    public var transit: String?
    /// The time of the report; `fixTime` says where the fix is older.
    public var time: Timestamp
    public var coordinate: Coordinate
    public var speedMetersPerSecond: Double?
    public var courseDegrees: Double?
    public var state: SealState
    public var battery: Double?
    /// The time of the fix, where the report itself had none.
    public var fixTime: Timestamp?
    /// The fix contradicts what is known of the seal.
    public var isSuspect: Bool

    /// The position in a report that has a fix, or else the last one known; `nil` without either.
    public init?(
        report: SealReport, container: String?, transit: String?, lastKnown: SealPosition?, isSuspect: Bool = false
    ) {
        self.isSuspect = isSuspect
        seal = report.seal
        self.container = container
        self.transit = transit
        time = report.fixTime
        state = report.state
        battery = report.battery
        if let fix = report.fix {
            coordinate = fix
            speedMetersPerSecond = report.speedMetersPerSecond
            courseDegrees = report.courseDegrees
        } else if let lastKnown {
            coordinate = lastKnown.coordinate
            fixTime = lastKnown.fixTime ?? lastKnown.time
        } else {
            return nil
        }
    }

    /// The newest position of a seal; `nil` where it never had a fix.
    public init?(_ status: SealStatus) {
        let fix = status.lastFix.flatMap {
            SealPosition(report: $0, container: status.container, transit: status.transit, lastKnown: nil)
        }
        self.init(
            report: status.lastReport, container: status.container, transit: status.transit, lastKnown: fix,
            isSuspect: status.isSuspect)
    }

    /// Writes the contract's object.
    func write(to writer: inout ByteWriter) {
        writer.append("{\"seal\":")
        writer.quoted(seal)
        writeMembers(to: &writer)
        writer.append(",\"lat\":")
        writer.degrees(coordinate.latitude)
        writer.append(",\"lon\":")
        writer.degrees(coordinate.longitude)
        writer.append("}")
    }

    /// Everything but the seal and the coordinates, each with a comma before it.
    func writeMembers(to writer: inout ByteWriter) {
        if let container {
            writer.append(",\"container\":")
            writer.quoted(container)
        }
        if let transit {
            writer.append(",\"transit\":")
            writer.quoted(transit)
        }
        writer.append(",\"time\":")
        writer.quoted(time)
        if let fixTime {
            writer.append(",\"fixTime\":")
            writer.quoted(fixTime)
        }
        // The contract names these without a question mark: unknown is null, not absent.
        writeNumber("speed", speedMetersPerSecond, to: &writer)
        writeNumber("track", courseDegrees, to: &writer)
        writer.append(",\"state\":")
        writer.quoted(state.rawValue)
        writeNumber("battery", battery, to: &writer)
        if isSuspect { writer.append(",\"suspect\":true") }
    }

    private func writeNumber(_ key: String, _ value: Double?, to writer: inout ByteWriter) {
        writer.append(",\"")
        writer.append(key)
        writer.append("\":")
        if let value { writer.number(value) } else { writer.append("null") }
    }
}

extension SealPosition: Codable {
    private enum CodingKeys: String, CodingKey {
        case seal, container, transit, time, lat, lon, speed, track, state, battery, fixTime, suspect
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        seal = try values.decode(String.self, forKey: .seal)
        container = try values.decodeIfPresent(String.self, forKey: .container)
        transit = try values.decodeIfPresent(String.self, forKey: .transit)
        time = try values.decode(Timestamp.self, forKey: .time)
        coordinate = Coordinate(
            latitude: try values.decode(Double.self, forKey: .lat),
            longitude: try values.decode(Double.self, forKey: .lon))
        speedMetersPerSecond = try values.decodeIfPresent(Double.self, forKey: .speed)
        courseDegrees = try values.decodeIfPresent(Double.self, forKey: .track)
        state = try values.decode(SealState.self, forKey: .state)
        battery = try values.decodeIfPresent(Double.self, forKey: .battery)
        fixTime = try values.decodeIfPresent(Timestamp.self, forKey: .fixTime)
        isSuspect = try values.decodeIfPresent(Bool.self, forKey: .suspect) ?? false
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(seal, forKey: .seal)
        try values.encodeIfPresent(container, forKey: .container)
        try values.encodeIfPresent(transit, forKey: .transit)
        try values.encode(time, forKey: .time)
        try values.encode(coordinate.latitude, forKey: .lat)
        try values.encode(coordinate.longitude, forKey: .lon)
        try values.encodeIfPresent(speedMetersPerSecond, forKey: .speed)
        try values.encodeIfPresent(courseDegrees, forKey: .track)
        try values.encode(state, forKey: .state)
        try values.encodeIfPresent(battery, forKey: .battery)
        try values.encodeIfPresent(fixTime, forKey: .fixTime)
        if isSuspect { try values.encode(true, forKey: .suspect) }
    }
}
