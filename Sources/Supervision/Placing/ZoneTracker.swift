import Customs
import Geofencing

/// Which zones a seal is in, and what its last step did at their edges.
///
/// On the move every fix counts as it is, and the segment between two fixes finds what was crossed between them. At a stand
/// the mean of the fixes counts: it wanders less the longer the stand lasts, and only where it lies beyond the edge by more
/// than its own error does the seal change sides. So a lorry parked on a fence does not flap, and a lane of 20 m is found at
/// 80 km/h.
struct ZoneTracker: Codable, Sendable, Hashable {
    /// Longer between two fixes than this, and the straight line between them says nothing of the road taken.
    static let longestSegmentSeconds = 600.0
    /// Slower than this a fix may belong to a stand: twice what receivers make of standing still.
    private static let standingSpeed = 2.0
    /// Metres per second squared; a laden lorry has half of it.
    private static let fastestAcceleration = 2.0
    /// A fix with a larger error of its own does not decide between the sides of a nearer edge.
    private static let doubtfulErrorMeters = 30.0

    struct Change: Codable, Sendable, Hashable {
        var zone: ZoneIndex.Handle
        var change: ZoneChange.Change
        var at: Timestamp
    }

    /// The zones that it is in, ascending.
    private(set) var inside: [ZoneIndex.Handle] = []
    /// Whether it may stand there; at a fence in doubt it may, where its fixes fall into a place for it.
    private(set) var standing = StandingPlace()
    /// The place where it may stand goes beyond the zones that it is in.
    private var isGivenTheBenefit = false
    /// Where it is taken to be: the last fix, or the mean of the stand's fixes.
    private var place: Coordinate?
    private var time = Timestamp.distantPast
    private var stand = Stand()
    /// A fix away from the stand that nothing has confirmed yet.
    private var stray: Stray?
    /// Since when the place has been on another side of an edge than the seal is said to be.
    private var doubtSince: Timestamp?

    private struct Stray: Codable, Sendable, Hashable {
        var place: Coordinate
        var time: Timestamp
    }

    /// The zones are others now: what it may do where it is may be too. Which zones it is in shows with its next fix.
    mutating func zonesChanged(_ zones: ZoneIndex) {
        if !isGivenTheBenefit { standing = StandingPlace(inside, zones) }
    }

    /// Moves to a trusted fix and adds what happened on the way, in the order in which it happened.
    ///
    /// - Parameter isResettled: it did not come there by road, so nothing lies between.
    mutating func move(
        to fix: Coordinate, by item: Evidence, isResettled: Bool, zones: ZoneIndex, changes: inout [Change]
    ) {
        guard let from = place else { return arrive(at: fix, item, zones, &changes) }
        let reach = stand.reachMeters(errorMeters: item.errorMeters)
        let meters = Geodesy.nearbyMeters(from, fix)
        let isMoving = item.speedMetersPerSecond.map { isDriving(at: $0, meters + reach) } ?? false
        if !isMoving, meters <= reach {
            join(fix, meters, item, zones, &changes)
        } else if !isMoving, !isResettled, stray == nil, stand.count >= 3, meters <= 3 * reach {
            stray = Stray(place: fix, time: item.time)
        } else if item.time.seconds(since: time) > Self.longestSegmentSeconds || isResettled {
            arrive(at: fix, item, zones, &changes)
        } else {
            if let stray, Geodesy.nearbyMeters(stray.place, fix) <= Geodesy.nearbyMeters(from, fix) {
                go(to: stray.place, at: stray.time, error: 0, zones, &changes)
            }
            go(to: fix, at: item.time, error: item.errorMeters ?? 0, zones, &changes)
            stand = Stand(item)
        }
    }

    /// Whether the speed that it says makes it move: out of a stand no lorry is so fast after so few metres.
    private func isDriving(at speed: Double, _ farthestMeters: Double) -> Bool {
        guard speed >= Self.standingSpeed else { return false }
        return stand.count < 3 || speed * speed <= 2 * Self.fastestAcceleration * farthestMeters
    }

    /// Is there, with nothing known of the way.
    private mutating func arrive(
        at fix: Coordinate, _ item: Evidence, _ zones: ZoneIndex, _ changes: inout [Change]
    ) {
        let now = zones.zones(containing: fix)
        for zone in inside where !now.contains(zone) {
            changes.append(Change(zone: zone, change: .exited, at: item.time))
        }
        for zone in now where !inside.contains(zone) {
            changes.append(Change(zone: zone, change: .entered, at: item.time))
        }
        stand = Stand(item)
        settle(at: fix, item.time, inside: now, zones)
    }

    /// Another fix of the stand: its mean moves a little.
    private mutating func join(
        _ fix: Coordinate, _ meters: Double, _ item: Evidence, _ zones: ZoneIndex, _ changes: inout [Change]
    ) {
        guard let mean = place else { return }
        stray = nil
        let moved = stand.add(fix, meters, to: mean)
        place = moved
        time = item.time
        if !standing.isAllowed { giveTheBenefit(fix, zones) }
        if zones.areExactly(inside, containing: moved) {
            doubtSince = nil
            return
        }
        let now = zones.zones(containing: moved)
        let since = doubtSince ?? item.time
        doubtSince = since
        let margin = stand.errorMeters
        let decided = sides(now, at: moved, margin: margin, zones)
        guard decided != inside else { return }
        for zone in inside where !decided.contains(zone) {
            changes.append(Change(zone: zone, change: .exited, at: since))
        }
        for zone in decided where !inside.contains(zone) {
            changes.append(Change(zone: zone, change: .entered, at: since))
        }
        doubtSince = decided == now ? nil : since
        inside = decided
        standing = StandingPlace(decided, zones)
        isGivenTheBenefit = false
    }

    /// A lorry that stands by a fence may lie on either side of it: if its fixes fall into a place for standing, it may stand.
    private mutating func giveTheBenefit(_ fix: Coordinate, _ zones: ZoneIndex) {
        guard !zones.areExactly(inside, containing: fix) else { return }
        let place = StandingPlace(zones.zones(containing: fix), zones)
        guard place.isAllowed else { return }
        standing = place
        isGivenTheBenefit = true
    }

    /// Drives there on a straight line from where it is.
    private mutating func go(
        to fix: Coordinate, at moment: Timestamp, error: Double, _ zones: ZoneIndex, _ changes: inout [Change]
    ) {
        guard let from = place else { return }
        var passages: [ZoneIndex.Passage] = []
        if zones.areExactly(inside, containing: fix) {
            // The usual step: into no other zone, and through none.
            zones.passages(from: from, to: fix, besides: inside, into: &passages)
            if passages.isEmpty { return settle(at: fix, moment, inside: inside, zones) }
        }
        var now = zones.zones(containing: fix)
        if error > Self.doubtfulErrorMeters, now != inside { now = sides(now, at: fix, margin: error, zones) }
        zones.passages(from: from, to: fix, into: &passages)
        if !passages.isEmpty || now != inside {
            let duration = moment.seconds(since: time)
            let start = time
            func at(_ share: Double) -> Timestamp { start.advanced(bySeconds: (share * duration).rounded()) }
            let first = changes.count
            for zone in Set(passages.map(\.zone)).union(inside).union(now).sorted() {
                let own = passages.filter { $0.zone == zone }
                switch (inside.contains(zone), now.contains(zone)) {
                case (true, true): break
                case (false, true): changes.append(Change(zone: zone, change: .entered, at: at(own.last?.entry ?? 1)))
                case (true, false): changes.append(Change(zone: zone, change: .exited, at: at(own.first?.exit ?? 0)))
                case (false, false):
                    if let first = own.first, first.exit > first.entry, first.exit < 1 {
                        changes.append(Change(zone: zone, change: .crossed, at: at(first.entry)))
                    }
                }
            }
            changes[first...].sort { ($0.at, $0.zone) < ($1.at, $1.zone) }
        }
        settle(at: fix, moment, inside: now, zones)
    }

    private mutating func settle(
        at fix: Coordinate, _ moment: Timestamp, inside now: [ZoneIndex.Handle], _ zones: ZoneIndex
    ) {
        place = fix
        time = moment
        stray = nil
        doubtSince = nil
        if isGivenTheBenefit || now != inside {
            inside = now
            standing = StandingPlace(now, zones)
            isGivenTheBenefit = false
        }
    }

    /// The zones it is in: those that hold the place, except where an edge is nearer than the error and so decides nothing.
    private func sides(
        _ now: [ZoneIndex.Handle], at place: Coordinate, margin: Double, _ zones: ZoneIndex
    ) -> [ZoneIndex.Handle] {
        let kept = inside.filter { now.contains($0) || abs(zones.clearance(of: $0, at: place)) <= margin }
        let gained = now.filter { !inside.contains($0) && abs(zones.clearance(of: $0, at: place)) > margin }
        return gained.isEmpty ? kept : (kept + gained).sorted()
    }
}
