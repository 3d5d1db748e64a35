package import Customs

/// A receiver's log as gpsfake plays it: `GPGGA` and `GPRMC`, one fix a second, along a journey.
public enum NMEALog {
    /// The log of the first transit of a fleet, from its departure on.
    ///
    /// - Parameter seconds: How much of the journey, at most.
    public static func text(of fleet: Fleet, seconds: Int) -> String {
        guard let journey = fleet.firstJourney else { return "" }
        let end = min(journey.samples.count, journey.departure + max(0, seconds))
        return (journey.departure..<end).map { second in
            let sample = journey.samples[second]
            let lines = sentences(
                at: journey.time(second), place: journey.place(second),
                speedMetersPerSecond: sample.speedMetersPerSecond,
                courseDegrees: journey.road.path.courseDegrees(atMeters: sample.meters))
            return lines.map { $0 + "\r\n" }.joined()
        }.joined()
    }

    /// The two sentences of one fix, without line ends.
    package static func sentences(
        at time: Timestamp, place: Coordinate, speedMetersPerSecond: Double, courseDegrees: Double
    ) -> [String] {
        // 20260302T010203000
        let digits = Array(time.compact)
        let clock = String(digits[9..<15]) + ".00"
        let date = String(digits[6..<8] + digits[4..<6] + digits[2..<4])
        let latitude = angle(place.latitude, degreeDigits: 2) + (place.latitude < 0 ? ",S" : ",N")
        let longitude = angle(place.longitude, degreeDigits: 3) + (place.longitude < 0 ? ",W" : ",E")
        let knots = ReportText.fixed(speedMetersPerSecond * 3600 / 1852, 2)
        let course = ReportText.fixed(courseDegrees, 1)
        return [
            sentence("GPGGA,\(clock),\(latitude),\(longitude),1,10,0.9,12.0,M,-28.0,M,,"),
            sentence("GPRMC,\(clock),A,\(latitude),\(longitude),\(knots),\(course),\(date),,,A"),
        ]
    }

    /// The body between `$` and `*` and the exclusive or of its bytes (NMEA 0183).
    package static func sentence(_ body: String) -> String {
        let sum = body.utf8.reduce(UInt8(0), ^)
        let hex = String(sum, radix: 16, uppercase: true)
        return "$\(body)*\(hex.count == 1 ? "0" : "")\(hex)"
    }

    /// Degrees and decimal minutes, `ddmm.mmmmm`.
    private static func angle(_ degrees: Double, degreeDigits: Int) -> String {
        let hundredThousandths = Int64((abs(degrees) * 6_000_000).rounded())
        let (whole, minutes) = hundredThousandths.quotientAndRemainder(dividingBy: 6_000_000)
        func padded(_ number: Int64, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return padded(whole, degreeDigits) + padded(minutes / 100_000, 2) + "." + padded(minutes % 100_000, 5)
    }
}
