import Customs
import Geofencing

/// Which zones a seal is in, and what its last step did at their edges.
struct ZoneTracker: Codable, Sendable, Hashable {
    /// Longer between two fixes than this, and the straight line between them says nothing of the road taken.
    static let longestSegmentSeconds = 600.0

    struct Change: Codable, Sendable, Hashable {
        var zone: ZoneIndex.Handle
        var change: ZoneChange.Change
        var at: Timestamp
    }

    /// The zones that hold the last fix, ascending.
    private(set) var inside: [ZoneIndex.Handle] = []
    private(set) var lastFix: Coordinate?
    private(set) var lastFixTime = Timestamp.distantPast

    /// Moves to a new fix and returns what happened on the way, in the order in which it happened.
    mutating func move(to place: Coordinate, at time: Timestamp, zones: ZoneIndex) -> [Change] {
        let now = zones.zones(containing: place)
        defer {
            inside = now
            lastFix = place
            lastFixTime = time
        }
        guard let from = lastFix, time.seconds(since: lastFixTime) <= Self.longestSegmentSeconds else {
            return inside.filter { !now.contains($0) }.map { Change(zone: $0, change: .exited, at: time) }
                + now.filter { !inside.contains($0) }.map { Change(zone: $0, change: .entered, at: time) }
        }
        // Standing still, or moving within the same zones and near no other: nothing can have happened.
        guard from != place else { return [] }
        let duration = time.seconds(since: lastFixTime)
        func moment(_ share: Double) -> Timestamp { lastFixTime.advanced(bySeconds: (share * duration).rounded()) }

        let passages = zones.passages(from: from, to: place)
        var changes: [Change] = []
        for zone in Set(passages.map(\.zone)).union(inside).union(now).sorted() {
            let own = passages.filter { $0.zone == zone }
            switch (inside.contains(zone), now.contains(zone)) {
            case (true, true): break
            case (false, true): changes.append(Change(zone: zone, change: .entered, at: moment(own.last?.entry ?? 1)))
            case (true, false): changes.append(Change(zone: zone, change: .exited, at: moment(own.first?.exit ?? 0)))
            case (false, false):
                if let first = own.first, first.exit > first.entry {
                    changes.append(Change(zone: zone, change: .crossed, at: moment(first.entry)))
                }
            }
        }
        return changes.sorted { ($0.at, $0.zone) < ($1.at, $1.zone) }
    }
}
