import Customs

/// Reads what `BinaryEncoder` wrote.
final class BinaryDecoder: Decoder {
    enum Failure: Error, Sendable, Hashable {
        case truncated(at: Int)
        case malformed(at: Int, String)
    }

    private let bytes: [UInt8]
    private(set) var index = 0
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        let decoder = BinaryDecoder(bytes)
        let value = try decoder.read(type)
        guard decoder.index == bytes.count else {
            throw Failure.malformed(at: decoder.index, "more bytes than a state")
        }
        return value
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Keyed<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { Unkeyed(decoder: self) }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(decoder: self) }

    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value: Any
        if type == Timestamp.self {
            value = Timestamp(milliseconds: try readInteger())
        } else if type == String.self {
            value = try readString()
        } else if type == [UInt8].self {
            value = Array(try readBytes(try readCount()))
        } else if let form = type as? any BinaryForm.Type {
            value = try form.read(from: self)
        } else {
            return try type.init(from: self)
        }
        guard let result = value as? Value else { throw Failure.malformed(at: index, "\(type)") }
        return result
    }

    func readInteger<Value: FixedWidthInteger>() throws -> Value {
        var raw: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard index < bytes.count else { throw Failure.truncated(at: index) }
            let byte = bytes[index]
            index += 1
            raw |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { break }
            shift += 7
            guard shift < 64 else { throw Failure.malformed(at: index, "a number of more than 64 bits") }
        }
        return Value(truncatingIfNeeded: Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1))
    }

    func readDouble() throws -> Double {
        let raw = try readBytes(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Double(bitPattern: raw)
    }

    func readBool() throws -> Bool {
        let byte = try readBytes(1).first
        return byte == 1
    }

    func readString() throws -> String { String(decoding: try readBytes(try readCount()), as: UTF8.self) }

    func readCount() throws -> Int {
        let count: Int = try readInteger()
        guard count >= 0, count <= bytes.count - index else { throw Failure.truncated(at: index) }
        return count
    }

    func peekString() throws -> String {
        let start = index
        defer { index = start }
        return try readString()
    }

    private func readBytes(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, index + count <= bytes.count else { throw Failure.truncated(at: index) }
        defer { index += count }
        return bytes[index..<(index + count)]
    }
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: BinaryDecoder
    var codingPath: [any CodingKey] { [] }
    /// Only enums with values ask: the case's name stands before its values.
    var allKeys: [Key] { (try? decoder.peekString()).flatMap(Key.init(stringValue:)).map { [$0] } ?? [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { try !decoder.readBool() }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        guard let value = try optional(type) else {
            throw BinaryDecoder.Failure.malformed(at: decoder.index, "\(key.stringValue) is absent")
        }
        return value
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try optional(type) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try optional(type) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try optional(type) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(type) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try optional(type) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try optional(type) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try optional(type) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try optional(type) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try optional(type) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try optional(type) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try optional(type) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try optional(type) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try optional(type) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try optional(type) }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? { try optional(type) }

    private func optional<T: Decodable>(_ type: T.Type) throws -> T? {
        try decoder.readBool() ? try decoder.read(type) : nil
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        _ = try decoder.readString()
        return try decoder.container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder.unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { decoder }
}

/// Collections are read whole; what is left are pairs such as ranges.
private struct Unkeyed: UnkeyedDecodingContainer {
    let decoder: BinaryDecoder
    var codingPath: [any CodingKey] { [] }
    var count: Int? { nil }
    var isAtEnd: Bool { false }
    private(set) var currentIndex = 0

    init(decoder: BinaryDecoder) { self.decoder = decoder }

    mutating func decodeNil() throws -> Bool { try !decoder.readBool() }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        currentIndex += 1
        return try decoder.read(type)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
        -> KeyedDecodingContainer<Nested>
    {
        try decoder.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try decoder.unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { decoder }
}

private struct Single: SingleValueDecodingContainer {
    let decoder: BinaryDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { (try? !decoder.readBool()) ?? true }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.readBool() }
    func decode(_ type: String.Type) throws -> String { try decoder.readString() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.readDouble() }
    func decode(_ type: Float.Type) throws -> Float { Float(try decoder.readDouble()) }
    func decode(_ type: Int.Type) throws -> Int { try decoder.readInteger() }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.readInteger() }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.readInteger() }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.readInteger() }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.readInteger() }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.readInteger() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.readInteger() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.readInteger() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.readInteger() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.readInteger() }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.read(type) }
}
