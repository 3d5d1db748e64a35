/// Reads JSON (RFC 8259) from front to back, value by value, without building a tree.
///
/// The bytes must be valid UTF-8 (`UTF8Check`). Objects and arrays are entered with `enterObject` and `enterArray`, or
/// taken whole with `value`, which checks their grammar too.
package struct JSONScanner {
    let bytes: UnsafeRawBufferPointer
    let end: Int
    var index: Int
    /// How many more levels of objects and arrays may be entered.
    private var levelsLeft: Int
    /// The first `NaN` or the like since it was last cleared: not JSON, but it spoils only what it stands in.
    var notANumberOffset: Int?

    /// - Parameter maximumDepth: how deep objects and arrays may nest.
    init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = 32) {
        self.bytes = bytes
        levelsLeft = maximumDepth
        index = 0
        end = bytes.count
    }

    /// Reads one value of a text again that was read already.
    init(_ bytes: UnsafeRawBufferPointer, inside token: JSONToken) {
        self.bytes = bytes
        levelsLeft = .max
        index = Int(token.start)
        end = Int(token.end)
    }

    @inline(__always)
    mutating func skipBlanks() {
        while index < end, case let byte = bytes[index], byte <= 0x20 {
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            index &+= 1
        }
    }

    /// The next byte that is no blank; 0 at the end.
    @inline(__always)
    mutating func peek() -> UInt8 {
        skipBlanks()
        return index < end ? bytes[index] : 0
    }

    @inline(__always)
    mutating func enterObject() throws(JSONFault) { try enter(UInt8(ascii: "{"), "“{”") }

    @inline(__always)
    mutating func enterArray() throws(JSONFault) { try enter(UInt8(ascii: "["), "“[”") }

    @inline(__always)
    private mutating func enter(_ opening: UInt8, _ name: StaticString) throws(JSONFault) {
        guard peek() == opening else { throw JSONFault(offset: index, expected: name) }
        guard levelsLeft > 0 else { throw JSONFault(offset: index, expected: "an end to so deep a nesting") }
        levelsLeft -= 1
        index += 1
    }

    /// The next key of the object that was entered, with the scanner at its value; `nil` after the last one.
    @inline(__always)
    mutating func nextKey(isFirst: inout Bool) throws(JSONFault) -> JSONKey? {
        let byte = peek()
        if byte == UInt8(ascii: "}") {
            index += 1
            levelsLeft += 1
            return nil
        }
        if isFirst {
            isFirst = false
            guard byte == UInt8(ascii: "\"") else { throw JSONFault(offset: index, expected: "a key or “}”") }
        } else {
            guard byte == UInt8(ascii: ",") else { throw JSONFault(offset: index, expected: "“,” or “}”") }
            index += 1
            guard peek() == UInt8(ascii: "\"") else { throw JSONFault(offset: index, expected: "a key") }
        }
        let start = index + 1
        let isEscaped = try skipString()
        let key = isEscaped ? unescapedKey(from: start, to: index - 1) : JSONKey(bytes, from: start, to: index - 1)
        guard peek() == UInt8(ascii: ":") else { throw JSONFault(offset: index, expected: "“:”") }
        index += 1
        return key
    }

    /// Moves to the next element of the array that was entered; `false` after the last one.
    @inline(__always)
    mutating func nextElement(isFirst: inout Bool) throws(JSONFault) -> Bool {
        let byte = peek()
        if byte == UInt8(ascii: "]") {
            index += 1
            levelsLeft += 1
            return false
        }
        if isFirst {
            isFirst = false
        } else {
            guard byte == UInt8(ascii: ",") else { throw JSONFault(offset: index, expected: "“,” or “]”") }
            index += 1
        }
        return true
    }

    /// The next value, whole.
    @inline(__always)
    mutating func value() throws(JSONFault) -> JSONToken {
        let byte = peek()
        var token = JSONToken()
        token.start = UInt32(truncatingIfNeeded: index)
        switch byte {
        case UInt8(ascii: "\""):
            token.kind = .string
            token.isEscaped = try skipString()
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): try readNumber(into: &token)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            token.kind = byte == UInt8(ascii: "{") ? .object : .array
            try skipContainer()
        default: token.kind = try word()
        }
        token.end = UInt32(truncatingIfNeeded: index)
        return token
    }

    /// Nothing but blanks may be left.
    mutating func finish() throws(JSONFault) {
        skipBlanks()
        guard index == end else { throw JSONFault(offset: index, expected: "the end of the text") }
    }

    /// As `finish`; and no `NaN` was on the way.
    mutating func finishStrictly() throws(JSONFault) {
        try finish()
        if let notANumberOffset { throw JSONScanner.notANumberFault(at: notANumberOffset) }
    }

    static func notANumberFault(at offset: Int) -> JSONFault {
        JSONFault(offset: offset, expected: "a number that JSON can write")
    }

    /// The object that is next: `body` gets each key and value.
    mutating func object(_ body: (JSONKey, JSONToken) -> Void) throws(JSONFault) {
        var isFirst = true
        try enterObject()
        while let key = try nextKey(isFirst: &isFirst) { body(key, try value()) }
    }

    /// Each key and value of an object inside a text that was read already; nothing where the token is no object.
    static func forEachField(
        of token: JSONToken, in bytes: UnsafeRawBufferPointer, _ body: (JSONKey, JSONToken) -> Void
    ) {
        guard token.kind == .object else { return }
        var scanner = JSONScanner(bytes, inside: token)
        // Its grammar was checked when the token was made, so that it cannot fail here.
        try? scanner.object(body)
    }

    private mutating func skipContainer() throws(JSONFault) {
        var isFirst = true
        if bytes[index] == UInt8(ascii: "{") {
            try enterObject()
            while try nextKey(isFirst: &isFirst) != nil { _ = try value() }
        } else {
            try enterArray()
            while try nextElement(isFirst: &isFirst) { _ = try value() }
        }
    }

    private mutating func word() throws(JSONFault) -> JSONToken.Kind {
        let start = index
        if skip("true") || skip("false") { return .boolean }
        if skip("null") { return .null }
        if skipNotANumber(from: start) { return .notANumber }
        throw JSONFault(offset: start, expected: "a value")
    }

    private mutating func skip(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= end else { return false }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { return false }
        index += count
        return true
    }

    /// Skips what `printf` and scripting languages write for a number that is none, with the sign before `start`.
    mutating func skipNotANumber(from start: Int) -> Bool {
        var stop = index
        while stop < end, stop - index <= 8, bytes[stop] | 0x20 >= UInt8(ascii: "a"), bytes[stop] | 0x20 <= 0x7a {
            stop += 1
        }
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[index..<stop]), as: UTF8.self).lowercased()
        guard ["nan", "inf", "infinity"].contains(text) else { return false }
        index = stop
        if notANumberOffset == nil { notANumberOffset = start }
        return true
    }
}
