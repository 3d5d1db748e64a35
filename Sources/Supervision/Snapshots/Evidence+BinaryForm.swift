import Customs

/// Written field by field: a snapshot holds a hundred items for each seal, and Codable's containers would cost as much
/// as the supervision itself.
extension Evidence: BinaryForm {
    func write(to encoder: BinaryEncoder) throws {
        encoder.write(key.time.milliseconds)
        encoder.write(key.rank)
        encoder.write(key.sequence)
        encoder.write(key.ordinal)
        encoder.write(kind.rawValue)
        encoder.write(position != nil)
        if let position {
            encoder.write(position.latitude)
            encoder.write(position.longitude)
        }
        encoder.write(horizontalErrorMeters)
        encoder.write(SealState.allCases.firstIndex(of: state) ?? 0)
        encoder.write(interval)
        encoder.write(transit)
        encoder.write(facility)
        encoder.write(gateEvent)
    }

    static func read(from decoder: BinaryDecoder) throws -> Evidence {
        let key = EvidenceKey(
            time: Timestamp(milliseconds: try decoder.readInteger()), rank: try decoder.readInteger(),
            sequence: try decoder.readInteger(), ordinal: try decoder.readInteger())
        let rawKind: UInt8 = try decoder.readInteger()
        guard let kind = Kind(rawValue: rawKind) else {
            throw BinaryDecoder.Failure.malformed(at: decoder.index, "evidence of kind \(rawKind)")
        }
        var evidence = Evidence(key: key, kind: kind)
        if try decoder.readBool() {
            evidence.position = Coordinate(latitude: try decoder.readDouble(), longitude: try decoder.readDouble())
        }
        evidence.horizontalErrorMeters = try decoder.readBool() ? try decoder.readDouble() : nil
        let state: Int = try decoder.readInteger()
        guard SealState.allCases.indices.contains(state) else {
            throw BinaryDecoder.Failure.malformed(at: decoder.index, "a seal in state \(state)")
        }
        evidence.state = SealState.allCases[state]
        evidence.interval = try decoder.readBool() ? try decoder.readDouble() : nil
        evidence.transit = try decoder.readInteger()
        evidence.facility = try decoder.readBool() ? try decoder.readString() : nil
        evidence.gateEvent = try decoder.readBool() ? try decoder.readString() : nil
        return evidence
    }
}

extension BinaryEncoder {
    fileprivate func write(_ value: Double?) {
        write(value != nil)
        if let value { write(value) }
    }

    fileprivate func write(_ value: String?) {
        write(value != nil)
        if let value { write(value) }
    }
}
