import Customs

/// Turns the tokens of one object into values, each held against its rule.
struct FieldReader {
    let bytes: UnsafeRawBufferPointer

    /// A number within the range; `nil` where it is absent.
    @inline(__always)
    func number(
        _ token: JSONToken, _ name: StaticString, in range: ClosedRange<Double>
    ) throws(FieldFault) -> Double? {
        if token.isAbsent { return nil }
        guard token.kind == .number else { throw wrongType(token, name, "a number") }
        guard token.number >= range.lowerBound, token.number <= range.upperBound else {
            throw outOfRange(token, name, "\(JSONText.plain(range.lowerBound))...\(JSONText.plain(range.upperBound))")
        }
        return token.number
    }

    /// A whole number within the range; `nil` where it is absent. `3.0` is one too, as in JSON Schema.
    @inline(__always)
    func integer(
        _ token: JSONToken, _ name: StaticString, in range: ClosedRange<Int64>
    ) throws(FieldFault) -> Int64? {
        if token.isAbsent { return nil }
        let value: Int64
        if token.isInteger { value = Int64(token.number) } else { value = try unusualInteger(token, name, in: range) }
        guard value >= range.lowerBound, value <= range.upperBound else {
            throw outOfRange(token, name, "\(range.lowerBound)...\(range.upperBound)")
        }
        return value
    }

    /// A string of `range` bytes; `nil` where it is absent.
    @inline(__always)
    func text(
        _ token: JSONToken, _ name: StaticString, bytes range: ClosedRange<Int>
    ) throws(FieldFault) -> String? {
        if token.isAbsent { return nil }
        guard token.kind == .string else { throw wrongType(token, name, "a string") }
        let text = string(token)
        let count = text.utf8.count
        guard count >= range.lowerBound, count <= range.upperBound else {
            throw FieldFault(
                .outOfRange, name,
                "is \(shown(token)), which has \(count) bytes, not \(range.lowerBound)...\(range.upperBound)")
        }
        return text
    }

    /// A moment in RFC 3339; `nil` where it is absent.
    @inline(__always)
    func time(_ token: JSONToken, _ name: StaticString) throws(FieldFault) -> Timestamp? {
        if token.isAbsent { return nil }
        guard token.kind == .string else { throw wrongType(token, name, "an RFC 3339 time") }
        guard let time = timestamp(token) else { throw wrongType(token, name, "an RFC 3339 time") }
        return time
    }

    /// The text of a string token, without its escapes.
    @inline(__always)
    func string(_ token: JSONToken) -> String {
        let (start, stop) = (Int(token.start) + 1, Int(token.end) - 1)
        if token.isEscaped {
            return String(decoding: JSONText.unescaped(bytes, from: start, to: stop), as: UTF8.self)
        }
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<stop]), as: UTF8.self)
    }

    /// The value as it stands in the text, for a message.
    func shown(_ token: JSONToken) -> String {
        // Four bytes a character at most, and one character more than is shown.
        let stop = min(Int(token.end), Int(token.start) + 244)
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[Int(token.start)..<stop]), as: UTF8.self)
            .clipped()
    }

    @inline(never)
    func wrongType(_ token: JSONToken, _ name: StaticString, _ rule: String) -> FieldFault {
        FieldFault(.wrongType, name, "is \(shown(token)), not \(rule)")
    }

    @inline(never)
    func outOfRange(_ token: JSONToken, _ name: StaticString, _ rule: String) -> FieldFault {
        FieldFault(.outOfRange, name, "is \(shown(token)), not within \(rule)")
    }

    @inline(__always)
    private func timestamp(_ token: JSONToken) -> Timestamp? {
        if token.isEscaped { return Timestamp(rfc3339: string(token)) }
        return Timestamp(
            rfc3339Bytes: UnsafeRawBufferPointer(rebasing: bytes[Int(token.start) + 1..<Int(token.end) - 1]))
    }

    /// `5.0`, `1e3`, or a number of too many digits.
    @inline(never)
    private func unusualInteger(
        _ token: JSONToken, _ name: StaticString, in range: ClosedRange<Int64>
    ) throws(FieldFault) -> Int64 {
        guard token.kind == .number, token.number == token.number.rounded() else {
            throw wrongType(token, name, "an integer")
        }
        // Beyond 2^31 a `Double` could be the rounded value of a text that is no integer.
        guard abs(token.number) <= 2_147_483_648 else {
            throw outOfRange(token, name, "\(range.lowerBound)...\(range.upperBound)")
        }
        return Int64(token.number)
    }
}
