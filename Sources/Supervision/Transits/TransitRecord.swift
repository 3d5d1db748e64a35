import Customs

/// A transit as published: its officers' side, and its alerts.
struct TransitRecord: Codable, Sendable {
    var transit: Transit
    let seal: Int32
    /// Every alert of the transit that was published, oldest first.
    var alerts: [Alert] = []
    /// Alerts rest on the clock, not on evidence, and may have to be taken back.
    var hasClockAlerts = false
    /// The findings' revision that was published last; a step that changed nothing is not compared.
    var publishedRevision = 0

    init(transit: Transit, seal: Int32) {
        self.transit = transit
        self.seal = seal
    }
}
