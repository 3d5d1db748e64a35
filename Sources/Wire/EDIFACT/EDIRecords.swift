import Customs

/// What an interchange said of itself and what became of it: what its answer is made of.
struct EDIInterchangeRecord {
    /// `nil` where it has no UNB.
    var position: EDIPosition?
    var sender: String?
    var recipient: String?
    var reference: String?
    var isTest = false
    /// Why none of it was taken.
    var fault: EDIFault?
    var messages: [EDIMessageRecord] = []
    /// The items that belong to no message.
    var looseItems: [Int] = []
    var tolerances = EDITolerances()
    /// Whether its UNZ was there.
    var isClosed = false

    /// Whether there was nothing of it.
    var isEmpty: Bool { position == nil && messages.isEmpty && looseItems.isEmpty }
}

/// The same of a message.
struct EDIMessageRecord {
    /// Broken segments beyond which an answer lists no more.
    static let maximumFaults = 99

    var position: EDIPosition
    var reference: String?
    /// S009: type, version, release, agency, association.
    var identifier: [String]
    /// Where its results stand among all items.
    var items: Range<Int>
    /// Why none of it was taken.
    var refusal: EDIFault?
    /// Segments that could not be read.
    var faults: [EDIFault] = []
    var tolerances = EDITolerances()
}
