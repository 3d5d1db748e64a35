import Customs

extension YAMLReader {
    /// A list of mappings with a `name` each, which no two share.
    ///
    /// - Parameter kind: what such an entry is, for errors: “partner”.
    /// - Parameter read: reads the rest of an entry whose name is given.
    mutating func named<Entry>(
        _ key: String, _ kind: String, atMost limit: Int = 1000, read: (String, inout YAMLReader) throws -> Entry
    ) throws -> [Entry] {
        let entries = try mappings(key)
        guard entries.count <= limit else {
            throw error(key, nil, "has \(entries.count) entries, but at most \(limit) are allowed")
        }
        var names: Set<String> = []
        return try entries.map { entry in
            var entry = entry
            let name = try entry.requiredString("name")
            guard Identifier.isValid(name) else {
                throw entry.error("name", nil, "“\(name)” cannot name a \(kind): use 1 to 64 of A-Z a-z 0-9 . _ -")
            }
            guard names.insert(name).inserted else {
                throw entry.error("name", nil, "there are two \(kind)s “\(name)”")
            }
            let result = try read(name, &entry)
            try entry.finish()
            return result
        }
    }

    /// A list of an enum's words, at least one; `nil` where the key is not there.
    mutating func wordSet<Word: RawRepresentable<String> & CaseIterable & Hashable>(
        _ key: String, _ type: Word.Type,
        whenEmpty complaint: String = "names nothing; leave it out where all are wanted"
    ) throws -> Set<Word>? {
        guard let texts = try strings(key) else { return nil }
        guard !texts.isEmpty else { throw error(key, nil, complaint) }
        return Set(
            try texts.map { text in
                guard let word = Word(rawValue: text) else {
                    let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
                    throw error(key, nil, "“\(text)” is not one of \(known)")
                }
                return word
            })
    }

    /// A list of facility codes of zones, at least one; `nil`, for all of them, where the key is not there.
    mutating func facilityCodes(_ key: String, of facilities: Set<String>) throws -> Set<String>? {
        guard let codes = try strings(key) else { return nil }
        guard !codes.isEmpty else { throw error(key, nil, "names no facility; leave it out where all are wanted") }
        for code in codes where !facilities.contains(code) {
            throw error(key, nil, "no zone has the facility code “\(code)”")
        }
        return Set(codes)
    }
}
