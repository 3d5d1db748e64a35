import Customs
import Foundation

/// Holds JSON against the part of JSON Schema 2020-12 that the OpenAPI document uses; a word that it does not know is
/// a complaint, so that no schema says more than is checked.
struct JSONSchema {
    /// Words that say nothing of validity.
    private static let silent: Set<String> = [
        "description", "title", "default", "example", "examples", "deprecated", "readOnly", "contentMediaType",
        "contentEncoding",
    ]

    /// The document that `$ref` points into.
    let document: [String: Any]

    /// What is wrong with a value, each with its place; empty where nothing is.
    func complaints(of value: Any, against schema: Any, at place: String = "$") -> [String] {
        if let verdict = schema as? Bool { return verdict ? [] : ["\(place) is not allowed"] }
        guard let schema = schema as? [String: Any] else { return ["\(place): the schema is no object"] }
        return schema.keys.sorted().flatMap { word in
            check(value, word, schema[word] ?? NSNull(), of: schema, at: place)
        }
    }

    private func check(_ value: Any, _ word: String, _ wanted: Any, of schema: [String: Any], at place: String)
        -> [String]
    {
        switch word {
        case _ where Self.silent.contains(word): []
        case "$ref": reference(value, wanted, at: place)
        case "type":
            Self.hasType(value, wanted) ? [] : ["\(place) is \(Self.type(of: value)), not \(wanted)"]
        case "enum":
            (wanted as? [Any] ?? []).contains { Self.isSame($0, value) } ? [] : ["\(place) is none of \(wanted)"]
        case "const": Self.isSame(wanted, value) ? [] : ["\(place) is not \(wanted)"]
        case "required", "properties", "additionalProperties", "minProperties":
            (value as? [String: Any]).map { members($0, word, wanted, of: schema, at: place) } ?? []
        case "items", "prefixItems", "minItems", "maxItems", "uniqueItems":
            (value as? [Any]).map { items($0, word, wanted, of: schema, at: place) } ?? []
        case "pattern", "format", "minLength", "maxLength":
            (value as? String).map { text($0, word, wanted, at: place) } ?? []
        case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
            Self.type(of: value) == "string" ? [] : number(value, word, wanted, at: place)
        case "oneOf", "anyOf", "allOf", "not": combined(value, word, wanted, at: place)
        default: ["\(place): the schema's word \(word) is not checked"]
        }
    }

    private func reference(_ value: Any, _ wanted: Any, at place: String) -> [String] {
        guard let path = wanted as? String, path.hasPrefix("#/") else { return ["\(place): \(wanted) is elsewhere"] }
        var target: Any? = document
        for name in path.dropFirst(2).split(separator: "/") { target = (target as? [String: Any])?[String(name)] }
        return target.map { complaints(of: value, against: $0, at: place) } ?? ["\(place): \(path) is not there"]
    }

    private func members(
        _ object: [String: Any], _ word: String, _ wanted: Any, of schema: [String: Any], at place: String
    ) -> [String] {
        let properties = schema["properties"] as? [String: Any] ?? [:]
        switch word {
        case "required":
            return (wanted as? [String] ?? []).filter { object[$0] == nil }.map { "\(place).\($0) is missing" }
        case "properties":
            return object.keys.sorted().flatMap { name in
                properties[name].map { complaints(of: object[name] ?? NSNull(), against: $0, at: "\(place).\(name)") }
                    ?? []
            }
        case "minProperties":
            return object.count >= wanted as? Int ?? 0 ? [] : ["\(place) has \(object.count) members"]
        default:
            return object.keys.sorted().filter { properties[$0] == nil }.flatMap { name in
                complaints(of: object[name] ?? NSNull(), against: wanted, at: "\(place).\(name)")
            }
        }
    }

    private func items(
        _ array: [Any], _ word: String, _ wanted: Any, of schema: [String: Any], at place: String
    ) -> [String] {
        let first = schema["prefixItems"] as? [Any] ?? []
        switch word {
        case "items":
            return array.enumerated().dropFirst(first.count).flatMap { index, item in
                complaints(of: item, against: wanted, at: "\(place)[\(index)]")
            }
        case "prefixItems":
            return zip(array, first).enumerated().flatMap { index, pair in
                complaints(of: pair.0, against: pair.1, at: "\(place)[\(index)]")
            }
        case "uniqueItems":
            let texts = array.map { "\($0)" }
            return wanted as? Bool == true && Set(texts).count < texts.count ? ["\(place) names something twice"] : []
        default:
            let bound = wanted as? Int ?? 0
            let isRight = word == "minItems" ? array.count >= bound : array.count <= bound
            return isRight ? [] : ["\(place) has \(array.count) items, against \(word) \(bound)"]
        }
    }

    private func text(_ text: String, _ word: String, _ wanted: Any, at place: String) -> [String] {
        let isRight =
            switch word {
            case "pattern": text.range(of: wanted as? String ?? "", options: .regularExpression) != nil
            case "minLength": text.unicodeScalars.count >= wanted as? Int ?? 0
            case "maxLength": text.unicodeScalars.count <= wanted as? Int ?? .max
            case "format" where wanted as? String == "date-time": Timestamp(rfc3339: text) != nil
            default: true
            }
        return isRight ? [] : ["\(place) is “\(text)”, against \(word) \(wanted)"]
    }

    private func number(_ value: Any, _ word: String, _ wanted: Any, at place: String) -> [String] {
        guard Self.hasType(value, "number"), let number = value as? Double, let bound = wanted as? Double else {
            return []
        }
        let isRight =
            switch word {
            case "minimum": number >= bound
            case "maximum": number <= bound
            case "exclusiveMinimum": number > bound
            default: number < bound
            }
        return isRight ? [] : ["\(place) is \(number), against \(word) \(bound)"]
    }

    private func combined(_ value: Any, _ word: String, _ wanted: Any, at place: String) -> [String] {
        if word == "not" {
            return complaints(of: value, against: wanted, at: place).isEmpty ? ["\(place) is what must not be"] : []
        }
        let each = (wanted as? [Any] ?? []).map { complaints(of: value, against: $0, at: place) }
        let fitting = each.count { $0.isEmpty }
        switch word {
        case "allOf": return each.flatMap { $0 }
        case "oneOf" where fitting == 1: return []
        case "anyOf" where fitting > 0: return []
        default: return ["\(place) fits \(fitting) of \(word): \(each.flatMap { $0 }.joined(separator: "; "))"]
        }
    }

    private static func hasType(_ value: Any, _ wanted: Any) -> Bool {
        let names = wanted as? [String] ?? [wanted as? String ?? ""]
        let own = type(of: value)
        return names.contains(own) || (own == "integer" && names.contains("number"))
    }

    private static func type(of value: Any) -> String {
        switch value {
        case is NSNull: "null"
        case is String: "string"
        case is [String: Any]: "object"
        case is [Any]: "array"
        // Swift sees 0 and 1 as booleans too, so the type that JSON had is asked for.
        case let number as NSNumber where String(cString: number.objCType) == "c": "boolean"
        case let number as NSNumber: number.doubleValue == number.doubleValue.rounded() ? "integer" : "number"
        default: "\(Swift.type(of: value))"
        }
    }

    private static func isSame(_ one: Any, _ other: Any) -> Bool {
        type(of: one) == type(of: other) && "\(one)" == "\(other)"
    }
}
