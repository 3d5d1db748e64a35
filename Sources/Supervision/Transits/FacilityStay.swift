import Customs
import Geofencing

/// A facility that the seal is or was in on its transit, by its positions, and what its gate said of it.
struct FacilityStay: Codable, Sendable, Hashable {
    /// The facility's first zone stands for all of them.
    let zone: ZoneIndex.Handle
    /// Gate-outs from here on are of this stay, until the next one begins.
    var from: Timestamp
    /// The first fix of a row of fixes near each other, for a stand.
    var anchor = GridPoint(latitude: 0, longitude: 0)
    var anchorAt = Timestamp.distantPast
    /// When its edge was crossed outwards; `nil` while it is inside, and where only the gate speaks of it.
    var exitedAt: Timestamp?
    /// The fix that showed it outside.
    var exitPlace: GridPoint?
    /// Until when it was known to be near, after it left.
    var nearUntil = Timestamp.distantPast
    /// The last gate-in, and the last gate-out.
    var gatedInAt: Timestamp?
    var gateOutAt: Timestamp?
    /// When a gate-out of the stay was first told.
    var reportedAt: Timestamp?
    var isInside = false
    /// It left, and every fix since was near.
    var isNear = false
    /// It is no mere passing through: its leaving wants a gate-out.
    var isWatched = false
    /// It left, and the time for its gate-out is not over.
    var isAwaited = false
    /// Its gate-out was not told in time, and has not been since.
    var isMissed = false

    init(zone: ZoneIndex.Handle, from: Timestamp) {
        self.zone = zone
        self.from = from
    }

    /// The gate speaks of it, and no position does.
    var isOfGateOnly: Bool { !isInside && exitedAt == nil }
}
