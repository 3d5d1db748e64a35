import Customs
import Geofencing

/// A gate as the zones describe it.
struct GatePlace: Sendable {
    let code: String
    let kind: ZoneKind
    let name: String
    let nameVi: String
    let province: String?
    let goods: Set<String>
    /// Vehicles an hour; `nil` where it is not configured.
    let capacityPerHour: Double?
    let calendar: GateCalendar
    /// The middle of the gate's zone.
    let place: Coordinate?
    /// The zones have it no more; its number is kept.
    var isRemoved = false
}
