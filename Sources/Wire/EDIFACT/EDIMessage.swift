import Customs

/// A gate message while it is read: the facts of its head, and the one equipment group that is open.
struct EDIMessage {
    enum Phase {
        case head
        /// In the group of a container.
        case equipment
        /// In the group of a chassis, a trailer or the like.
        case otherEquipment
        /// Behind CNT.
        case tail
        /// Refused: passed over up to its end.
        case refused
    }

    var record: EDIMessageRecord
    var phase = Phase.head
    var kind: GateEvent.Kind?
    var amends: GateEvent.Amendment?
    var hasBGM = false
    /// NAD+MS, who sends.
    var sender: String?
    var facts = EDIFacts()
    var equipment: EDIEquipment?
    var equipmentCount = 0
    var controlTotal: Double?

    init(_ record: EDIMessageRecord) { self.record = record }

    /// Takes what BGM says.
    mutating func takeBGM(
        _ segment: EDISegment, _ partner: EDIPartner, _ tolerances: inout EDITolerances
    ) throws(EDIFault) {
        guard !hasBGM else { return }
        hasBGM = true
        guard let document = segment.text(1) else {
            throw EDIFault(
                segment.position, .missing, .missingField, element: 1,
                "1001, the document that says in or out, is missing")
        }
        guard let kind = partner.documents[document] else {
            throw EDIFault(
                segment.position, .invalidValue, .outOfRange, element: 1,
                "1001 is “\(document.clipped())”, not one of \(partner.documents.keys.sorted().joined(separator: ", "))"
            )
        }
        self.kind = kind
        switch segment.text(3) {
        case nil: tolerances.note(.missingFunction, segment.position)
        case "9"?: break
        case "5"?: amends = .replace
        case "1"?: amends = .cancel
        case "4"?:
            amends = .replace
            tolerances.note(.otherFunction, segment.position)
        case "3"?:
            amends = .cancel
            tolerances.note(.otherFunction, segment.position)
        case "2"?, "7"?: tolerances.note(.otherFunction, segment.position)
        case let function?:
            throw EDIFault(
                segment.position, .invalidValue, .outOfRange, element: 3,
                "1225 is “\(function.clipped())”, not one of 9 (original), 5 (replace), 1 (cancel)")
        }
    }

    /// The word for the event's direction in its id.
    var way: String {
        switch kind {
        case .gateIn?, .discharge?: "in"
        case .gateOut?, .load?: "out"
        case let kind?: kind.rawValue
        case nil: "-"
        }
    }

    mutating func note(fault: EDIFault) {
        if record.faults.count < EDIMessageRecord.maximumFaults { record.faults.append(fault) }
    }
}
