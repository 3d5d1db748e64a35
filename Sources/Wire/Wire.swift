public import Customs

/// Bytes to observations: pure, and the same answer for the same envelope every time.
public enum Wire {
    /// Bytes of a device's payload beyond which it is refused unread.
    public static let maximumPayloadBytes = 256 * 1024

    /// Each observation in the envelope, in its order, or why it could not be taken.
    public static func decode(_ envelope: Envelope) -> Decoded {
        switch envelope.source {
        case .mqtt(_, let topic): decodeMessage(topic: topic, envelope)
        case .gpsd(_, let seals): TPVDecoder(seals: seals).decode(envelope.body)
        case .http(let call): HTTPCallDecoder(call: call, receivedAt: envelope.receivedAt).decode(envelope.body)
        case .tick: [.success(.tick)]
        }
    }

    /// The same without the quick way of plain reports: the yardstick that the quick way is held against.
    package static func decodeByTokens(_ envelope: Envelope) -> Decoded {
        guard case .mqtt(_, let topic) = envelope.source, case .success(let seal)? = SealTopic.seal(of: topic) else {
            return decode(envelope)
        }
        return SealReportDecoder(seal: seal, receivedAt: envelope.receivedAt, readsPlainly: false)
            .decode(envelope.body)
    }

    private static func decodeMessage(topic: String, _ envelope: Envelope) -> Decoded {
        switch SealTopic.seal(of: topic) {
        case .success(let seal)?:
            return SealReportDecoder(seal: seal, receivedAt: envelope.receivedAt).decode(envelope.body)
        case .failure(let rejection)?: return [.failure(rejection)]
        case nil: break
        }
        switch FacilityTopic.parse(topic) {
        case .success((let facility, _))?:
            let detail = "the topic \(topic.clipped()) is of facility \(facility), for which no partner is configured"
            return [.failure(Rejection(.unknownSource, detail, subject: .gateEvent))]
        case .failure(let rejection)?: return [.failure(rejection)]
        case nil: break
        }
        if topic.hasPrefix(OwnTracksDecoder.prefix) {
            return OwnTracksDecoder(topic: topic, receivedAt: envelope.receivedAt).decode(envelope.body)
        }
        return TraccarDecoder(topic: topic, receivedAt: envelope.receivedAt).decode(envelope.body)
    }
}
