/// One message of a seal, as the contract's section 1 has it; units are gpsd's.
///
/// A value of one word: its fields lie in storage that copies share until one is changed, for a report passes through
/// many hands between the wire and the ledger.
public struct SealReport: Sendable {
    private var storage: Storage

    private struct Fields: Hashable, Sendable {
        var seal: String
        var boot: String
        var sequence: Int64?
        var fixTime: Timestamp
        var mode: Int
        var position: Coordinate?
        var altitudeMeters: Double?
        var speedMetersPerSecond: Double?
        var courseDegrees: Double?
        var horizontalErrorMeters: Double?
        var satellites: Int?
        var hdop: Double?
        var carrierToNoise: Double?
        var state: SealState
        var battery: Double?
        var intervalSeconds: Double?
        var container: String?
        var key: String?
        var signature: String?
    }

    /// Never changed while shared: `change` copies it first.
    private final class Storage: @unchecked Sendable {
        var fields: Fields

        init(_ fields: Fields) { self.fields = fields }
    }

    public init(
        seal: String, boot: String = "0", sequence: Int64?, fixTime: Timestamp, mode: Int = 3,
        position: Coordinate? = nil, altitudeMeters: Double? = nil, speedMetersPerSecond: Double? = nil,
        courseDegrees: Double? = nil, horizontalErrorMeters: Double? = nil, satellites: Int? = nil,
        hdop: Double? = nil, carrierToNoise: Double? = nil, state: SealState = .locked, battery: Double? = nil,
        intervalSeconds: Double? = nil, container: String? = nil, key: String? = nil, signature: String? = nil
    ) {
        storage = Storage(
            Fields(
                seal: seal, boot: boot, sequence: sequence, fixTime: fixTime, mode: mode, position: position,
                altitudeMeters: altitudeMeters, speedMetersPerSecond: speedMetersPerSecond,
                courseDegrees: courseDegrees, horizontalErrorMeters: horizontalErrorMeters, satellites: satellites,
                hdop: hdop, carrierToNoise: carrierToNoise, state: state, battery: battery,
                intervalSeconds: intervalSeconds, container: container, key: key, signature: signature))
    }

    /// The position where the mode says that there is one.
    public var fix: Coordinate? { mode >= 2 ? position : nil }

    private mutating func change(_ body: (inout Fields) -> Void) {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.fields) }
        body(&storage.fields)
    }
}

extension SealReport: Hashable {
    public static func == (a: SealReport, b: SealReport) -> Bool {
        a.storage === b.storage || a.storage.fields == b.storage.fields
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(storage.fields) }
}

extension SealReport {
    /// The seal's name, an `Identifier`.
    public var seal: String {
        get { storage.fields.seal }
        set { change { $0.seal = newValue } }
    }
    /// Changes when the seal's counter could not be kept.
    public var boot: String {
        get { storage.fields.boot }
        set { change { $0.boot = newValue } }
    }
    /// Counts up by one a report of this seal; `nil` where the source has none and the server counts.
    public var sequence: Int64? {
        get { storage.fields.sequence }
        set { change { $0.sequence = newValue } }
    }
    /// The device's time of the fix.
    public var fixTime: Timestamp {
        get { storage.fields.fixTime }
        set { change { $0.fixTime = newValue } }
    }
    /// gpsd's fix mode, 0...3; 0 and 1 mean no fix.
    public var mode: Int {
        get { storage.fields.mode }
        set { change { $0.mode = newValue } }
    }
    /// `nil` without a fix.
    public var position: Coordinate? {
        get { storage.fields.position }
        set { change { $0.position = newValue } }
    }
    public var altitudeMeters: Double? {
        get { storage.fields.altitudeMeters }
        set { change { $0.altitudeMeters = newValue } }
    }
    public var speedMetersPerSecond: Double? {
        get { storage.fields.speedMetersPerSecond }
        set { change { $0.speedMetersPerSecond = newValue } }
    }
    /// Course over ground, 0..<360.
    public var courseDegrees: Double? {
        get { storage.fields.courseDegrees }
        set { change { $0.courseDegrees = newValue } }
    }
    /// Estimated horizontal error (gpsd's `eph`).
    public var horizontalErrorMeters: Double? {
        get { storage.fields.horizontalErrorMeters }
        set { change { $0.horizontalErrorMeters = newValue } }
    }
    public var satellites: Int? {
        get { storage.fields.satellites }
        set { change { $0.satellites = newValue } }
    }
    public var hdop: Double? {
        get { storage.fields.hdop }
        set { change { $0.hdop = newValue } }
    }
    /// Mean carrier-to-noise density in dB-Hz.
    public var carrierToNoise: Double? {
        get { storage.fields.carrierToNoise }
        set { change { $0.carrierToNoise = newValue } }
    }
    public var state: SealState {
        get { storage.fields.state }
        set { change { $0.state = newValue } }
    }
    /// 0...1.
    public var battery: Double? {
        get { storage.fields.battery }
        set { change { $0.battery = newValue } }
    }
    /// The interval it reports at now.
    public var intervalSeconds: Double? {
        get { storage.fields.intervalSeconds }
        set { change { $0.intervalSeconds = newValue } }
    }
    /// What the device was told it seals.
    public var container: String? {
        get { storage.fields.container }
        set { change { $0.container = newValue } }
    }
    /// Signing key id.
    public var key: String? {
        get { storage.fields.key }
        set { change { $0.key = newValue } }
    }
    public var signature: String? {
        get { storage.fields.signature }
        set { change { $0.signature = newValue } }
    }
}
