import Customs

/// What a gate event must hold to be kept at all; whether it is right, the rules judge later.
enum GateEventRules {
    static let maximumSeals = 50

    /// The event with its container number in normal form.
    static func checked(_ event: GateEvent, receivedAt: Timestamp) throws(FieldFault) -> GateEvent {
        try TextRules.length(event.eventId, "eventId", bytes: 1...200)
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
        return event
    }
}
