extension Timestamp {
    /// Reads RFC 3339 with any offset, and the forms mosquitto prints (`...Z+0000`, `...+0000`).
    ///
    /// Fractions beyond a millisecond are cut off; a leap second counts as the second after it.
    /// `nil` where the text is no such time.
    public init?(rfc3339 text: String) {
        var text = text
        let parsed = text.withUTF8 { Timestamp(rfc3339Bytes: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// The same from raw UTF-8, without making a `String`: every seal report has one.
    public init?(rfc3339Bytes bytes: UnsafeRawBufferPointer) {
        var reader = DigitReader(bytes: bytes)
        guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2), reader.skip("-"),
            let day = reader.digits(2), reader.skipAny("T", "t", " "),
            let hour = reader.digits(2), reader.skip(":"), let minute = reader.digits(2), reader.skip(":"),
            let second = reader.digits(2)
        else { return nil }
        let fraction = reader.millisecondFraction()
        guard let fraction, let offset = reader.offsetMinutes(), reader.isAtEnd,
            (1...12).contains(month), day >= 1, day <= Timestamp.days(inMonth: month, of: year),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = Timestamp.daysFromCivil(year: year, month: month, day: day)
        let secondsOfDay = hour * 3600 + (minute - offset) * 60 + second
        let result = Int64(days * 86_400 + secondsOfDay) * 1000 + Int64(fraction)
        // An offset can lead out of the years 0000 to 9999, which nothing can write.
        guard Timestamp.writable.contains(result) else { return nil }
        milliseconds = result
    }

    /// Milliseconds of the years 0000 to 9999.
    private static let writable = Int64(-62_167_219_200_000)...distantFuture.milliseconds

    /// `2026-03-02T01:02:03Z`, with `.123` only where there are milliseconds.
    public var rfc3339: String {
        let (year, month, day, ofDay) = civil
        var text: [UInt8] = []
        text.reserveCapacity(24)
        text.append(digits: year, width: 4)
        text.append(UInt8(ascii: "-"))
        text.append(digits: month, width: 2)
        text.append(UInt8(ascii: "-"))
        text.append(digits: day, width: 2)
        text.append(UInt8(ascii: "T"))
        text.append(digits: ofDay / 3_600_000, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(digits: ofDay / 60_000 % 60, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(digits: ofDay / 1000 % 60, width: 2)
        if ofDay % 1000 != 0 {
            text.append(UInt8(ascii: "."))
            text.append(digits: ofDay % 1000, width: 3)
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// `20260302T010203000`, for use inside identifiers.
    public var compact: String {
        String(rfc3339WithMilliseconds.filter { $0.isNumber || $0 == "T" })
    }

    private var rfc3339WithMilliseconds: String {
        milliseconds % 1000 == 0 ? rfc3339.dropLast() + ".000Z" : rfc3339
    }

    /// Year, month, day, and milliseconds of that day.
    private var civil: (year: Int, month: Int, day: Int, millisecondOfDay: Int) {
        let milliseconds = min(max(self.milliseconds, Self.writable.lowerBound), Self.writable.upperBound)
        var days = Int(milliseconds / 86_400_000)
        var ofDay = Int(milliseconds % 86_400_000)
        if ofDay < 0 {
            ofDay += 86_400_000
            days -= 1
        }
        // Howard Hinnant's public-domain calendar arithmetic: eras of 400 years that start on 1 March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day, ofDay)
    }

    private static func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads fixed-width numbers from ASCII.
private struct DigitReader {
    let bytes: UnsafeRawBufferPointer
    var index = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func digits(_ count: Int) -> Int? {
        guard index + count <= bytes.count else { return nil }
        var value = 0
        for _ in 0..<count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
            index += 1
        }
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    mutating func skipAny(_ a: Unicode.Scalar, _ b: Unicode.Scalar, _ c: Unicode.Scalar) -> Bool {
        skip(a) || skip(b) || skip(c)
    }

    /// 0 without a fraction; `nil` for a point with no digit.
    mutating func millisecondFraction() -> Int? {
        guard skip(".") || skip(",") else { return 0 }
        let start = index
        var value = 0
        var scale = 100
        while index < bytes.count, case let digit = bytes[index] &- UInt8(ascii: "0"), digit <= 9 {
            value += Int(digit) * scale
            scale /= 10
            index += 1
        }
        return index > start ? value : nil
    }

    /// Minutes east of UTC; `nil` without an offset, which would leave the moment unknown.
    mutating func offsetMinutes() -> Int? {
        if skip("Z") || skip("z") {
            guard !isAtEnd else { return 0 }
            // mosquitto 2.0 prints local time, a literal Z and then the real offset.
        }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = digits(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

extension [UInt8] {
    /// Appends a non-negative number with leading zeros.
    fileprivate mutating func append(digits value: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}
