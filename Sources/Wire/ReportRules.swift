import Customs

/// The bounds of a report's fields (the contract's section 1), whatever format they come in.
enum ReportRules {
    /// JSON numbers are exact up to here in every language.
    static let sequence: ClosedRange<Int64> = 0...9_007_199_254_740_992
    static let mode: ClosedRange<Int64> = 0...3
    static let latitude = -90.0...90.0
    static let longitude = -180.0...180.0
    static let altitudeMeters = -1000.0...100_000.0
    static let speedMetersPerSecond = 0.0...1000.0
    static let courseDegrees = 0.0...360.0
    /// An error wider than the earth says nothing.
    static let horizontalErrorMeters = 0.0...1e8
    static let satellites: ClosedRange<Int64> = 0...1000
    static let hdop = 0.0...1e6
    static let carrierToNoise = 0.0...100.0
    static let battery = 0.0...1.0
    /// A year; the shortest is above 0.
    static let intervalSeconds = 0.0...31_536_000.0

    /// 360 degrees is north, like 0.
    @inline(__always)
    static func course(_ degrees: Double?) -> Double? { degrees == 360 ? 0 : degrees }

    /// Both coordinates or neither.
    @inline(__always)
    static func position(
        _ latitude: Double?, _ longitude: Double?, names: (StaticString, StaticString) = ("lat", "lon")
    ) throws(FieldFault) -> Coordinate? {
        switch (latitude, longitude) {
        case (let latitude?, let longitude?): return Coordinate(latitude: latitude, longitude: longitude)
        case (nil, nil): return nil
        case (nil, _): throw FieldFault(.missingField, names.0, "is missing, but \(names.1) is there")
        case (_, nil): throw FieldFault(.missingField, names.1, "is missing, but \(names.0) is there")
        }
    }
}
