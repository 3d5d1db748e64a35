import Customs

/// What one transit is about.
enum Scenario: Hashable {
    case plain
    case anomaly(AnomalyKind)
    case innocent(HardInnocent)

    /// Whether another transit on the same road has its part in it.
    var takesTwo: Bool {
        switch self {
        case .anomaly(.meeting), .innocent(.restAreaCompany), .innocent(.standingApart): true
        default: false
        }
    }

    var name: String {
        switch self {
        case .plain: "plain"
        case .anomaly(let kind): kind.rawValue
        case .innocent(let kind): kind.rawValue
        }
    }

    /// Whether a stop that chance adds to the journey would get in its way.
    var wantsFreeRoad: Bool {
        switch self {
        case .anomaly(let kind):
            switch kind {
            case .positionFrozen, .positionJump, .overspeed, .routeDeviation, .spoofing, .lateForecast, .jamming: true
            default: false
            }
        case .innocent(let kind):
            switch kind {
            case .borderQueue, .motorway, .shortExcursion, .corridorDetour, .speedSpike: true
            default: false
            }
        case .plain: false
        }
    }

    /// Metres of road that it needs.
    var leastMeters: Double {
        switch self {
        case .anomaly(.lateForecast), .anomaly(.tamperedInBacklog), .anomaly(.signalLost), .anomaly(.spoofing),
            .innocent(.longBacklog), .innocent(.nightTraffic):
            80_000
        default: 0
        }
    }

    /// Why it cannot happen on the road; `nil` where it can.
    func obstacle(on road: Road, book: RoadBook, options: FleetOptions) -> SimulatorError? {
        if road.path.lengthMeters < leastMeters {
            return SimulatorError("route \(road.route) is too short for \(name)")
        }
        // A hole hides what must be seen, and would be counted as what it is not.
        let hasHole = options.coverageHoles.contains { $0.route == road.route }
        switch self {
        case .plain: return nil
        case .anomaly(let kind):
            let isSeen = [.batteryLow, .overdue].contains(kind) || (kind.isOfPort && kind != .phantomGateIn)
            if hasHole, !isSeen {
                return SimulatorError("route \(road.route) has a coverage hole, where \(name) is not seen")
            }
            guard kind == .forbiddenZone || kind == .wrongDestination else { return nil }
            do {
                _ = try book.detour(kind, on: road)
                return nil
            } catch {
                return error
            }
        case .innocent(let kind):
            let planner = StopPlanner(road: road, places: book.map.places)
            switch kind {
            case .borderQueue where planner.queue == nil:
                return SimulatorError("route \(road.route) has no queue before its end")
            case .announcedOutage where book.roads.contains { $0.origin.facility == road.destination.facility }:
                // It would excuse what is reported late there of another transit.
                return SimulatorError("route \(road.route) ends where another begins, which \(name) would excuse")
            case .cancelledEvent where hasHole:
                return SimulatorError("route \(road.route) has a coverage hole, where \(name) is not seen")
            case .longRest, .restAreaCompany, .sleepyDevice:
                let isFree = road.passages.contains { $0.zone.kind == .restArea }
                return isFree ? nil : SimulatorError("route \(road.route) has no rest area for \(name)")
            case .nearLimitStop, .nightTraffic, .standingApart, .longBacklog, .mountainRoad, .lateReports:
                return hasHole && kind != .mountainRoad
                    ? SimulatorError("route \(road.route) has a coverage hole, which is enough for one transit") : nil
            default: return nil
            }
        }
    }
}
