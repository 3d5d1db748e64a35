/// What stands on the envelope of an interchange, before any of it is decoded.
public enum EDIInterchange {
    /// UNB 0004, who sent it; `nil` where there is no such envelope.
    public static func sender(of body: [UInt8]) -> String? { party(2, of: body) }

    /// UNB 0010, whom it is for; `nil` where there is no such envelope.
    public static func recipient(of body: [UInt8]) -> String? { party(3, of: body) }

    private static func party(_ element: Int, of body: [UInt8]) -> String? {
        body.withUnsafeBytes { bytes in
            var reader = EDIReader(bytes)
            var segment = EDISegment(bytes)
            guard case .segment = reader.next(&segment), segment.tag == "UNB" else { return nil }
            return segment.text(element)
        }
    }
}
