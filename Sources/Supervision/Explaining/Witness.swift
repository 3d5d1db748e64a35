import Customs

/// Keeps the whole evidence of a few seals, so that it can be folded again from its start with every step shown.
struct Witness: Sendable {
    /// More evidence of one seal than this is not kept: a year of reports every ten seconds.
    static let limit = 3_500_000

    /// An item as it came.
    struct Item: Sendable {
        var evidence: Evidence
        var receivedAt: Timestamp
        /// Of a report; `nil` for the usual boot.
        var boot: String?
        /// For an item that came too late to be put in its place: after which it was folded instead.
        var foldedAfter: EvidenceOrder?

        /// Where it stands among the others.
        fileprivate var place: EvidenceOrder { foldedAfter ?? evidence.order }
    }

    let seals: Set<String>
    private var items: [String: [Item]] = [:]
    /// What the transits of these seals were held against, by name: as it was at their end where they have ended.
    private(set) var worlds: [String: World] = [:]
    private(set) var handles: [String: Int32] = [:]
    /// Some evidence was not kept, as there was too much.
    private(set) var isFull = false

    init(seals: Set<String>) { self.seals = seals }

    mutating func note(_ item: Item, of seal: String, in world: World) {
        guard items[seal, default: []].count < Self.limit else {
            isFull = true
            return
        }
        items[seal, default: []].append(item)
        guard let handle = item.evidence.transit, let name = world.plans[handle]?.transit else { return }
        handles[name] = handle
        if item.evidence.kind == .transitEnds { worlds[name] = world }
    }

    /// A gate event was corrected: it is no evidence any more.
    mutating func remove(gateEvent: String, of seal: String) {
        guard let index = items[seal]?.lastIndex(where: { $0.evidence.gateEvent == gateEvent }) else { return }
        items[seal]?.remove(at: index)
    }

    /// A seal's evidence in the order in which it is folded.
    func orderedItems(of seal: String) -> [Item] {
        (items[seal] ?? []).enumerated().sorted { a, b in
            if a.element.place != b.element.place { return a.element.place < b.element.place }
            let (aIsLate, bIsLate) = (a.element.foldedAfter != nil, b.element.foldedAfter != nil)
            return aIsLate == bIsLate ? a.offset < b.offset : bIsLate
        }.map(\.element)
    }
}
