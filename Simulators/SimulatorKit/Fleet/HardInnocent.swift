/// What looks like trouble on a simulated transit, comes close to a rule's limit, and is none.
public enum HardInnocent: String, Sendable, Codable, CaseIterable {
    /// Six hours in the legal queue before a border gate, a few metres at a time.
    case borderQueue = "border-queue"
    /// A stop by the road, a minute or two under the limit.
    case nearLimitStop = "near-limit-stop"
    /// Hours in a rest area.
    case longRest = "long-rest"
    /// Off the road's middle, inside the route's corridor.
    case corridorDetour = "corridor-detour"
    /// Outside the corridor for less than 100 seconds.
    case shortExcursion = "short-excursion"
    /// Parked on a zone's edge for hours, with a receiver's error of 30 m.
    case fenceParking = "fence-parking"
    /// Few satellites, weak signals and large errors for a good part of the road.
    case mountainRoad = "mountain-road"
    /// A jam at night: it stands for minutes, and creeps on.
    case nightTraffic = "night-traffic"
    /// No fix for less than 90 seconds.
    case tunnel
    /// Reports that overtake one another by minutes.
    case lateReports = "late-reports"
    /// No network for up to three hours; what was kept is sent then.
    case longBacklog = "long-backlog"
    /// Just under the speed limit.
    case motorway
    /// One report with a speed that no lorry has.
    case speedSpike = "speed-spike"
    /// A device that reports every 30 s on the road and every 900 s at rest, and says so.
    case sleepyDevice = "sleepy-device"
    /// Two transits side by side in a rest area; takes two.
    case restAreaCompany = "rest-area-company"
    /// Two transits that stand by the road at the same time, 200 m and more apart; takes two.
    case standingApart = "standing-apart"
    // Of the gate and what is told of it.
    /// A gate-in that is reported six hours late, after an outage that was announced.
    case announcedOutage = "announced-outage"
    /// A gate-in with another seal's number, replaced minutes later.
    case correctedEvent = "corrected-event"
    /// A gate-in of a container that is on the road, taken back minutes later.
    case cancelledEvent = "cancelled-event"
    /// Selected for the scanner, and released a minute before it leaves.
    case holdLifted = "hold-lifted"
    /// Reported as CODECO, whose times are whole minutes, and released in the minute in which it leaves.
    case wholeMinutes = "whole-minutes"
    /// Each event posted by two systems, as JSON and as CODECO.
    case twoSystems = "two-systems"
    /// The gate-out is reported before the gate-in.
    case outOfOrder = "out-of-order"
    /// The lorry's plate with blanks, with hyphens and without.
    case plateSpelling = "plate-spelling"
    /// The carrier's seal stands beside the customs seal in the report.
    case carrierSeal = "carrier-seal"

    /// Whether it is about a gate and not about the road.
    public var isOfPort: Bool {
        switch self {
        case .announcedOutage, .correctedEvent, .cancelledEvent, .holdLifted, .wholeMinutes, .twoSystems, .outOfOrder,
            .plateSpelling, .carrierSeal:
            true
        default: false
        }
    }
}
