extension Identifier {
    /// Whether raw UTF-8 may name something, without a `String`: every report's topic is held against it.
    public static func isValid(bytes: UnsafeRawBufferPointer) -> Bool {
        1...maximumLength ~= bytes.count
            && bytes.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
