import Customs

/// A transit as published: its officers' side, and its alerts.
struct TransitRecord: Codable, Sendable {
    var transit: Transit
    let seal: Int32
    /// Every alert of the transit that was published, oldest first.
    var alerts: [Alert] = []
    /// What was found by holding it against other transits.
    var sharedFindings: [Finding] = []
    /// What of its fold was held against others last.
    var encounterMark: UInt32 = 0
    /// It has stands or outages that are held against others.
    var hasEncounters = false
    /// Alerts rest on the clock, not on evidence, and may have to be taken back.
    var hasClockAlerts = false
    /// The findings' revision that was published last; a step that changed nothing is not compared.
    var publishedRevision = 0
    /// Its pace is in what later transits know.
    var isLearned = false

    init(transit: Transit, seal: Int32) {
        self.transit = transit
        self.seal = seal
    }

    /// What stands for a transit that was let go.
    static let vacant = TransitRecord(
        transit: Transit(
            order: TransitOrder(
                container: "", seal: "", declaration: "", origin: "", destination: "", deadline: .distantPast),
            id: "", openedAt: .distantPast, openedBy: ""), seal: -1)
}
