import Customs

/// From a group to its event.
extension EDIGateEvents {
    /// The event of a container's group, or why there is none.
    mutating func event(of equipment: EDIEquipment, in message: EDIMessage) -> Result<GateEvent, Rejection> {
        var eventId: String?
        do throws(EDIFault) {
            guard let kind = message.kind, equipment.container != nil || equipment.fault == nil else {
                throw equipment.fault ?? missing(equipment, "1001, the document, is missing")
            }
            guard let written = equipment.container else {
                throw missing(equipment, "8260, the container's number, is missing")
            }
            let container = try ruled(equipment) { () throws(FieldFault) in
                try TextRules.container(written, "8260, the container's number,")
            }
            let id = id(container, in: message)
            eventId = id
            if let fault = equipment.fault { throw fault }
            let event = GateEvent(
                eventId: id, facility: try facility(of: equipment, in: message), type: kind,
                time: try time(of: equipment, in: message), container: container, sizeType: equipment.sizeType,
                fullEmpty: equipment.fullEmpty, direction: equipment.direction, seals: seals(of: equipment),
                vehicle: (equipment.facts.plate ?? message.facts.plate).map { GateEvent.Vehicle(plate: $0) },
                declaration: equipment.facts.declaration ?? message.facts.declaration,
                billOfLading: equipment.facts.billOfLading ?? message.facts.billOfLading,
                booking: equipment.facts.booking ?? message.facts.booking,
                call: equipment.facts.call ?? message.facts.call, amends: message.amends)
            let receivedAt = profile.receivedAt
            return .success(
                try ruled(equipment) { () throws(FieldFault) in
                    try GateEventRules.checked(event, receivedAt: receivedAt)
                })
        } catch {
            return .failure(error.rejection(eventId: eventId))
        }
    }

    /// The contract's `edi:{sender}:{interchange or -}:{message}:{container}:{in or out}`.
    private func id(_ container: String, in message: EDIMessage) -> String {
        let sender = interchange.sender ?? message.sender ?? profile.account.name
        let parts = [
            "edi", sender, interchange.reference ?? "-", message.record.reference ?? "-", container, message.way,
        ]
        return parts.joined(separator: ":")
    }

    private mutating func facility(of equipment: EDIEquipment, in message: EDIMessage) throws(EDIFault) -> String {
        // A place of the equipment's own that is not known must not be covered by the message's.
        if let facility = equipment.facts.facility { return facility }
        if equipment.facts.place == nil, let facility = message.facts.facility { return facility }
        let place = equipment.facts.place ?? message.facts.place
        if let only = profile.onlyFacility {
            noted.note(.place, equipment.position)
            return only
        }
        let fault = place.map { "names no known facility (“\($0.clipped())”)" } ?? "is missing"
        throw EDIFault(
            equipment.position, .missing, place == nil ? .missingField : .unknownFacility,
            "LOC+165, the place of the event, \(fault), and the account has not one facility only")
    }

    private mutating func time(of equipment: EDIEquipment, in message: EDIMessage) throws(EDIFault) -> Timestamp {
        for facts in [equipment.facts, message.facts] {
            if let time = facts.time {
                if let fault = facts.timeFault { noted.note(.unreadableTime, fault.position) }
                return time
            }
            if let fault = facts.timeFault { throw fault }
        }
        throw missing(equipment, "DTM+7, the time of the event, is missing")
    }

    private func seals(of equipment: EDIEquipment) -> [GateEvent.Seal]? {
        let facts = equipment.facts
        return facts.seals.isEmpty ? (facts.hasNoSeal ? [] : nil) : facts.seals
    }

    private func missing(_ equipment: EDIEquipment, _ text: String) -> EDIFault {
        EDIFault(equipment.position, .missing, .missingField, text)
    }

    private func ruled<Value>(
        _ equipment: EDIEquipment, _ check: () throws(FieldFault) -> Value
    ) throws(EDIFault) -> Value {
        do throws(FieldFault) {
            return try check()
        } catch {
            throw EDIFault(equipment.position, .invalidValue, error.reason, "\(error.field) \(error.fault)")
        }
    }
}
