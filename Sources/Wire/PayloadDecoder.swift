import Customs

/// What every JSON payload of a device goes through first: its size, its UTF-8, its grammar.
enum PayloadDecoder {
    /// Hands a scanner over the payload to `decode`; where the payload is no JSON, that is one rejection and nothing
    /// of it is taken.
    @inline(__always)
    static func decode(
        _ body: [UInt8], _ decode: (inout JSONScanner) throws(JSONFault) -> Decoded
    ) -> Decoded {
        guard body.count <= Wire.maximumPayloadBytes else {
            let detail = "the payload has \(body.count) bytes; the limit is \(Wire.maximumPayloadBytes)"
            return [.failure(Rejection(.payloadTooLarge, detail, subject: .report))]
        }
        return body.withUnsafeBytes { bytes in
            if let offset = UTF8Check.firstInvalidOffset(bytes) {
                let detail = "invalid UTF-8 at byte \(offset)"
                return [.failure(Rejection(.invalidUTF8, detail, subject: .report))]
            }
            var scanner = JSONScanner(bytes)
            do throws(JSONFault) {
                let decoded = try decode(&scanner)
                try scanner.finish()
                return decoded
            } catch {
                return [.failure(Rejection(.malformedJSON, error.detail(in: bytes), subject: .report))]
            }
        }
    }

    /// The same for a payload that is one object: `assign` gets each key and value, `make` what became of them.
    static func decodeObject<Fields>(
        _ body: [UInt8], into empty: Fields, _ assign: (inout Fields, JSONKey, JSONToken) -> Void,
        make: (Fields, FieldReader) throws(FieldFault) -> Decoded
    ) -> Decoded {
        decode(body) { (scanner: inout JSONScanner) throws(JSONFault) -> Decoded in
            var fields = empty
            guard scanner.peek() == UInt8(ascii: "{") else {
                let other = try scanner.value()
                try scanner.finishStrictly()
                let detail = "the payload is \(other.kindName), not an object"
                return [.failure(Rejection(.wrongType, detail, subject: .report))]
            }
            try scanner.object { assign(&fields, $0, $1) }
            try scanner.finishStrictly()
            do throws(FieldFault) {
                return try make(fields, FieldReader(bytes: scanner.bytes))
            } catch {
                return [.failure(error.rejection(at: nil, subject: .report))]
            }
        }
    }
}
