extension SealReport: Codable {
    /// The contract's key names.
    private enum CodingKeys: String, CodingKey {
        case seal, boot, time, mode, lat, lon, alt, speed, track, eph, satellites, hdop, cn0, state, battery,
            interval, container, key, sig
        case sequence = "seq"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys) throws -> Double? { try values.decodeIfPresent(Double.self, forKey: key) }
        func text(_ key: CodingKeys) throws -> String? { try values.decodeIfPresent(String.self, forKey: key) }
        // In the order in which `encode` writes: snapshots are read by position.
        let seal = try values.decode(String.self, forKey: .seal)
        let boot = try text(.boot) ?? "0"
        let sequence = try values.decodeIfPresent(Int64.self, forKey: .sequence)
        let fixTime = try values.decode(Timestamp.self, forKey: .time)
        let statedMode = try values.decodeIfPresent(Int.self, forKey: .mode)
        let latitude = try number(.lat)
        let longitude = try number(.lon)
        var position: Coordinate?
        if let latitude, let longitude { position = Coordinate(latitude: latitude, longitude: longitude) }
        self.init(
            seal: seal, boot: boot, sequence: sequence, fixTime: fixTime,
            mode: statedMode ?? (position == nil ? 1 : 3), position: position, altitudeMeters: try number(.alt),
            speedMetersPerSecond: try number(.speed), courseDegrees: try number(.track),
            horizontalErrorMeters: try number(.eph),
            satellites: try values.decodeIfPresent(Int.self, forKey: .satellites), hdop: try number(.hdop),
            carrierToNoise: try number(.cn0),
            state: try values.decodeIfPresent(SealState.self, forKey: .state) ?? .locked,
            battery: try number(.battery), intervalSeconds: try number(.interval), container: try text(.container),
            key: try text(.key), signature: try text(.sig))
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(seal, forKey: .seal)
        try values.encode(boot, forKey: .boot)
        try values.encodeIfPresent(sequence, forKey: .sequence)
        try values.encode(fixTime, forKey: .time)
        try values.encode(mode, forKey: .mode)
        try values.encodeIfPresent(position?.latitude, forKey: .lat)
        try values.encodeIfPresent(position?.longitude, forKey: .lon)
        try values.encodeIfPresent(altitudeMeters, forKey: .alt)
        try values.encodeIfPresent(speedMetersPerSecond, forKey: .speed)
        try values.encodeIfPresent(courseDegrees, forKey: .track)
        try values.encodeIfPresent(horizontalErrorMeters, forKey: .eph)
        try values.encodeIfPresent(satellites, forKey: .satellites)
        try values.encodeIfPresent(hdop, forKey: .hdop)
        try values.encodeIfPresent(carrierToNoise, forKey: .cn0)
        try values.encode(state, forKey: .state)
        try values.encodeIfPresent(battery, forKey: .battery)
        try values.encodeIfPresent(intervalSeconds, forKey: .interval)
        try values.encodeIfPresent(container, forKey: .container)
        try values.encodeIfPresent(key, forKey: .key)
        try values.encodeIfPresent(signature, forKey: .sig)
    }
}
