import Customs

/// Reads the gate events out of interchanges of CODECO and COARRI (D.95B and D.00B), group by group.
///
/// A state machine keyed on EQD: which number a group has in which directory makes no difference to it. It holds one
/// group at a time; an item is handed on as soon as its group ends.
struct EDIGateEvents {
    /// Items of one text beyond which the rest is refused.
    static let maximumItems = 100_000

    let profile: EDIProfile
    var clock: EDIClock
    var interchange = EDIInterchangeRecord()
    /// Those that ended.
    var interchanges: [EDIInterchangeRecord] = []
    var message: EDIMessage?
    /// What the message that is open did against its standard.
    var noted = EDITolerances()
    private var pending: [Result<GateEvent, Rejection>] = []
    private(set) var itemCount = 0
    /// Whether what stands outside messages was refused already: once is enough for each gap.
    var hasRefusedLoose = false
    private var isUnreadable = false
    private(set) var lastPosition = EDIPosition(ordinal: 1, tag: nil, offset: 0)

    init(_ profile: EDIProfile) {
        self.profile = profile
        clock = EDIClock(timeZone: profile.partner.timeZone)
    }

    /// Hands each equipment's event, or why there is none, to `take`, and returns what the answer needs to know.
    mutating func read(
        _ bytes: UnsafeRawBufferPointer, _ take: (Result<GateEvent, Rejection>) -> Void
    ) -> [EDIInterchangeRecord] {
        var reader = EDIReader(bytes)
        var segment = EDISegment(bytes)
        var emptySegments = 0
        reading: while itemCount < Self.maximumItems {
            switch reader.next(&segment) {
            case .end: break reading
            case .broken(let fault):
                lastPosition = fault.position
                takeBroken(fault)
            case .segment:
                lastPosition = segment.position
                if reader.emptySegments > emptySegments { note(.emptySegment, segment.position) }
                emptySegments = reader.emptySegments
                if segment.isTerminated {
                    takeSegment(segment)
                } else {
                    takeUnterminated(segment)
                }
            }
            deliver(take)
            if isUnreadable { break reading }
        }
        if itemCount >= Self.maximumItems {
            let text = "the text holds more than \(Self.maximumItems) equipments; what follows is not taken"
            emit(.failure(EDIFault(lastPosition, .unspecified, .payloadTooLarge, text).rejection()))
        }
        endMessage(isClosed: false)
        if itemCount == 0 {
            // An answer to nothing would look like success.
            if interchange.isEmpty, let last = interchanges.popLast() { interchange = last }
            refuseLoose(
                EDIFault(
                    lastPosition, .missing, .missingField, "the text ends without a message that reports equipment"))
        }
        finishInterchange()
        deliver(take)
        return interchanges
    }

    mutating func deliver(_ take: (Result<GateEvent, Rejection>) -> Void) {
        for item in pending { take(item) }
        pending.removeAll(keepingCapacity: true)
    }

    mutating func emit(_ item: Result<GateEvent, Rejection>) {
        pending.append(item)
        if message == nil { interchange.looseItems.append(itemCount) }
        itemCount += 1
        if let first = message?.record.items.lowerBound { message?.record.items = first..<itemCount }
    }

    mutating func refuseLoose(_ fault: EDIFault) {
        guard !hasRefusedLoose else { return }
        hasRefusedLoose = true
        emit(.failure(fault.rejection()))
    }

    // MARK: Segments

    mutating func takeSegment(_ segment: EDISegment) {
        noteForm(segment)
        switch segment.tag {
        case "UNB":
            finishInterchange()
            beginInterchange(segment)
        case "UNH": beginMessage(segment)
        case "UNT": finishMessage(segment)
        case "UNZ": closeInterchange(segment)
        case "UNG", "UNE": break
        default:
            if message != nil {
                takeBody(segment)
            } else if segment.position.ordinal == 1 {
                let fault = EDIFault(
                    segment.position, .notSupportedHere, "the text begins with neither UNA nor UNB nor UNH")
                refuseAll(fault)
            } else {
                refuseLoose(EDIFault(segment.position, .notSupportedHere, "it stands outside a message"))
            }
        }
    }

    mutating func noteForm(_ segment: EDISegment) {
        if segment.hasLineBreak { note(.lineBreak, segment.position) }
        if segment.hasHighBytes, segment.characterSet == .guessed { note(.highBytes, segment.position) }
    }

    mutating func note(_ tolerance: EDITolerance, _ position: EDIPosition) {
        if message != nil {
            noted.note(tolerance, position)
        } else {
            interchange.tolerances.note(tolerance, position)
        }
    }

    mutating func takeUnterminated(_ segment: EDISegment) {
        switch segment.tag {
        case "UNT", "UNZ", "UNE", "CNT":
            note(.unterminated, segment.position)
            takeSegment(segment)
        default:
            takeBroken(EDIFault(segment.position, .missing, "the text ends without the segment's terminator"))
        }
    }

    mutating func takeBroken(_ fault: EDIFault) {
        guard let phase = message?.phase else {
            if fault.position.ordinal == 1 {
                refuseAll(fault)
            } else {
                interchange.fault = interchange.fault ?? fault
                refuseLoose(fault)
            }
            return
        }
        message?.note(fault: fault)
        if fault.position.tag == "EQD", phase != .refused {
            finishEquipment()
            message?.equipment = EDIEquipment(broken: fault)
            message?.phase = .equipment
            message?.equipmentCount += 1
            return
        }
        switch phase {
        case .head: refuseMessage(fault)
        case .equipment: if message?.equipment?.fault == nil { message?.equipment?.fault = fault }
        case .otherEquipment, .tail: note(.brokenSegment, fault.position)
        case .refused: break
        }
    }

    /// Takes nothing of the text: what begins like this is something else.
    mutating func refuseAll(_ fault: EDIFault) {
        refuseLoose(fault)
        interchange.fault = fault
        isUnreadable = true
    }
}
