public import Customs

/// A rule's memory in a form that people can read: names and values, and nothing of how it is packed.
public indirect enum StateValue: Hashable, Sendable {
    case none
    case flag(Bool)
    case number(Double)
    case text(String)
    case time(Timestamp)
    case place(Coordinate)
    case list([StateValue])
    case fields([String: StateValue])

    /// Deeper than this a state says only that there is more.
    private static let deepest = 8

    /// Any value: numbers, times, places, collections, enums, and structs by the names of their properties.
    init(reflecting value: Any) { self.init(value, depth: 0) }

    private init(_ value: Any, depth: Int) {
        switch value {
        case let value as Bool: self = .flag(value)
        // The shortest decimal that is this Float, and not the Double that it happens to be.
        case let value as Float: self = .number(Double(value.description) ?? Double(value))
        case let value as Double: self = .number(value)
        case let value as any BinaryInteger: self = .number(Double(value))
        case let value as String: self = .text(value)
        case let value as Timestamp: self = value == .distantPast ? .none : .time(value)
        case let value as Coordinate: self = .place(value)
        case let value as GridPoint: self = .place(value.coordinate)
        case let value as any RawRepresentable: self = Self.raw(value, depth: depth)
        default: self = Self.structure(value, depth: depth)
        }
    }

    /// An enum is shown by its name, an option set by its number.
    private static func raw(_ value: any RawRepresentable, depth: Int) -> StateValue {
        if Mirror(reflecting: value).displayStyle == .enum { return .text(String(describing: value)) }
        return StateValue(value.rawValue, depth: depth + 1)
    }

    private static func structure(_ value: Any, depth: Int) -> StateValue {
        guard depth < deepest else { return .text("…") }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { StateValue($0.value, depth: depth + 1) } ?? .none
        case .collection, .tuple: return .list(mirror.children.map { StateValue($0.value, depth: depth + 1) })
        case .set:
            return .list(mirror.children.map { StateValue($0.value, depth: depth + 1) }.sorted { $0.text < $1.text })
        case .dictionary:
            let pairs = mirror.children.compactMap { entry -> (String, StateValue)? in
                let parts = Array(Mirror(reflecting: entry.value).children)
                guard parts.count == 2 else { return nil }
                return (StateValue(parts[0].value, depth: depth + 1).text, StateValue(parts[1].value, depth: depth + 1))
            }
            return .fields(Dictionary(pairs) { first, _ in first })
        case .enum where mirror.children.isEmpty: return .text(String(describing: value))
        default:
            let pairs = mirror.children.enumerated().map { index, child in
                (child.label ?? String(index), StateValue(child.value, depth: depth + 1))
            }
            return .fields(Dictionary(pairs) { first, _ in first })
        }
    }

    /// The value in one line; equal values give equal texts.
    public var text: String {
        switch self {
        case .none: "-"
        case .flag(let value): value ? "yes" : "no"
        case .number(let value): Self.plain(value)
        case .text(let value): value
        case .time(let value): value.rfc3339
        case .place(let value): "\(value.latitude) \(value.longitude)"
        case .list(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
        case .fields(let values):
            "{" + values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" }.joined(separator: ", ") + "}"
        }
    }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}

extension StateValue: Encodable {
    /// As JSON: fields as an object, times in RFC 3339, places as `lat` and `lon`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .none: try container.encodeNil()
        case .flag(let value): try container.encode(value)
        // JSON has no words for what is no number.
        case .number(let value) where !value.isFinite: try container.encode(String(value))
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .time(let value): try container.encode(value)
        case .place(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .fields(let values): try container.encode(values)
        }
    }
}
