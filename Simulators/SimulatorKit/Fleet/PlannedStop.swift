/// A stop that a lorry will make.
package struct PlannedStop: Sendable, Hashable {
    package enum Purpose: Sendable, Hashable {
        case rest, queue, short, unauthorised
        /// The seal is unlocked while the lorry stands.
        case unlocking
        /// Business in a zone where it has none.
        case detour
    }

    /// Metres from the start of the road.
    package var meters: Double
    package var seconds: Int
    package var purpose: Purpose
    package var zone: String?
}
