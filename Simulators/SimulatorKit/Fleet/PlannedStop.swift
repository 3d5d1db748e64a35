/// A stop that a lorry will make.
package struct PlannedStop: Sendable, Hashable {
    package enum Purpose: Sendable, Hashable {
        case rest, queue, short, unauthorised
        /// The seal is unlocked while the lorry stands.
        case unlocking
        /// Business in a zone where it has none.
        case detour
        /// Hours where standing is allowed, for a reason that the truth names.
        case parking
        /// A jam on the open road.
        case creeping
        /// Beside another transit.
        case company
    }

    /// Metres from the start of the road.
    package var meters: Double
    package var seconds: Int
    package var purpose: Purpose
    package var zone: String?
}
