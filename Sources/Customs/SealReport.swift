/// One message of a seal, as the contract's section 1 has it; units are gpsd's.
public struct SealReport: Hashable, Sendable {
    /// The seal's name, an `Identifier`.
    public var seal: String
    /// Changes when the seal's counter could not be kept.
    public var boot: String
    /// Counts up by one a report of this seal; `nil` where the source has none and the server counts.
    public var sequence: Int64?
    /// The device's time of the fix.
    public var fixTime: Timestamp
    /// gpsd's fix mode, 0...3; 0 and 1 mean no fix.
    public var mode: Int
    /// `nil` without a fix.
    public var position: Coordinate?
    public var altitudeMeters: Double?
    public var speedMetersPerSecond: Double?
    /// Course over ground, 0..<360.
    public var courseDegrees: Double?
    /// Estimated horizontal error (gpsd's `eph`).
    public var horizontalErrorMeters: Double?
    public var satellites: Int?
    public var hdop: Double?
    /// Mean carrier-to-noise density in dB-Hz.
    public var carrierToNoise: Double?
    public var state: SealState
    /// 0...1.
    public var battery: Double?
    /// The interval it reports at now.
    public var intervalSeconds: Double?
    /// What the device was told it seals.
    public var container: String?
    /// Signing key id.
    public var key: String?
    public var signature: String?

    public init(
        seal: String, boot: String = "0", sequence: Int64?, fixTime: Timestamp, mode: Int = 3,
        position: Coordinate? = nil, altitudeMeters: Double? = nil, speedMetersPerSecond: Double? = nil,
        courseDegrees: Double? = nil, horizontalErrorMeters: Double? = nil, satellites: Int? = nil,
        hdop: Double? = nil, carrierToNoise: Double? = nil, state: SealState = .locked, battery: Double? = nil,
        intervalSeconds: Double? = nil, container: String? = nil, key: String? = nil, signature: String? = nil
    ) {
        self.seal = seal
        self.boot = boot
        self.sequence = sequence
        self.fixTime = fixTime
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
        self.container = container
        self.key = key
        self.signature = signature
    }

    /// The position where the mode says that there is one.
    public var fix: Coordinate? { mode >= 2 ? position : nil }
}
