import Customs

/// The contract's own reports (section 1): one object, or an array of them in which each stands for itself.
struct SealReportDecoder {
    let seal: String
    let receivedAt: Timestamp
    /// Whether plain reports are read the quick way; it is always the same answer.
    var readsPlainly = true

    func decode(_ body: [UInt8]) -> Decoded {
        PayloadDecoder.decode(body) { (scanner: inout JSONScanner) throws(JSONFault) -> Decoded in
            var decoded: Decoded = []
            guard scanner.peek() == UInt8(ascii: "[") else {
                try element(&scanner, at: nil, into: &decoded)
                return decoded
            }
            var isFirst = true
            try scanner.enterArray()
            while try scanner.nextElement(isFirst: &isFirst) {
                try element(&scanner, at: decoded.count, into: &decoded)
            }
            if decoded.isEmpty {
                decoded.append(.failure(Rejection(.missingField, "the array holds no report", subject: .report)))
            }
            return decoded
        }
    }

    /// One report, read the quick way where it is plain.
    @inline(__always)
    private func element(
        _ scanner: inout JSONScanner, at index: Int?, into decoded: inout Decoded
    ) throws(JSONFault) {
        if readsPlainly, readPlain(&scanner, into: &decoded) { return }
        decoded.append(try element(&scanner, at: index))
    }

    /// Adds the report at the scanner, which moves behind it, where it is plain; else the scanner stays.
    @inline(__always)
    private func readPlain(_ scanner: inout JSONScanner, into decoded: inout Decoded) -> Bool {
        guard var cursor = PlainCursor(scanner.bytes, at: scanner.index) else { return false }
        var seal = seal
        let isPlain = seal.withUTF8 { name in
            PlainReport.read(
                &cursor, seal: UnsafeRawBufferPointer(name), receivedAt: receivedAt, into: &decoded)
        }
        if isPlain { scanner.index = cursor.index }
        return isPlain
    }

    /// One report. Bad values spoil only this one; bad grammar ends the reading.
    private func element(
        _ scanner: inout JSONScanner, at index: Int?
    ) throws(JSONFault) -> Result<Observation, Rejection> {
        scanner.notANumberOffset = nil
        let isObject = scanner.peek() == UInt8(ascii: "{")
        let start = scanner.index
        var fields = SealReportFields()
        if isObject {
            var isFirst = true
            try scanner.enterObject()
            while let key = try scanner.nextKey(isFirst: &isFirst) { fields.assign(key, try scanner.value()) }
        } else {
            let other = try scanner.value()
            if scanner.notANumberOffset == nil {
                let fault = FieldFault(.wrongType, "", "is \(other.kindName), not a report's object")
                return .failure(fault.rejection(at: index, subject: .report))
            }
        }
        if let offset = scanner.notANumberOffset {
            let detail = JSONScanner.notANumberFault(at: offset).detail(in: scanner.bytes)
            return .failure(Rejection(.malformedJSON, (index.map { "[\($0)] " } ?? "") + detail, subject: .report))
        }
        do throws(FieldFault) {
            let report = try fields.report(of: seal, receivedAt: receivedAt, FieldReader(bytes: scanner.bytes))
            let raw = UnsafeRawBufferPointer(rebasing: scanner.bytes[start..<scanner.index])
            return .success(.report(report, .seal, digest: StableHash.of(bytes: raw)))
        } catch {
            return .failure(error.rejection(at: index, subject: .report))
        }
    }
}
