import Customs
import Geofencing

/// What a transit was opened with, resolved against the zones: what its rules are held against. It never changes.
struct TransitPlan: Codable, Sendable, Hashable {
    var transit: String
    var seal: String
    var container: String
    var origin: String
    var destination: String
    var startsAt: Timestamp
    /// When the system began to watch: the later of the start and the posting.
    var watchedFrom: Timestamp
    var deadline: Timestamp
    var originZones: [ZoneIndex.Handle]
    var destinationZones: [ZoneIndex.Handle]
    /// Facilities that the route touches.
    var facilitiesOnRoute: Set<String>

    init(_ transit: Transit, zones: ZoneIndex, facilitiesOnRoute: Set<String>) {
        self.transit = transit.transit
        seal = transit.seal
        container = transit.container
        origin = transit.origin
        destination = transit.destination
        startsAt = transit.startsAt
        watchedFrom = max(transit.startsAt, transit.openedAt)
        deadline = transit.deadline
        originZones = zones.handles(facility: transit.origin)
        destinationZones = zones.handles(facility: transit.destination)
        self.facilitiesOnRoute = facilitiesOnRoute
    }

    /// Whether the container may come to the facility on its way.
    func expects(facility: String) -> Bool {
        facility == origin || facility == destination || facilitiesOnRoute.contains(facility)
    }
}
