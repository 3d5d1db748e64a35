import Customs

/// The contract's topic of seal reports, `vasscm/v1/seals/{sealId}/reports`.
enum SealTopic {
    private static let prefix: StaticString = "vasscm/v1/seals/"
    private static let suffix: StaticString = "/reports"

    /// The seal whose reports a topic carries, or why it carries none; `nil` for a topic outside `vasscm/v1/seals`.
    static func seal(of topic: String) -> Result<String, Rejection>? {
        var topic = topic
        return topic.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            guard bytes.count >= prefix.utf8CodeUnitCount, holds(bytes, prefix, at: 0) else { return nil }
            guard let name = part(of: bytes) else {
                let detail = "the topic \(String(decoding: bytes, as: UTF8.self).clipped()) is not a seal's reports"
                return .failure(Rejection(.wrongTopic, detail, subject: .report))
            }
            let text = String(decoding: name, as: UTF8.self)
            return Identifier.isValid(bytes: name) ? .success(text) : .failure(rejection(text))
        }
    }

    /// The same without a `String`: the valid name in the topic of a seal's reports; `nil` for any other topic.
    @inline(__always)
    static func name(in topic: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard let name = part(of: topic), holds(topic, prefix, at: 0), Identifier.isValid(bytes: name) else {
            return nil
        }
        return name
    }

    /// What stands between the lengths of prefix and suffix, where the suffix is there.
    @inline(__always)
    private static func part(of topic: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let (start, stop) = (prefix.utf8CodeUnitCount, topic.count - suffix.utf8CodeUnitCount)
        guard start <= stop, holds(topic, suffix, at: stop) else { return nil }
        return UnsafeRawBufferPointer(rebasing: topic[start..<stop])
    }

    /// For a topic whose part for the seal's name is no name.
    static func rejection(_ name: String) -> Rejection {
        Rejection(
            .wrongTopic,
            "the topic names no seal: “\(name.clipped())” is not 1 to \(Identifier.maximumLength) of A-Z a-z 0-9 . _ -",
            subject: .report)
    }

    @inline(__always)
    private static func holds(_ bytes: UnsafeRawBufferPointer, _ text: StaticString, at offset: Int) -> Bool {
        for index in 0..<text.utf8CodeUnitCount where bytes[offset + index] != text.utf8Start[index] { return false }
        return true
    }
}
