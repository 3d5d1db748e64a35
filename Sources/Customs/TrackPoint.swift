/// One stored report of a seal, as its track keeps it.
public struct TrackPoint: Sendable, Hashable {
    public var fixTime: Timestamp
    public var receivedAt: Timestamp
    public var boot: String
    public var sequence: Int64
    /// The count of all reports stored up to this one (`StoredReport.ordinal`).
    public var ordinal: Int64
    public var mode: Int
    public var position: Coordinate?
    public var altitudeMeters: Double?
    public var speedMetersPerSecond: Double?
    public var courseDegrees: Double?
    public var horizontalErrorMeters: Double?
    public var satellites: Int?
    public var hdop: Double?
    public var carrierToNoise: Double?
    public var state: SealState
    public var battery: Double?
    public var intervalSeconds: Double?

    public init(_ stored: StoredReport, ordinal: Int64) {
        let report = stored.report
        fixTime = report.fixTime
        receivedAt = stored.receivedAt
        boot = report.boot
        sequence = report.sequence ?? 0
        self.ordinal = ordinal
        mode = report.mode
        position = report.fix
        altitudeMeters = report.altitudeMeters
        speedMetersPerSecond = report.speedMetersPerSecond
        courseDegrees = report.courseDegrees
        horizontalErrorMeters = report.horizontalErrorMeters
        satellites = report.satellites
        hdop = report.hdop
        carrierToNoise = report.carrierToNoise
        state = report.state
        battery = report.battery
        intervalSeconds = report.intervalSeconds
    }

    public init(
        fixTime: Timestamp, receivedAt: Timestamp, boot: String, sequence: Int64, ordinal: Int64, mode: Int,
        position: Coordinate? = nil, altitudeMeters: Double? = nil, speedMetersPerSecond: Double? = nil,
        courseDegrees: Double? = nil, horizontalErrorMeters: Double? = nil, satellites: Int? = nil,
        hdop: Double? = nil, carrierToNoise: Double? = nil, state: SealState = .locked, battery: Double? = nil,
        intervalSeconds: Double? = nil
    ) {
        self.fixTime = fixTime
        self.receivedAt = receivedAt
        self.boot = boot
        self.sequence = sequence
        self.ordinal = ordinal
        self.mode = mode
        self.position = position
        self.altitudeMeters = altitudeMeters
        self.speedMetersPerSecond = speedMetersPerSecond
        self.courseDegrees = courseDegrees
        self.horizontalErrorMeters = horizontalErrorMeters
        self.satellites = satellites
        self.hdop = hdop
        self.carrierToNoise = carrierToNoise
        self.state = state
        self.battery = battery
        self.intervalSeconds = intervalSeconds
    }
}
