import Customs

/// A track point in whole numbers, as live tails and blocks keep it: 88 bytes, a third of a `TrackPoint`.
///
/// Both keep the same numbers, so that a track reads the same before and after its points reach the file. A number
/// too large for its field is kept as the largest that fits; one that is not finite is absent.
struct PackedPoint: Hashable, Sendable {
    struct Presence: OptionSet, Hashable, Sendable {
        let rawValue: UInt16

        static let position = Presence(rawValue: 1 << 0)
        static let altitude = Presence(rawValue: 1 << 1)
        static let speed = Presence(rawValue: 1 << 2)
        static let course = Presence(rawValue: 1 << 3)
        static let horizontalError = Presence(rawValue: 1 << 4)
        static let satellites = Presence(rawValue: 1 << 5)
        static let hdop = Presence(rawValue: 1 << 6)
        static let carrierToNoise = Presence(rawValue: 1 << 7)
        static let battery = Presence(rawValue: 1 << 8)
        static let interval = Presence(rawValue: 1 << 9)
    }

    var fixTime: Int64 = 0
    var receivedAt: Int64 = 0
    var sequence: Int64 = 0
    var ordinal: Int64 = 0
    /// Milliseconds.
    var interval: Int64 = 0
    /// 1e-7 degrees.
    var latitude: Int32 = 0
    var longitude: Int32 = 0
    /// Centimetres.
    var altitude: Int32 = 0
    /// Millimetres a second.
    var speed: Int32 = 0
    /// 0.01 degrees.
    var course: Int32 = 0
    /// Centimetres.
    var horizontalError: Int32 = 0
    var satellites: Int32 = 0
    /// Hundredths.
    var hdop: Int32 = 0
    /// Tenths of a dB-Hz.
    var carrierToNoise: Int32 = 0
    /// 1e-4.
    var battery: Int32 = 0
    /// Index into the boots of the segment that the point is in.
    var boot: Int32 = 0
    var presence: Presence = []
    var mode: UInt8 = 0
    /// Index into `PackedPoint.states`.
    var state: UInt8 = 0

    /// What `state` counts; stored, so never reordered.
    static let states: [SealState] = [.locked, .unlocked, .tampered]

    init() {}

    init(_ point: TrackPoint, boot: Int32) {
        fixTime = point.fixTime.milliseconds
        receivedAt = point.receivedAt.milliseconds
        sequence = point.sequence
        ordinal = point.ordinal
        self.boot = boot
        mode = UInt8(clamping: point.mode)
        switch point.state {
        case .locked: state = 0
        case .unlocked: state = 1
        case .tampered: state = 2
        }
        if let position = point.position, position.latitude.isFinite, position.longitude.isFinite {
            Self.pack(position.latitude, scale: 1e7, into: &latitude, .position, &presence)
            Self.pack(position.longitude, scale: 1e7, into: &longitude, .position, &presence)
        }
        Self.pack(point.altitudeMeters, scale: 100, into: &altitude, .altitude, &presence)
        Self.pack(point.speedMetersPerSecond, scale: 1000, into: &speed, .speed, &presence)
        Self.pack(point.courseDegrees, scale: 100, into: &course, .course, &presence)
        Self.pack(point.horizontalErrorMeters, scale: 100, into: &horizontalError, .horizontalError, &presence)
        Self.pack(point.hdop, scale: 100, into: &hdop, .hdop, &presence)
        Self.pack(point.carrierToNoise, scale: 10, into: &carrierToNoise, .carrierToNoise, &presence)
        Self.pack(point.battery, scale: 10_000, into: &battery, .battery, &presence)
        Self.pack(point.intervalSeconds, scale: 1000, into: &interval, .interval, &presence)
        if let count = point.satellites {
            satellites = Int32(clamping: count)
            presence.insert(.satellites)
        }
    }

    @inline(__always)
    private static func pack<Number: FixedWidthInteger>(
        _ value: Double?, scale: Double, into field: inout Number, _ mark: Presence, _ presence: inout Presence
    ) {
        guard let value, value.isFinite else { return }
        field = Number(saturating: (value * scale).rounded())
        presence.insert(mark)
    }

    var position: Coordinate? {
        guard presence.contains(.position) else { return nil }
        return Coordinate(latitude: Double(latitude) / 1e7, longitude: Double(longitude) / 1e7)
    }

    func unpacked(boots: [String]) -> TrackPoint {
        func value(_ number: some BinaryInteger, per scale: Double, _ mark: Presence) -> Double? {
            presence.contains(mark) ? Double(number) / scale : nil
        }
        return TrackPoint(
            fixTime: Timestamp(milliseconds: fixTime), receivedAt: Timestamp(milliseconds: receivedAt),
            boot: boots[Int(boot)], sequence: sequence, ordinal: ordinal, mode: Int(mode),
            position: position, altitudeMeters: value(altitude, per: 100, .altitude),
            speedMetersPerSecond: value(speed, per: 1000, .speed), courseDegrees: value(course, per: 100, .course),
            horizontalErrorMeters: value(horizontalError, per: 100, .horizontalError),
            satellites: presence.contains(.satellites) ? Int(satellites) : nil, hdop: value(hdop, per: 100, .hdop),
            carrierToNoise: value(carrierToNoise, per: 10, .carrierToNoise), state: Self.states[Int(state)],
            battery: value(battery, per: 10_000, .battery), intervalSeconds: value(interval, per: 1000, .interval))
    }
}

extension FixedWidthInteger {
    /// The nearest number that fits, for a finite value.
    fileprivate init(saturating value: Double) {
        if value >= Double(Self.max) {
            self = .max
        } else if value <= Double(Self.min) {
            self = .min
        } else {
            self = Self(value)
        }
    }
}
