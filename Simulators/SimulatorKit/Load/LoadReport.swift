public import Customs

/// The synthetic reports of a load: valid, and known from the seal's index and the sequence number alone.
public enum LoadReport {
    /// `LOAD00001` for index 0.
    public static func seal(prefix: String = "LOAD", index: Int) -> String {
        let digits = String(index + 1)
        return prefix + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// Where the seal is in its report of that number: it goes north, about 110 m from one report to the next.
    ///
    /// - Parameter step: The report's number, counted from 0.
    public static func position(index: Int, step: Int) -> Coordinate {
        Coordinate(
            latitude: 9 + Double(index % 500) * 0.02 + Double(step % 1000) * 0.001,
            longitude: 105 + Double(index / 500 % 50) * 0.02)
    }

    /// The payload of one report.
    public static func payload(
        index: Int, sequence: Int64, step: Int, time: Timestamp, intervalSeconds: Int
    ) -> [UInt8] {
        let report = SealReport(
            seal: "", sequence: sequence, fixTime: time, position: position(index: index, step: step),
            speedMetersPerSecond: 3.7, courseDegrees: 0, horizontalErrorMeters: 4, satellites: 10, hdop: 0.9,
            carrierToNoise: 41, battery: 0.9, intervalSeconds: Double(intervalSeconds))
        return Array(ReportText.json(report).utf8)
    }
}
