/// Where and why bytes are not JSON.
package struct JSONFault: Error, Equatable {
    /// The byte at which reading stopped, counted from 0.
    package var offset: Int
    /// What would have been right there.
    package var expected: StaticString

    package static func == (a: JSONFault, b: JSONFault) -> Bool {
        a.offset == b.offset && a.expected.description == b.expected.description
    }
}

extension JSONFault {
    /// One sentence with the offset, what was expected and what stood there.
    func detail(in bytes: UnsafeRawBufferPointer) -> String {
        "malformed JSON at byte \(offset): expected \(expected), found \(JSONFault.found(at: offset, in: bytes))"
    }

    private static func found(at offset: Int, in bytes: UnsafeRawBufferPointer) -> String {
        guard offset < bytes.count else { return "the end" }
        let byte = bytes[offset]
        // A control character in a log line would do harm; its number says as much.
        guard byte >= 0x20, byte < 0x7f else { return "byte \(byte)" }
        return "“\(Unicode.Scalar(byte))”"
    }
}
