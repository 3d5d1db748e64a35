import Customs

/// What times can be true: none before GPS time began, none more than a day ahead of the server.
enum FixTimeRule {
    /// How far ahead of the received time a device's clock may run before its report is refused, in seconds.
    static let secondsAhead = 86_400.0

    /// The time, where it can be true. gpsd's times have no upper bound: they are the receiver's own.
    @inline(__always)
    static func checked(
        _ time: Timestamp, _ name: StaticString, receivedAt: Timestamp?
    ) throws(FieldFault) -> Timestamp {
        guard time >= .gpsEpoch else {
            throw FieldFault(
                .timeBeforeGPSEpoch, name, "is \(time.rfc3339), before GPS time began (\(Timestamp.gpsEpoch.rfc3339))")
        }
        if let receivedAt, time.milliseconds - receivedAt.milliseconds > Int64(secondsAhead * 1000) {
            throw FieldFault(
                .timeInFuture, name, "is \(time.rfc3339), more than 24 hours after it came (\(receivedAt.rfc3339))")
        }
        return time
    }

    /// Whether the time can be true.
    @inline(__always)
    static func holds(_ time: Timestamp?, receivedAt: Timestamp) -> Bool {
        guard let time else { return false }
        return time >= .gpsEpoch && time.milliseconds - receivedAt.milliseconds <= Int64(secondsAhead * 1000)
    }
}
