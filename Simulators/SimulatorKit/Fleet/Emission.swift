import Customs

/// A report that a device made, and what becomes of it.
struct Emission {
    enum Fate: Hashable {
        case sent
        /// Kept, and sent with the others of its backlog.
        case kept(until: Int)
        /// Sent, and so many seconds on its way; what is sent later may come first.
        case delayed(seconds: Double)
        case lost
    }

    var report: SealReport
    /// The true second from the transit's start.
    var second: Int
    var fate: Fate
}
