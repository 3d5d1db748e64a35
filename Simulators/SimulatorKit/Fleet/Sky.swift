/// How well a receiver sees its satellites.
enum Sky: Hashable {
    case open
    /// Valleys and high buildings: few satellites, large errors.
    case weak
    /// Reflections beside walls and stacks: errors of so many metres, and the receiver knows.
    case noisy(meters: Double)
    /// A jammer: no fix at all, or one that is worth nothing.
    case jammed(hasFix: Bool)
    /// Under a roof for a moment.
    case covered
}
