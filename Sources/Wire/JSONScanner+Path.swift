extension JSONScanner {
    /// Reads a whole text as one value, for its grammar alone.
    package static func check(_ bytes: UnsafeRawBufferPointer) throws(JSONFault) -> JSONToken {
        var scanner = JSONScanner(bytes)
        let token = try scanner.value()
        try scanner.finishStrictly()
        return token
    }

    /// The value at a path of keys and indices in a text that was checked; `nil` where the path leads nowhere.
    static func value(at path: [any CodingKey], in bytes: UnsafeRawBufferPointer) -> JSONToken? {
        guard var token = try? check(bytes) else { return nil }
        for step in path {
            var found: JSONToken?
            if let index = step.intValue {
                found = element(index, of: token, in: bytes)
            } else {
                let name = Array(step.stringValue.utf8)
                let key = name.withUnsafeBytes { JSONKey($0, from: 0, to: $0.count) }
                forEachField(of: token, in: bytes) { if $0 == key { found = $1 } }
            }
            guard let found else { return nil }
            token = found
        }
        return token
    }

    private static func element(_ index: Int, of token: JSONToken, in bytes: UnsafeRawBufferPointer) -> JSONToken? {
        guard token.kind == .array else { return nil }
        var scanner = JSONScanner(bytes, inside: token)
        var isFirst = true
        var remaining = index
        guard (try? scanner.enterArray()) != nil else { return nil }
        while (try? scanner.nextElement(isFirst: &isFirst)) == true, let element = try? scanner.value() {
            if remaining == 0 { return element }
            remaining -= 1
        }
        return nil
    }
}
