import Customs

/// A `DecodingError` in the words of a rejection.
struct DecodingFault {
    private let reason: Rejection.Reason
    private let path: [any CodingKey]
    private let rule: String

    /// The words that a field may hold, by its name; no two fields of the API share a name and differ in them.
    private static let words: [String: [String]] = [
        "type": GateEvent.Kind.allCases.map(\.rawValue),
        "fullEmpty": GateEvent.FullEmpty.allCases.map(\.rawValue),
        "issuer": GateEvent.Seal.Issuer.allCases.map(\.rawValue),
        "condition": GateEvent.Seal.Condition.allCases.map(\.rawValue),
        "amends": GateEvent.Amendment.allCases.map(\.rawValue),
        "verdict": GateEvent.Result.Verdict.allCases.map(\.rawValue),
        "status": ClearanceStatus.allCases.map(\.rawValue),
    ]

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            (reason, path, rule) = (.missingField, context.codingPath + [key], "is missing")
        case .valueNotFound(_, let context):
            (reason, path, rule) = (.missingField, context.codingPath, "is missing")
        case .typeMismatch(let type, let context):
            (reason, path, rule) = (.wrongType, context.codingPath, Self.name(of: type))
        case .dataCorrupted(let context):
            (reason, path, rule) = (.wrongType, context.codingPath, Self.rule(context))
        @unknown default: (reason, path, rule) = (.malformedJSON, [], "what it should be")
        }
    }

    /// The fault; `shown` gives the text of the value at a path.
    func fault(_ shown: ([any CodingKey]) -> String?) -> FieldFault {
        let field = path.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
        if reason == .missingField { return FieldFault(reason, field, rule) }
        return FieldFault(reason, field, "is \(shown(path) ?? "something else"), not \(rule)")
    }

    private static func rule(_ context: DecodingError.Context) -> String {
        guard let name = context.codingPath.last?.stringValue else { return "what it should be" }
        if let words = words[name] { return "one of " + words.joined(separator: ", ") }
        return "an RFC 3339 time such as 2026-03-02T08:00:00Z"
    }

    private static func name(of type: any Any.Type) -> String {
        switch String(describing: type) {
        case "String": "a string"
        case "Bool": "true or false"
        case let name where name.hasPrefix("Array"): "an array"
        case let name where name.hasPrefix("Dictionary"): "an object"
        default: "a number"
        }
    }
}
