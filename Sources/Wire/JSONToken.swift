/// One JSON value, found but not yet interpreted: its kind, where it stands, and for a number what it is worth.
package struct JSONToken {
    package enum Kind: UInt8 {
        /// No such key was there.
        case absent
        case null, boolean, number, string, object, array
        /// `NaN`, `Infinity` and their like, which are no JSON, but which devices print.
        case notANumber
    }

    package var kind = Kind.absent
    /// A string that holds a backslash.
    var isEscaped = false
    /// A number without fraction and exponent that `number` holds exactly: at most 2^53 in size.
    package var isInteger = false
    /// The first byte, a string's quotation mark included.
    var start: UInt32 = 0
    /// The byte after the last.
    var end: UInt32 = 0
    package var number = 0.0

    /// Null counts as absent.
    var isAbsent: Bool { kind == .absent || kind == .null }

    /// What the value is, in words.
    var kindName: String {
        switch kind {
        case .absent: "nothing"
        case .null: "null"
        case .boolean: "a boolean"
        case .number, .notANumber: "a number"
        case .string: "a string"
        case .object: "an object"
        case .array: "an array"
        }
    }
}
