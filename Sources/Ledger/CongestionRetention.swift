import Customs

/// How long what is kept of gates is kept, counted back from a gate's newest evidence: what is old is deleted while new
/// rows come, so that no job has to run and a gate that falls silent keeps its last days.
enum CongestionRetention {
    /// Whole objects in the event list, for streams that resume.
    static let events: Int64 = 7 * day
    /// Every row of the history; after that one an hour, the gravest.
    static let everyRow: Int64 = 14 * day
    /// One row an hour.
    static let history: Int64 = 2 * 366 * day
    /// Scored forecasts: a quarter, counted back from the newest of a gate and horizon.
    static let scores: Int64 = 92 * day
    /// Rows, or hours, that one new row may make go: more than come in, and never a long transaction.
    static let atOnce = 16

    static let hour: Int64 = 3_600_000
    private static let day = 24 * hour
}
