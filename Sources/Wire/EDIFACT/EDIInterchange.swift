/// What stands on the envelope of an interchange, before any of it is decoded.
public enum EDIInterchange {
    /// UNB 0004, who sent it; `nil` where there is no such envelope.
    public static func sender(of body: [UInt8]) -> String? {
        body.withUnsafeBytes { bytes in
            var reader = EDIReader(bytes)
            var segment = EDISegment(bytes)
            guard case .segment = reader.next(&segment), segment.tag == "UNB" else { return nil }
            return segment.text(2)
        }
    }
}
