import Customs
import Foundation

/// Reads DTM 2380 by its format (2379), with the partner's time zone where the format has none.
struct EDIClock {
    /// Why a text is no moment; to be read after "2380" or "2379".
    struct Problem: Error { var text: String }

    private let name: String
    private let zone: TimeZone?
    /// The last local hour and its offset: one message's events are hours apart at most.
    private var lastHour = Int64.min
    private var lastOffset: Int64 = 0

    init(timeZone name: String) {
        self.name = name
        zone = TimeZone(identifier: name)
    }

    /// - Parameter format: `nil` where it is missing: then the length must say it.
    mutating func time(_ text: String, format: String?) throws(Problem) -> Timestamp {
        let format = format ?? (text.utf8.count == 14 ? "204" : "203")
        switch format {
        case "203": return try local(text, digits: 12, zone: nil, "203 (CCYYMMDDHHMM)")
        case "204": return try local(text, digits: 14, zone: nil, "204 (CCYYMMDDHHMMSS)")
        case "205": return try zoned(text, digits: 12, "205 (CCYYMMDDHHMM and an offset such as +0700)")
        case "303": return try zoned(text, digits: 12, "303 (CCYYMMDDHHMM and a zone)")
        case "304": return try zoned(text, digits: 14, "304 (CCYYMMDDHHMMSS and a zone)")
        case "102", "101", "2", "718":
            throw Problem(text: "2379 is \(format): it gives the day without the time of day")
        default: throw Problem(text: "2379 is “\(format.clipped())”, not one of 203, 204, 205, 303, 304")
        }
    }

    private mutating func zoned(_ text: String, digits: Int, _ format: String) throws(Problem) -> Timestamp {
        let rest = text.utf8.dropFirst(digits)
        if rest.isEmpty { return try local(text, digits: digits, zone: nil, format) }
        guard let offset = Self.offset(String(decoding: rest, as: UTF8.self)) else {
            throw Problem(text: "2380 is “\(text.clipped())”, whose zone is none of UTC, GMT, ICT or ±HHMM")
        }
        let first = String(decoding: text.utf8.prefix(digits), as: UTF8.self)
        return try local(first, digits: digits, zone: offset, format)
    }

    private mutating func local(
        _ text: String, digits: Int, zone offset: Int64?, _ format: String
    ) throws(Problem) -> Timestamp {
        guard let utc = Self.utc(Array(text.utf8), digits: digits) else {
            throw Problem(text: "2380 is “\(text.clipped())”, not a time of format \(format)")
        }
        if let offset { return Timestamp(milliseconds: utc - offset * 1000) }
        guard let zone else { throw Problem(text: "2380 has no zone, and the partner's, “\(name)”, is not known") }
        let hour = utc / 3_600_000
        if hour != lastHour {
            // The offset is the one that holds at the moment itself; near a change of the clocks the second look
            // corrects the first.
            let guess = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc) / 1000)))
            let moment = Double(utc) / 1000 - Double(guess)
            lastOffset = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: moment)))
            lastHour = hour
        }
        return Timestamp(milliseconds: utc - lastOffset * 1000)
    }

    /// Milliseconds since 1970 as if the text were in UTC; `nil` where it is no time of the calendar.
    private static func utc(_ text: [UInt8], digits: Int) -> Int64? {
        guard text.count == digits, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        var form = Array("0000-00-00T00:00:00Z".utf8)
        for (index, place) in [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18].prefix(digits).enumerated() {
            form[place] = text[index]
        }
        return form.withUnsafeBytes { Timestamp(rfc3339Bytes: $0)?.milliseconds }
    }

    /// Seconds east of UTC.
    private static func offset(_ zone: String) -> Int64? {
        switch zone {
        case "UTC", "GMT", "Z": return 0
        // Indochina Time.
        case "ICT": return 7 * 3600
        default: break
        }
        guard let sign = zone.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            zone.utf8.count == 3 || zone.utf8.count == 5, let number = Int64(zone.dropFirst()), number >= 0,
            case let (hours, minutes) = zone.utf8.count == 3 ? (number, 0) : (number / 100, number % 100),
            hours <= 14, minutes < 60
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
