import Customs

/// The contract's own reports (section 1): one object, or an array of them in which each stands for itself.
struct SealReportDecoder {
    let seal: String
    let receivedAt: Timestamp

    func decode(_ body: [UInt8]) -> Decoded {
        PayloadDecoder.decode(body) { (scanner: inout JSONScanner) throws(JSONFault) -> Decoded in
            guard scanner.peek() == UInt8(ascii: "[") else { return [try element(&scanner, at: nil)] }
            var decoded: Decoded = []
            var isFirst = true
            try scanner.enterArray()
            while try scanner.nextElement(isFirst: &isFirst) {
                decoded.append(try element(&scanner, at: decoded.count))
            }
            if decoded.isEmpty {
                decoded.append(.failure(Rejection(.missingField, "the array holds no report", subject: .report)))
            }
            return decoded
        }
    }

    /// One report. Bad values spoil only this one; bad grammar ends the reading.
    @inline(__always)
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
