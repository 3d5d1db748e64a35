import Crypto
import Foundation

/// What a receiver and this server alone know; it signs messages (Standard Webhooks 1.0.0, symmetric).
package struct WebhookSecret: Hashable, Sendable {
    /// Why a text is no secret; it never repeats the text.
    package struct Unusable: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Marks a secret whose bytes are written as base64.
    static let prefix = "whsec_"
    static let minimumBytes = 24
    private static let maximumBytes = 1024

    private let key: SymmetricKey

    /// Reads `whsec_<base64>`, or takes the bytes of any other text as they are; blanks and line breaks around it do
    /// not count.
    package init(_ text: String) throws(Unusable) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let bytes: Data
        if text.hasPrefix(Self.prefix) {
            guard let decoded = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))) else {
                throw Unusable(description: "what follows \(Self.prefix) is not base64")
            }
            bytes = decoded
        } else {
            bytes = Data(text.utf8)
        }
        guard Self.minimumBytes...Self.maximumBytes ~= bytes.count else {
            throw Unusable(
                description: "the secret is \(bytes.count) bytes long, not \(Self.minimumBytes) to \(Self.maximumBytes)"
            )
        }
        key = SymmetricKey(data: bytes)
    }

    /// The `webhook-signature` of a message: `v1,` and the base64 of HMAC-SHA256 over id, time and body, with points
    /// between them.
    package func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Data("\(id).\(seconds).".utf8))
        code.update(data: body)
        return "v1," + Data(code.finalize()).base64EncodedString()
    }

    package static func == (one: Self, other: Self) -> Bool { one.key == other.key }

    package func hash(into hasher: inout Hasher) { hasher.combine(key.bitCount) }
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "hidden" }
    package var debugDescription: String { description }
    /// Nothing: a secret that is part of something that is dumped stays hidden.
    package var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
