import Customs

/// One item of a seal's history, in the form that the fold needs: small, and the same from the journal as live.
///
/// Measurements are whole numbers of a fine unit, so that what is kept in few bytes folds again to the same result.
struct Evidence: Sendable, Hashable {
    enum Kind: UInt8, Sendable {
        /// A transit begins; the subject says which.
        case transitStarts
        case report
        /// A report came under a number that is taken by another body; it is refused, and its coming is evidence.
        case numberReused
        case gateIn, gateOut
        /// An officer ended the transit.
        case transitEnds
    }

    /// What evidence that is no report is about.
    enum Subject: Sendable, Hashable {
        case transit(Int32)
        /// Behind a pointer: an item of evidence is nearly always a report.
        indirect case gate(Gate)
    }

    /// What a gate event says of its container's transit.
    struct Gate: Sendable, Hashable {
        /// The facility's code.
        var facility: String
        /// The event's key, to find it when it is corrected.
        var event: String
        /// As it was posted.
        var plate: String?
        /// When it was told, which decides whether it was told in time.
        var receivedAt: Timestamp

        /// The sender's own id: what of the key follows the account.
        var eventId: String { event.split(separator: "\u{1f}", maxSplits: 1).last.map(String.init) ?? event }
    }

    var time: Timestamp
    let kind: Kind
    /// The report's number; 0 for other evidence.
    var sequence: Int64 = 0
    /// Tells apart what has the same time and number: for a report the hash of its boot.
    var tie: UInt32 = 0
    var fix: GridPoint?
    /// gpsd's fix mode, 0...3.
    var mode: UInt8 = 0
    var state = SealState.locked
    /// Centimetres a second.
    private(set) var rawSpeed = Self.absent16
    /// Decimetres.
    private(set) var rawError = Self.absent16
    private(set) var rawSatellites = Self.absent8
    /// Whole dB-Hz.
    private(set) var rawCarrierToNoise = Self.absent8
    /// Ten-thousandths.
    private(set) var rawBattery = Self.absent16
    /// Whole seconds.
    private(set) var rawInterval = Self.absent16
    /// Seconds from the device's time to the time received, where the device's clock is wrong; else 0.
    var clockErrorSeconds: Int32 = 0
    var subject: Subject?

    static let absent16 = UInt16.max
    static let absent8 = UInt8.max

    init(time: Timestamp, kind: Kind) {
        self.time = time
        self.kind = kind
    }

    init(transit: Int32, _ kind: Kind, at time: Timestamp) {
        self.init(time: time, kind: kind)
        subject = .transit(transit)
        tie = UInt32(bitPattern: transit)
    }

    /// A gate event as evidence.
    ///
    /// - Parameters:
    ///   - event: The event's key; it tells apart what has the same time, so that arrival decides nothing.
    ///   - receivedAt: When it was first told: of a correction, when what it corrects was.
    init(
        _ kind: Kind, facility: String, event: String, plate: String?, receivedAt: Timestamp, at time: Timestamp
    ) {
        self.init(time: time, kind: kind)
        // An empty plate is none, also after the log, which has no word for either.
        let plate = plate.flatMap { $0.isEmpty ? nil : $0 }
        subject = .gate(Gate(facility: facility, event: event, plate: plate, receivedAt: receivedAt))
        var hash = StableHash()
        hash.combine(event)
        tie = UInt32(truncatingIfNeeded: hash.value)
    }

    /// A report as evidence.
    ///
    /// - Parameter clock: What a device's clock may be off by before the time received is taken in its place.
    init(report: SealReport, kind: Kind = .report, receivedAt: Timestamp, clock: ClockTolerance) {
        let lag = receivedAt.seconds(since: report.fixTime)
        // Nothing happened later than it was heard of, whatever the device says.
        var time = min(report.fixTime, receivedAt)
        if lag > clock.behindSeconds { time = receivedAt }
        self.init(time: time, kind: kind)
        if lag > clock.behindSeconds || -lag > clock.aheadSeconds {
            clockErrorSeconds = Int32(clamping: Int64(lag.rounded()))
        }
        sequence = report.sequence ?? 0
        tie = Self.bootMark(report.boot)
        fix = report.fix.map(GridPoint.init)
        mode = UInt8(clamping: report.mode)
        state = report.state
        rawSpeed = Self.packed(report.speedMetersPerSecond, per: 100)
        rawError = Self.packed(report.horizontalErrorMeters, per: 10)
        rawSatellites = report.satellites.map { UInt8(clamping: min($0, 254)) } ?? Self.absent8
        rawCarrierToNoise = report.carrierToNoise.map { UInt8(min(254, max(0, $0)) + 0.5) } ?? Self.absent8
        rawBattery = Self.packed(report.battery, per: 10_000)
        rawInterval = Self.packed(report.intervalSeconds, per: 1)
    }

    /// A short stable name of a boot; the usual one is 0.
    static func bootMark(_ boot: String) -> UInt32 {
        if boot == "0" { return 0 }
        var hash = StableHash()
        hash.combine(boot)
        return UInt32(truncatingIfNeeded: hash.value) | 1
    }

    private static func packed(_ value: Double?, per unit: Double) -> UInt16 {
        guard let value else { return absent16 }
        return UInt16(min(Double(absent16 - 1), max(0, value * unit)) + 0.5)
    }

    /// Whether two reports under one number have the same content; the times count only where both clocks are right.
    func saysTheSame(as other: Evidence) -> Bool {
        let isSameTime = time == other.time || clockErrorSeconds != 0 || other.clockErrorSeconds != 0
        return isSameTime && fix == other.fix && mode == other.mode && state == other.state
            && rawSpeed == other.rawSpeed && rawBattery == other.rawBattery
    }

    /// Sets what the log keeps of a report.
    mutating func setMeasurements(
        speed: UInt16, error: UInt16, satellites: UInt8, carrierToNoise: UInt8, battery: UInt16, interval: UInt16
    ) {
        rawSpeed = speed
        rawError = error
        rawSatellites = satellites
        rawCarrierToNoise = carrierToNoise
        rawBattery = battery
        rawInterval = interval
    }
}

extension Evidence {
    /// Where the fix says it is.
    var position: Coordinate? { fix?.coordinate }
    var speedMetersPerSecond: Double? { rawSpeed == Self.absent16 ? nil : Double(rawSpeed) / 100 }
    /// The device's own estimate of its error.
    var errorMeters: Double? { rawError == Self.absent16 ? nil : Double(rawError) / 10 }
    var satellites: Int? { rawSatellites == Self.absent8 ? nil : Int(rawSatellites) }
    /// dB-Hz.
    var carrierToNoise: Double? { rawCarrierToNoise == Self.absent8 ? nil : Double(rawCarrierToNoise) }
    /// 0...1.
    var battery: Double? { rawBattery == Self.absent16 ? nil : Double(rawBattery) / 10_000 }
    /// Declared seconds between reports.
    var interval: Double? { rawInterval == Self.absent16 ? nil : Double(rawInterval) }
    var transit: Int32? { if case .transit(let handle)? = subject { handle } else { nil } }
    var order: EvidenceOrder { EvidenceOrder(time: time, rank: kind.rawValue, sequence: sequence, tie: tie) }
    /// What it says where it is a gate event.
    var gate: Gate? { if case .gate(let gate)? = subject { gate } else { nil } }
    var facility: String? { gate?.facility }
    var gateEvent: String? { gate?.event }
}

/// How far a device's clock may be from the time received before it is called wrong.
struct ClockTolerance: Sendable {
    var aheadSeconds: Double
    var behindSeconds: Double

    init(_ settings: RuleSettings) {
        aheadSeconds = settings["ahead"]
        behindSeconds = settings["behind"]
    }
}
