import Foundation
import Yams

/// Reads one YAML mapping key by key; what nobody asked for is an error at the end.
struct YAMLReader {
    let file: String
    /// Path of this mapping in the file, empty at the top.
    let path: String
    private let mapping: Node.Mapping
    private let mark: Mark?
    private var asked: Set<String> = []

    /// Reads a file whose top is a mapping.
    static func top(ofFile file: String) throws -> YAMLReader {
        try YAMLReader(node: try node(ofFile: file), path: "", file: file)
    }

    /// The file's root node.
    static func node(ofFile file: String) throws -> Node {
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ConfigurationError(file: file, reason: FileReading.reason(error, file: file))
        }
        do {
            return try Yams.compose(yaml: text) ?? Node([(Node, Node)]())
        } catch let error as YamlError {
            throw ConfigurationError(file: file, reason: "is not YAML: \(error)")
        }
    }

    init(node: Node, path: String, file: String) throws {
        guard let mapping = node.mapping else {
            throw ConfigurationError(
                file: file, line: node.mark?.line, key: path.isEmpty ? nil : path,
                reason: "must be a mapping of keys to values")
        }
        self.mapping = mapping
        mark = node.mark
        self.path = path
        self.file = file
    }

    var keys: [String] { mapping.map { $0.key.string ?? "" } }

    /// The value of a key, absent or null as `nil`.
    mutating func node(_ key: String) -> Node? {
        asked.insert(key)
        guard let node = mapping.first(where: { $0.key.string == key })?.value else { return nil }
        if case .scalar(let scalar) = node, scalar.style == .plain, ["", "~", "null"].contains(scalar.string) {
            return nil
        }
        return node
    }

    mutating func string(_ key: String) throws -> String? {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else { throw error(key, node, "must be a text") }
        return text
    }

    mutating func requiredString(_ key: String) throws -> String {
        guard let text = try string(key) else { throw missing(key) }
        return text
    }

    mutating func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
        guard let node = node(key) else { return nil }
        guard let value = node.float, value.isFinite, range.contains(value) else {
            throw error(
                key, node, "must be a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))")
        }
        return value
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let node = node(key) else { return nil }
        guard let value = node.int, range.contains(value) else {
            throw error(key, node, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    mutating func flag(_ key: String) throws -> Bool? {
        guard let node = node(key) else { return nil }
        guard let value = node.bool else { throw error(key, node, "must be true or false") }
        return value
    }

    /// One of an enum's words.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) throws -> Word?
    where Word.RawValue == String {
        guard let node = node(key) else { return nil }
        guard let text = node.scalar?.string, let word = Word(rawValue: text) else {
            throw error(key, node, "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    mutating func strings(_ key: String) throws -> [String]? {
        guard let node = node(key) else { return nil }
        guard let items = node.sequence?.map({ $0.scalar?.string }), !items.contains(nil) else {
            throw error(key, node, "must be a list of texts")
        }
        return items.compactMap { $0 }
    }

    /// The IANA name of a time zone.
    mutating func timeZone(_ key: String) throws -> String? {
        guard let name = try string(key) else { return nil }
        guard TimeZone(identifier: name) != nil else {
            throw error(key, nil, "“\(name)” is not a time zone such as Asia/Ho_Chi_Minh")
        }
        return name
    }

    /// A mapping of any keys to texts.
    mutating func texts(_ key: String) throws -> [String: String] {
        guard var section = try mapping(key) else { return [:] }
        return try section.keys.reduce(into: [:]) { $0[$1] = try section.requiredString($1) }
    }

    /// A mapping of any keys to an enum's words.
    mutating func words<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) throws
        -> [String: Word] where Word.RawValue == String
    {
        guard var section = try mapping(key) else { return [:] }
        return try section.keys.reduce(into: [:]) { words, key in
            guard let word = try section.word(key, type) else { throw section.missing(key) }
            words[key] = word
        }
    }

    mutating func mapping(_ key: String) throws -> YAMLReader? {
        try node(key).map { try YAMLReader(node: $0, path: subpath(key), file: file) }
    }

    mutating func mappings(_ key: String) throws -> [YAMLReader] {
        guard let node = node(key) else { return [] }
        guard let items = node.sequence else { throw error(key, node, "must be a list") }
        return try items.enumerated().map {
            try YAMLReader(node: $1, path: "\(subpath(key))[\($0)]", file: file)
        }
    }

    /// An existing file, by a path relative to this one.
    mutating func file(_ key: String) throws -> String? {
        guard let text = try string(key) else { return nil }
        let path = FileReading.path(text, relativeTo: file)
        if let obstacle = FileReading.obstacle(path) {
            let node = mapping.first { $0.key.string == key }?.value
            throw error(key, node, "cannot read the file \(path): \(obstacle)")
        }
        return path
    }

    /// Complains of the first key that nobody asked for.
    func finish() throws {
        for (key, _) in mapping where !asked.contains(key.string ?? "") {
            throw error(
                key.string ?? "?", key, "is not a known key; known are \(asked.sorted().joined(separator: ", "))")
        }
    }

    func error(_ key: String, _ node: Node?, _ reason: String) -> ConfigurationError {
        var reason = reason
        if let text = node?.scalar?.string, reason.hasPrefix("must") { reason += ", not “\(text.prefix(60))”" }
        return ConfigurationError(file: file, line: node?.mark?.line ?? mark?.line, key: subpath(key), reason: reason)
    }

    func missing(_ key: String) -> ConfigurationError {
        ConfigurationError(file: file, line: mark?.line, key: subpath(key), reason: "is missing")
    }

    private func subpath(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
