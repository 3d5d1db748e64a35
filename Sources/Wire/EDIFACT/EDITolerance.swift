/// What a message did against its standard and was taken all the same; the raw value is what the answer says of it.
enum EDITolerance: String, CaseIterable {
    case missingUNB = "there is no UNB: the message is its own envelope"
    case missingUNZ = "UNZ is missing"
    case interchangeCount = "UNZ counts another number of messages"
    case interchangeReference = "UNZ and UNB have different references"
    case missingUNT = "UNT is missing"
    case segmentCount = "UNT counts another number of segments"
    case messageReference = "UNT and UNH have different references"
    case missingCNT = "CNT+16 is missing"
    case equipmentCount = "CNT+16 counts another number of equipment"
    case otherDirectory = "the directory is neither D.95B nor D.00B; it was read as D.00B"
    case missingFunction = "BGM has no function (1225); it was read as 9, original"
    case otherFunction = "BGM's function (1225) was read as original, replace or cancel"
    case shiftedEQD = "EQD's elements are shifted; 8249 and 8169 were taken from where they stand"
    case otherEquipment = "EQD that is no container was passed over"
    case sizeType = "EQD's size and type 0000 was read as unknown"
    case status = "EQD 8249 is no known status and was passed over"
    case fullEmpty = "EQD 8169 is neither 4 nor 5 and was passed over"
    case sealIssuer = "SEL 9303 is no known party and was passed over"
    case sealCondition = "SEL 4517 is no known condition and was passed over"
    case timeQualifier = "DTM 2005 is not 7"
    case timeFormat = "DTM 2379 is missing; the format was told from the length"
    case unreadableTime = "a DTM could not be read; another one was taken"
    case carrierPlate = "TDT has the plate in the carrier's composite (C040)"
    case place = "LOC+165 names no known facility; the account's only one was taken"
    case lineBreak = "a line break within a segment was passed over"
    case emptySegment = "an empty segment was passed over"
    case highBytes = "characters beyond the declared set were read as UTF-8, else as ISO 8859-1"
    case unterminated = "the last segment has no terminator"
    case brokenSegment = "a broken segment that belongs to no container was passed over"
}

/// How often each was tolerated, and where first: as small for ten thousand equipments as for one.
struct EDITolerances {
    struct Found {
        var tolerance: EDITolerance
        var count: Int
        var first: EDIPosition
    }

    private var found: [EDITolerance: Found] = [:]

    mutating func note(_ tolerance: EDITolerance, _ position: EDIPosition) {
        found[tolerance, default: Found(tolerance: tolerance, count: 0, first: position)].count += 1
    }

    /// In the order of their declaration.
    var all: [Found] { EDITolerance.allCases.compactMap { found[$0] } }
}

extension EDITolerances.Found: CustomStringConvertible {
    var description: String {
        "\(tolerance.rawValue) (\(first)" + (count > 1 ? ", and \(count - 1) more times)" : ")")
    }
}
