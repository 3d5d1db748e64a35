/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// The system's one notion of time: fix times, received times and deadlines. It reads no clock.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since the Unix epoch; negative before it.
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public init(seconds: Double) { milliseconds = Int64((seconds * 1000).rounded()) }

    /// Seconds since the Unix epoch.
    public var seconds: Double { Double(milliseconds) / 1000 }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// This moment moved by `seconds`.
    public func advanced(bySeconds seconds: Double) -> Timestamp {
        let change = seconds * 1000
        // Rounded by truncation: this runs several times a report, and `rounded` is a call.
        return Timestamp(milliseconds: milliseconds + Int64(change < 0 ? change - 0.5 : change + 0.5))
    }

    /// Seconds from `earlier` to this moment.
    public func seconds(since earlier: Timestamp) -> Double {
        Double(milliseconds - earlier.milliseconds) / 1000
    }

    /// Before any evidence.
    public static let distantPast = Timestamp(milliseconds: -62_135_596_800_000)
    /// 9999-12-31T23:59:59.999Z: after any evidence, and the last moment that RFC 3339 can write.
    public static let distantFuture = Timestamp(milliseconds: 253_402_300_799_999)
    /// 1980-01-06, when GPS time began: a fix before it comes from a clock that was never set.
    public static let gpsEpoch = Timestamp(milliseconds: 315_964_800_000)
}
