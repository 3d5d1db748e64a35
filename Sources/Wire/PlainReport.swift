import Customs

/// A seal's report read in one go, without tokens in between: the form in which seals send nearly all of them.
///
/// It knows one answer only, the report. A value out of its bounds, a null, an escape, an exponent, anything that is
/// not plain is `nil`, and `SealReportFields` reads the object again and says what is right or wrong with it.
struct PlainReport {
    let seal: UnsafeRawBufferPointer
    let receivedAt: Timestamp

    private var sequence: Int64?
    private var fixTime: Timestamp?
    private var mode: Int?
    private var latitude: Double?
    private var longitude: Double?
    private var altitude: Double?
    private var speed: Double?
    private var course: Double?
    private var horizontalError: Double?
    private var satellites: Int?
    private var hdop: Double?
    private var carrierToNoise: Double?
    private var state = SealState.locked
    private var battery: Double?
    private var interval: Double?
    private var boot: String?
    private var container: String?
    private var key: String?
    private var signature: String?

    /// - Parameter seal: the seal's name in the topic, valid.
    init(seal: UnsafeRawBufferPointer, receivedAt: Timestamp) {
        self.seal = seal
        self.receivedAt = receivedAt
    }

    /// Reads the report at the cursor, after any blanks, moves the cursor behind it and adds it to `decoded` with the
    /// digest of its bytes.
    ///
    /// - Returns: `false` where it is not plain; then nothing was added, and the cursor stands anywhere.
    @inline(never)
    static func read(
        _ cursor: inout PlainCursor, seal: UnsafeRawBufferPointer, receivedAt: Timestamp, into decoded: inout Decoded
    ) -> Bool {
        cursor.skipBlanks()
        let start = cursor.index
        var reader = PlainReport(seal: seal, receivedAt: receivedAt)
        guard let report = reader.read(&cursor) else { return false }
        let raw = cursor.bytes(start..<cursor.index)
        decoded.append(.success(.report(report, .seal, digest: StableHash.of(bytes: raw))))
        return true
    }

    /// Reads the object at the cursor and moves the cursor behind it.
    @inline(__always)
    mutating func read(_ cursor: inout PlainCursor) -> SealReport? {
        guard cursor.take("{") else { return nil }
        while true {
            guard let name = cursor.key(), readValue(of: name, &cursor), let isMore = cursor.takeComma() else {
                return nil
            }
            if !isMore { return report }
        }
    }

    @inline(__always)
    private var report: SealReport? {
        guard let sequence, let fixTime, (latitude == nil) == (longitude == nil) else { return nil }
        var position: Coordinate?
        if let latitude, let longitude { position = Coordinate(latitude: latitude, longitude: longitude) }
        return SealReport(
            seal: String(decoding: seal, as: UTF8.self), boot: boot ?? "0", sequence: sequence, fixTime: fixTime,
            mode: mode ?? (position == nil ? 1 : 3), position: position, altitudeMeters: altitude,
            speedMetersPerSecond: speed, courseDegrees: ReportRules.course(course),
            horizontalErrorMeters: horizontalError, satellites: satellites, hdop: hdop,
            carrierToNoise: carrierToNoise, state: state, battery: battery, intervalSeconds: interval,
            container: container, key: key, signature: signature)
    }

    /// Of a key that comes twice the last value counts.
    @inline(__always)
    private mutating func readValue(of name: JSONKey, _ cursor: inout PlainCursor) -> Bool {
        switch name {
        case "seq": return cursor.read(&sequence, ReportRules.sequence)
        case "time": return cursor.read(&fixTime) && FixTimeRule.holds(fixTime, receivedAt: receivedAt)
        case "mode": return cursor.read(&mode, ReportRules.mode)
        case "lat": return cursor.read(&latitude, ReportRules.latitude)
        case "lon": return cursor.read(&longitude, ReportRules.longitude)
        case "alt": return cursor.read(&altitude, ReportRules.altitudeMeters)
        case "speed": return cursor.read(&speed, ReportRules.speedMetersPerSecond)
        case "track": return cursor.read(&course, ReportRules.courseDegrees)
        case "eph": return cursor.read(&horizontalError, ReportRules.horizontalErrorMeters)
        case "satellites": return cursor.read(&satellites, ReportRules.satellites)
        case "hdop": return cursor.read(&hdop, ReportRules.hdop)
        case "cn0": return cursor.read(&carrierToNoise, ReportRules.carrierToNoise)
        case "state": return readState(&cursor)
        case "battery": return cursor.read(&battery, ReportRules.battery)
        case "interval": return cursor.read(&interval, ReportRules.intervalSeconds) && interval != 0
        case "boot": return cursor.read(&boot, bytes: 1...64)
        case "key": return cursor.read(&key, bytes: 0...1024)
        case "sig": return cursor.read(&signature, bytes: 0...1024)
        case "container": return cursor.read(&container, bytes: 1...20) && container.map(ContainerText.isPlain) == true
        case "seal": return readSeal(&cursor)
        default: return cursor.skipPlainValue()
        }
    }

    @inline(__always)
    private mutating func readState(_ cursor: inout PlainCursor) -> Bool {
        switch cursor.name() {
        case "locked"?: state = .locked
        case "unlocked"?: state = .unlocked
        case "tampered"?: state = .tampered
        default: return false
        }
        return true
    }

    /// The payload may name its seal too; it must be the topic's.
    private func readSeal(_ cursor: inout PlainCursor) -> Bool {
        guard let range = cursor.string() else { return false }
        return cursor.bytes(range).elementsEqual(seal)
    }
}

extension PlainCursor {
    @inline(__always)
    fileprivate mutating func read(_ value: inout Double?, _ range: ClosedRange<Double>) -> Bool {
        guard let number = decimal(), number.value >= range.lowerBound, number.value <= range.upperBound else {
            return false
        }
        value = number.value
        return true
    }

    @inline(__always)
    fileprivate mutating func read<Value: FixedWidthInteger>(
        _ value: inout Value?, _ range: ClosedRange<Int64>
    ) -> Bool {
        guard let number = decimal(), number.isInteger, case let whole = Int64(number.value),
            whole >= range.lowerBound, whole <= range.upperBound
        else { return false }
        value = Value(whole)
        return true
    }

    @inline(__always)
    fileprivate mutating func read(_ value: inout String?, bytes range: ClosedRange<Int>) -> Bool {
        guard let found = string(), range.contains(found.count) else { return false }
        value = String(decoding: bytes(found), as: UTF8.self)
        return true
    }

    @inline(__always)
    fileprivate mutating func read(_ value: inout Timestamp?) -> Bool {
        value = time()
        return value != nil
    }
}
