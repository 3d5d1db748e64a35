public import Customs

/// Why a FeatureCollection cannot be read as zones: which feature and key, and the reason.
public struct ZonesFault: Error, Hashable, Sendable {
    /// The kind of the fault.
    public var code: Rejection.Reason
    /// `features[2] (hai-phong).radius`; `nil` for the whole.
    public var key: String?
    /// What is wrong with it, to be read after the key.
    public var reason: String

    init(_ code: Rejection.Reason, key: String?, reason: String) {
        self.code = code
        self.key = key
        self.reason = reason
    }

    /// The same as the refusal of a call.
    public var rejection: Rejection { Rejection(code, "\(key ?? "the body") \(reason)") }
}

extension DecodingError {
    var path: String? {
        let keys: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        guard !keys.isEmpty else { return nil }
        return keys.reduce("") { path, key in
            if let index = key.intValue { return "\(path)[\(index)]" }
            return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
        }
    }

    var sentence: String {
        switch self {
        case .keyNotFound: "is missing"
        case .typeMismatch(let type, _): "must be \(type)"
        case .valueNotFound: "must not be null"
        case .dataCorrupted(let context): "is not JSON: \(context.debugDescription)"
        @unknown default: "cannot be read"
        }
    }

    var code: Rejection.Reason {
        switch self {
        case .keyNotFound, .valueNotFound: .missingField
        case .typeMismatch: .wrongType
        case .dataCorrupted: .malformedJSON
        @unknown default: .malformedJSON
        }
    }
}
