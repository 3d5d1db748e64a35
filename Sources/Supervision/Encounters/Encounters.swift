import Customs
import Geofencing

/// What is held against other transits: stands and outages, by place and time.
///
/// It holds what the folds say and nothing of its own, so what is found in it does not depend on the order of arrival.
struct Encounters: Sendable {
    /// A stand in the grid; its end is open while it lasts, so that a report of a stand changes nothing here.
    struct StayMark: Hashable, Sendable {
        var transit: Int32
        var from: Timestamp
        var until: Timestamp
    }

    struct OutageMark: Hashable, Sendable {
        var transit: Int32
        var outage: Outage
    }

    struct Leaving: Codable, Sendable, Hashable {
        var transit: Int32
        var endedAt: Timestamp
    }

    /// How long an ended transit is still held against others.
    static let retentionSeconds = 86_400.0
    private static let stayCellMeters = 200.0

    /// Transits that have something to hold against others.
    private(set) var entries: [Int32: EncounterEntry] = [:]
    /// Ended ones among them, in the order of their end.
    private(set) var leaving: [Leaving] = []
    private var stays = PlaceGrid<StayMark>(cellMeters: Self.stayCellMeters)
    private var outages = PlaceGrid<OutageMark>(cellMeters: JammedArea.radiusMeters)
    private(set) var spread = OutageSpread()
    /// Transits for whose outages it turned whether outages begin all over the country.
    private var turned: Set<Int32> = []

    init() {}

    /// Puts what is now known of a transit in the place of what was; returns what was.
    mutating func update(_ transit: Int32, _ entry: EncounterEntry) -> EncounterEntry {
        let old = entries[transit] ?? EncounterEntry()
        entries[transit] = entry.isEmpty ? nil : entry
        replace(old, by: entry, of: transit)
        return old
    }

    /// The transit has ended: it is let go in time.
    mutating func noteEnd(of transit: Int32, at time: Timestamp) {
        guard entries[transit] != nil, !leaving.contains(where: { $0.transit == transit }) else { return }
        let index = leaving.partitioningIndex { $0.endedAt > time }
        leaving.insert(Leaving(transit: transit, endedAt: time), at: index)
    }

    /// Lets go of transits that ended long before `clock`.
    mutating func letGo(at clock: Timestamp) {
        while let first = leaving.first, clock.seconds(since: first.endedAt) > Self.retentionSeconds {
            leaving.removeFirst()
            _ = update(first.transit, EncounterEntry())
        }
        // What was found with them stays found.
        turned.removeAll()
    }

    /// Transits whose outages are to be looked at again although none near them changed.
    mutating func takeTurned() -> Set<Int32> {
        defer { turned.removeAll() }
        return turned
    }

    /// Other transits that stood near one of the stands while it lasted, ascending.
    func partners(of stands: [StandStay], except transit: Int32, within meters: Double) -> [Int32] {
        var found: Set<Int32> = []
        for stand in stands {
            let end = stand.isOver ? stand.until : .distantFuture
            stays.visit(around: stand.place, within: meters) { mark in
                if mark.transit != transit, mark.until > stand.from, mark.from < end { found.insert(mark.transit) }
            }
        }
        return found.sorted()
    }

    /// Shows the outages near a place, those of `transit` too.
    func visitOutages(around place: GridPoint, within meters: Double, _ body: (OutageMark) -> Void) {
        outages.visit(around: place, within: meters, body)
    }

    private mutating func replace(_ old: EncounterEntry, by new: EncounterEntry, of transit: Int32) {
        for stay in old.stays where !Self.holds(new.stays, stay) {
            stays.remove(Self.mark(stay, transit), at: stay.place)
        }
        for stay in new.stays where !Self.holds(old.stays, stay) {
            stays.insert(Self.mark(stay, transit), at: stay.place)
        }
        moveMarks(from: old.stays, to: new.stays, of: transit)
        guard old.outages != new.outages else { return }
        for outage in old.outages where !new.outages.contains(outage) {
            outages.remove(OutageMark(transit: transit, outage: outage), at: outage.place)
            turned.formUnion(spread.remove(outage, of: transit))
        }
        for outage in new.outages where !old.outages.contains(outage) {
            outages.insert(OutageMark(transit: transit, outage: outage), at: outage.place)
            turned.formUnion(spread.insert(outage, of: transit))
        }
    }

    /// A stand whose mean wandered into another cell.
    private mutating func moveMarks(from old: [StandStay], to new: [StandStay], of transit: Int32) {
        for stay in new {
            let mark = Self.mark(stay, transit)
            guard let before = old.first(where: { Self.mark($0, transit) == mark }), before.place != stay.place,
                stays.cell(of: before.place) != stays.cell(of: stay.place)
            else { continue }
            stays.remove(mark, at: before.place)
            stays.insert(mark, at: stay.place)
        }
    }

    private static func holds(_ stays: [StandStay], _ stay: StandStay) -> Bool {
        stays.contains { mark($0, 0) == mark(stay, 0) }
    }

    private static func mark(_ stay: StandStay, _ transit: Int32) -> StayMark {
        StayMark(transit: transit, from: stay.from, until: stay.isOver ? stay.until : .distantFuture)
    }
}

extension Encounters: Codable {
    private enum CodingKeys: CodingKey { case entries, leaving }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let known = try container.decode([Int32: EncounterEntry].self, forKey: .entries)
        // In the order of the handles, so that the cells' lists do not depend on a dictionary's.
        for (transit, entry) in known.sorted(by: { $0.key < $1.key }) { _ = update(transit, entry) }
        turned.removeAll()
        leaving = try container.decode([Leaving].self, forKey: .leaving)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entries, forKey: .entries)
        try container.encode(leaving, forKey: .leaving)
    }
}
