import Customs
import Geofencing

/// Detects: several seals in one area lose their position or their voice together (`gnss-jamming`, by neighbours).
///
/// A jammer strikes at one moment over an area; a tunnel or a hole in the network strikes at one place, whenever somebody
/// comes by. So outages count together that began within 120 s and 3 km of each other, and three of them must have begun at
/// places so far apart that no two of the three seals can have met their trouble at one spot: the way that each may have
/// driven between its last good fix and the first sign of the outage is allowed for. A convoy that enters a tunnel makes one
/// such place, two lorries that enter it from both ends make two.
///
/// An outage does not count where two other transits had one within 1 km in the 12 hours before (but not in the last ten
/// minutes): there the place is the reason. None counts while outages begin all over the country: then a network or a
/// server is down. One finding for each transit concerned, except where its own jamming finding covers the same time.
/// Ends: its fix or its voice is back. Numbers: jammers sold for lorries reach some hundred metres to a few kilometres.
/// Fooled by: a radio mast that fails, where seals do not keep what they cannot send; a jammer that stays for hours is found
/// when it is switched on, and looks like a hole in the network afterwards.
struct JammedArea: Sendable {
    static let radiusMeters = 3000.0
    static let windowSeconds = 120.0
    static let leastPlaces = 3
    static let qualifier = "area"
    private static let habitMeters = 1000.0
    private static let habitSeconds: ClosedRange<Double> = 600...(12 * 3600)
    private static let habitTransits = 2
    /// More in one area say nothing new.
    private static let mostMembers = 64
    private static let mostNames = 10

    /// One seal's part in it.
    struct Member: Sendable, Hashable {
        var transit: Int32
        /// What the transit is called: ties are decided by it, not by who came first.
        var id: String
        var outage: Outage
    }

    let isEnabled: Bool

    init(_ settings: RuleSettings) { isEnabled = settings.enabled }

    /// Transits whose findings an outage that came, changed or went may change.
    static func transits(near outage: Outage, in encounters: Encounters) -> Set<Int32> {
        let latest = habitSeconds.upperBound + windowSeconds
        var found: Set<Int32> = []
        encounters.visitOutages(around: outage.place, within: radiusMeters + habitMeters) { mark in
            let later = mark.outage.from.seconds(since: outage.from)
            if later >= -windowSeconds, later <= latest { found.insert(mark.transit) }
        }
        return found
    }

    /// The finding of one transit's outage; `nil` where it is alone, or explained.
    func finding(
        _ outage: Outage, of transit: Int32, in encounters: Encounters, named transitOf: (Int32) -> Transit?
    ) -> Finding? {
        guard isEnabled, !outage.isToldAlone, !encounters.spread.isWide(at: outage.from),
            let own = transitOf(transit).map({ Member(transit: transit, id: $0.transit, outage: outage) })
        else { return nil }
        let others = candidates(near: own, in: encounters, named: transitOf)
        guard others.count + 1 >= Self.leastPlaces, Self.isUnexplained(own, in: encounters) else { return nil }
        let group = others.filter { Self.isUnexplained($0, in: encounters) }
        guard let best = bestWindow(own, group) else { return nil }
        return finding(own, best.members, places: best.places, named: transitOf)
    }

    /// One outage of each other transit that began near `own` in place and time, the nearest in time.
    private func candidates(
        near own: Member, in encounters: Encounters, named transitOf: (Int32) -> Transit?
    ) -> [Member] {
        var nearest: [Int32: Outage] = [:]
        func isNearer(_ a: Outage, _ b: Outage) -> Bool {
            let first = abs(a.from.seconds(since: own.outage.from))
            let second = abs(b.from.seconds(since: own.outage.from))
            return first != second ? first < second : a.from < b.from
        }
        encounters.visitOutages(around: own.outage.place, within: Self.radiusMeters) { mark in
            guard mark.transit != own.transit,
                abs(mark.outage.from.seconds(since: own.outage.from)) <= Self.windowSeconds,
                Self.meters(mark.outage, own.outage) <= Self.radiusMeters,
                nearest[mark.transit].map({ isNearer(mark.outage, $0) }) ?? true
            else { return }
            nearest[mark.transit] = mark.outage
        }
        guard nearest.count + 1 >= Self.leastPlaces else { return [] }
        let members = nearest.compactMap { handle, outage in
            transitOf(handle).map { Member(transit: handle, id: $0.transit, outage: outage) }
        }
        guard members.count > Self.mostMembers else { return members }
        let sorted = members.sorted { a, b in
            isNearer(a.outage, b.outage) || (!isNearer(b.outage, a.outage) && a.id < b.id)
        }
        return Array(sorted.prefix(Self.mostMembers))
    }

    /// The 120 s with `own` in them in which outages began at the most places.
    private func bestWindow(_ own: Member, _ others: [Member]) -> (members: [Member], places: Int)? {
        let all = ([own] + others).sorted { ($0.outage.from, $0.id) < ($1.outage.from, $1.id) }
        var best: (members: [Member], places: Int)?
        for first in all where first.outage.from <= own.outage.from {
            let members = all.filter {
                $0.outage.from >= first.outage.from
                    && $0.outage.from.seconds(since: first.outage.from) <= Self.windowSeconds
            }
            guard members.count >= Self.leastPlaces else { continue }
            let places = Self.places(own, members)
            if places >= Self.leastPlaces, places > best?.places ?? 0 { best = (members, places) }
        }
        return best
    }

    /// At how many places they began at least, that of `own` among them.
    private static func places(_ own: Member, _ members: [Member]) -> Int {
        var chosen = [own.outage]
        for member in members where member.transit != own.transit {
            let isApart = chosen.allSatisfy {
                meters($0, member.outage) > Double($0.reachMeters) + Double(member.outage.reachMeters)
            }
            if isApart { chosen.append(member.outage) }
        }
        return chosen.count
    }

    /// Whether others do not fall out at this place anyway.
    private static func isUnexplained(_ member: Member, in encounters: Encounters) -> Bool {
        var others: Set<Int32> = []
        encounters.visitOutages(around: member.outage.place, within: habitMeters) { mark in
            guard others.count < habitTransits, mark.transit != member.transit,
                habitSeconds.contains(member.outage.from.seconds(since: mark.outage.from)),
                meters(mark.outage, member.outage) <= habitMeters
            else { return }
            others.insert(mark.transit)
        }
        return others.count < habitTransits
    }

    private func finding(
        _ own: Member, _ members: [Member], places: Int, named transitOf: (Int32) -> Transit?
    ) -> Finding {
        let known = members.map(\.outage.knownAt).sorted()[Self.leastPlaces - 1]
        var finding = Finding(
            rule: .gnssJamming, startedAt: own.outage.from, firedAt: max(known, own.outage.knownAt))
        finding.endedAt = own.outage.isOver ? own.outage.until : nil
        finding.variant = "neighbours"
        finding.qualifier = Self.qualifier
        finding.position = own.outage.place.coordinate
        let radius = members.map { Self.meters($0.outage, own.outage) }.max() ?? 0
        let starts = members.map(\.outage.from)
        let spread = (starts.max() ?? own.outage.from).seconds(since: starts.min() ?? own.outage.from)
        let seals = members.compactMap { transitOf($0.transit)?.seal }.sorted().prefix(Self.mostNames)
        finding.evidence = [
            "count": .number(Double(members.count)), "places": .number(Double(places)),
            "radius": .number(radius.rounded()), "onsetSpreadSeconds": .number(spread),
            "seals": .text(seals.joined(separator: ", ")),
            "sign": .text(own.outage.kind == .silence ? "silence" : "fix-lost"),
            "withinMeters": .number(Self.radiusMeters), "withinSeconds": .number(Self.windowSeconds),
            "leastPlaces": .number(Double(Self.leastPlaces)),
        ]
        finding.words = ["count": String(members.count)]
        return finding
    }

    private static func meters(_ a: Outage, _ b: Outage) -> Double {
        Geodesy.nearbyMeters(a.place.coordinate, b.place.coordinate)
    }
}
