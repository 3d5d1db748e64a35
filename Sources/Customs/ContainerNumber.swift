/// ISO 6346 container numbers. A number with a wrong check digit is still a fact, so numbers travel as text.
public enum ContainerNumber {
    /// Upper case, without the blanks and hyphens that people write.
    public static func normalised(_ text: String) -> String {
        String(text.uppercased().filter { $0 != " " && $0 != "-" })
    }

    /// Four letters and seven digits, whatever the check digit says.
    public static func hasForm(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 11 else { return false }
        return bytes[..<4].allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            && bytes[4...].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether the form is right, the category is U, J or Z, and the check digit fits (ISO 6346).
    public static func isValid(_ text: String) -> Bool {
        guard hasForm(text), let expected = checkDigit(text) else { return false }
        let bytes = Array(text.utf8)
        return [UInt8(ascii: "U"), UInt8(ascii: "J"), UInt8(ascii: "Z")].contains(bytes[3])
            && Int(bytes[10] - UInt8(ascii: "0")) == expected
    }

    /// The check digit of the first ten characters: letter values skip the multiples of 11; `nil` for another form.
    public static func checkDigit(_ text: String) -> Int? {
        let bytes = Array(text.utf8.prefix(10))
        guard bytes.count == 10 else { return nil }
        var sum = 0
        for (position, byte) in bytes.enumerated() {
            let value: Int
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = Int(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                let plain = Int(byte - UInt8(ascii: "A")) + 10
                value = plain + (plain - 1) / 10
            default: return nil
            }
            sum += value << position
        }
        return sum % 11 % 10
    }
}
