/// What looks like trouble in a simulated yard and is none.
public enum YardInnocent: String, Sendable, Codable, CaseIterable {
    case correctedEvent = "corrected-event"
    case cancelledEvent = "cancelled-event"
    case holdLifted = "hold-lifted"
    case wholeMinutes = "whole-minutes"
    case twoSystems = "two-systems"
    case outOfOrder = "out-of-order"
    /// Comes back, is released again and leaves again.
    case secondVisit = "second-visit"
    /// Leaves within the hour before it has stood too long.
    case longStorage = "long-storage"
    /// Released before it is discharged.
    case earlyRelease = "early-release"
    /// The operator's system is down for six hours and says so; what happens meanwhile is reported afterwards.
    case announcedOutage = "announced-outage"
}
