import Customs

/// What a gate event must hold to be kept at all; whether it is right, the rules judge later.
enum GateEventRules {
    static let maximumSeals = 50
    /// Bytes of an `eventId`.
    static let eventIdBytes = 1...200

    /// The event with its container number in normal form.
    static func checked(_ event: GateEvent, receivedAt: Timestamp) throws(FieldFault) -> GateEvent {
        try TextRules.length(event.eventId, "eventId", bytes: eventIdBytes)
        try TextRules.identifier(event.facility, "facility")
        _ = try FixTimeRule.checked(event.time, "time", receivedAt: receivedAt)
        var event = event
        event.container = try TextRules.container(event.container, "container")
        let texts = [
            (event.sizeType, "sizeType"), (event.direction, "direction"), (event.declaration, "declaration"),
            (event.billOfLading, "billOfLading"), (event.booking, "booking"), (event.call, "call"),
            (event.replaces, "replaces"), (event.cancels, "cancels"), (event.vehicle?.plate, "vehicle.plate"),
            (event.vehicle?.trailer, "vehicle.trailer"),
        ]
        for (text, name) in texts { try TextRules.length(text, name, bytes: 0...200) }
        let seals = event.seals ?? []
        guard seals.count <= maximumSeals else {
            throw FieldFault(.outOfRange, "seals", "are \(seals.count), not at most \(maximumSeals)")
        }
        for (index, seal) in seals.enumerated() {
            try TextRules.length(seal.number, "seals[\(index)].number", bytes: 0...200)
        }
        try checkCorrection(event)
        if let result = event.result { try check(result) }
        return event
    }

    /// An event corrects another one in one way at most.
    private static func checkCorrection(_ event: GateEvent) throws(FieldFault) {
        let ways = [
            ("replaces", event.replaces), ("cancels", event.cancels), ("amends", event.amends?.rawValue),
        ].compactMap { name, value in value.map { (name, $0) } }
        guard ways.count > 1 else { return }
        throw FieldFault(
            .outOfRange, ways[1].0,
            "is “\(ways[1].1.clipped())” beside \(ways[0].0): an event has one of replaces, cancels and amends")
    }

    private static func check(_ result: GateEvent.Result) throws(FieldFault) {
        try TextRules.length(result.reference, "result.reference", bytes: 0...1000)
        try TextRules.length(result.device, "result.device", bytes: 0...200)
        guard let hash = result.imageSHA256 else { return }
        guard hash.utf8.count == 64, hash.utf8.allSatisfy(isLowerHexadecimal) else {
            throw FieldFault(
                .outOfRange, "result.imageSHA256", "is “\(hash.clipped())”, not 64 of 0-9 a-f, a SHA-256 in hexadecimal"
            )
        }
    }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
