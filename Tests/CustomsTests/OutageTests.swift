import Customs
import Testing

@Suite("Announced outages")
struct OutageTests {
    private let start = Timestamp(rfc3339: "2026-03-02T08:00:00Z") ?? .gpsEpoch

    private func hour(_ hours: Double) -> Timestamp { start.advanced(bySeconds: hours * 3600) }

    private func outage(from: Double, announced: Double, until: Double?) -> Outage {
        var outage = Outage(
            outage: "O1", facility: "VNHPH", startsAt: hour(from), announcedAt: hour(announced),
            announcedBy: "operator-hph", reason: "Database down")
        outage.endsAt = until.map(hour)
        return outage
    }

    private func explains(_ outage: Outage, event: Double, received: Double) -> Bool {
        outage.explains(eventAt: hour(event), receivedAt: hour(received), deadline: 3600)
    }

    @Test("What happened while it lasted and came within the deadline of its end is a backlog")
    func backlog() {
        let outage = outage(from: 0, announced: 0.1, until: 5)
        #expect(explains(outage, event: 1, received: 5.9))
        #expect(!explains(outage, event: 1, received: 6.1))
        #expect(explains(outage, event: -0.9, received: 5.5))
        #expect(!explains(outage, event: -1.1, received: 5.5))
        #expect(!explains(outage, event: 5.2, received: 7))
    }

    @Test("While it lasts everything that was due since is one")
    func lasting() {
        #expect(explains(outage(from: 0, announced: 0, until: nil), event: 3, received: 30))
    }

    @Test("One that is announced days later explains only the last deadline before")
    func announcedLate() {
        let outage = outage(from: 0, announced: 72, until: 73)
        #expect(!explains(outage, event: 10, received: 73))
        #expect(explains(outage, event: 70.5, received: 73))
    }
}
