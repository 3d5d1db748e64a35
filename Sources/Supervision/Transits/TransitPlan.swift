import Customs
import Geofencing

/// What a transit was opened with, resolved against the zones: what its rules are held against. It never changes, so
/// that all checkpoints share one.
final class TransitPlan: Sendable {
    let transit: String
    let seal: String
    let container: String
    let origin: String
    let destination: String
    /// The lorry's plate, as the order names it.
    let plate: String?
    let startsAt: Timestamp
    /// When the system began to watch: the later of the start and the posting.
    let watchedFrom: Timestamp
    let deadline: Timestamp
    let originZones: [ZoneIndex.Handle]
    let destinationZones: [ZoneIndex.Handle]
    /// The route's zone.
    let route: ZoneIndex.Handle?
    /// How it goes along the route.
    let way: RouteWay?
    /// Where the destination is.
    let destinationPlace: Coordinate?
    /// Facilities that the route touches.
    let facilitiesOnRoute: Set<String>

    init(_ transit: Transit, zones: ZoneIndex, facilitiesOnRoute: Set<String>) {
        self.transit = transit.transit
        seal = transit.seal
        container = transit.container
        origin = transit.origin
        destination = transit.destination
        plate = transit.plate
        startsAt = transit.startsAt
        watchedFrom = max(transit.startsAt, transit.openedAt)
        deadline = transit.deadline
        originZones = zones.handles(facility: transit.origin)
        destinationZones = zones.handles(facility: transit.destination)
        route = transit.route.flatMap(zones.handle(id:))
        let origin = originZones.first.flatMap { zones[$0].middle }
        let destination = destinationZones.first.flatMap { zones[$0].middle }
        way = route.flatMap { RouteWay(route: $0, from: origin, to: destination, zones) }
        destinationPlace = destination
        self.facilitiesOnRoute = facilitiesOnRoute
    }

    /// Whether the container may come to the facility on its way.
    func expects(facility: String) -> Bool {
        facility == origin || facility == destination || facilitiesOnRoute.contains(facility)
    }
}
