import Customs

/// The group of one container: what its EQD says, and what follows up to the next EQD.
struct EDIEquipment {
    let position: EDIPosition
    /// As written; `nil` where it is missing.
    private(set) var container: String?
    private(set) var sizeType: String?
    private(set) var direction: String?
    private(set) var fullEmpty: GateEvent.FullEmpty?
    var facts = EDIFacts()
    /// The first segment of the group that could not be read: then none of the group is taken.
    var fault: EDIFault?

    /// For a group whose EQD could not be read.
    init(broken fault: EDIFault) {
        position = fault.position
        self.fault = fault
    }

    init(_ segment: EDISegment, _ tolerances: inout EDITolerances) {
        position = segment.position
        container = segment.text(2)
        sizeType = segment.text(3)
        if sizeType == "0000" {
            sizeType = nil
            tolerances.note(.sizeType, position)
        }
        let (status, load) = Self.status(segment, &tolerances)
        switch status {
        case "1": direction = "continental"
        case "2": direction = "export"
        case "3": direction = "import"
        case "6": direction = "transhipment"
        case nil: break
        default: tolerances.note(.status, position)
        }
        switch load {
        case "4": fullEmpty = .empty
        case "5": fullEmpty = .full
        case nil: break
        default: tolerances.note(.fullEmpty, position)
        }
    }

    /// Elements 5 (8249, status) and 6 (8169, full or empty), or the place that they slipped to.
    private static func status(
        _ segment: EDISegment, _ tolerances: inout EDITolerances
    ) -> (status: String?, load: String?) {
        let (before, fifth, sixth, after) = (segment.text(4), segment.text(5), segment.text(6), segment.text(7))
        func isLoad(_ code: String?) -> Bool { code == "4" || code == "5" }
        func isStatus(_ code: String?) -> Bool { code.map { ["1", "2", "3", "6"].contains($0) } ?? true }
        // No gate sees a container that stays on board (status 4, 5), so that there a 4 or 5 is the load.
        if sixth == nil, isLoad(fifth), isStatus(before) {
            tolerances.note(.shiftedEQD, segment.position)
            return (before, fifth)
        }
        if !isLoad(sixth), isLoad(after), isStatus(sixth) {
            tolerances.note(.shiftedEQD, segment.position)
            return (sixth ?? fifth, after)
        }
        return (fifth, sixth)
    }
}
