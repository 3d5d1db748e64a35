import Customs
import Testing

@Suite("The release rule")
struct ReleaseRuleTests {
    private let container = "CSQU3054383"
    private let start = Timestamp(rfc3339: "2026-03-02T00:00:00Z") ?? .gpsEpoch

    private func hour(_ hours: Double) -> Timestamp { start.advanced(bySeconds: hours * 3600) }

    private func fact(
        _ status: ClearanceStatus, at hours: Double, declaration: String = "D1", reason: String? = nil
    ) -> ClearanceFact {
        ClearanceFact(
            declaration: declaration, status: status, reason: reason, decidedAt: hour(hours),
            sequence: Int64(hours * 60))
    }

    private func visit(_ facility: String, from: Double, to: Double? = nil) -> Visit {
        func side(_ hours: Double, _ type: GateEvent.Kind) -> Visit.Side {
            Visit.Side(time: hour(hours), eventId: "\(hours)", account: "port", type: type, latenessSeconds: 5)
        }
        var visit = Visit(
            container: container, facility: facility, arrival: side(from, .gateIn), hasArrivalEvent: true)
        visit.departure = to.map { side($0, .gateOut) }
        return visit
    }

    private func leg(_ declaration: String, to destination: String, from: Double, until: Double? = nil)
        -> ReleaseRule.Leg
    {
        var transit = Transit(
            order: TransitOrder(
                container: container, seal: "S1", declaration: declaration, origin: "VNHPH", destination: destination,
                startsAt: hour(from), deadline: hour(from + 24)),
            id: "T1", openedAt: hour(from), openedBy: "officer")
        transit.endedAt = until.map(hour)
        return ReleaseRule.Leg(transit)
    }

    private func check(
        _ facility: String = "VNHPH", at hours: Double, _ facts: [ClearanceFact], visits: [Visit] = [],
        legs: [ReleaseRule.Leg] = []
    ) -> ReleaseCheck {
        ReleaseRule.check(
            container: container, facility: facility, at: hour(hours), facts: facts, visits: visits, legs: legs)
    }

    @Test("Without a decision nothing leaves, and the reason is said in two languages")
    func withoutDecision() {
        let answer = check(at: 1, [], visits: [visit("VNHPH", from: 0)])
        #expect(!answer.allowed)
        #expect(answer.reasons.map(\.code) == [.noClearance])
        #expect(
            answer.reasons.allSatisfy { !$0.message.isEmpty && !$0.messageVi.isEmpty && $0.message != $0.messageVi })
        #expect(answer.notes.isEmpty)
    }

    @Test("A release lets it leave, from the moment of the decision on, also where it came before the container")
    func released() {
        let facts = [fact(.released, at: 2)]
        #expect(!check(at: 1.9, facts).allowed)
        #expect(check(at: 2, facts).allowed)
        #expect(check(at: 9, facts, visits: [visit("VNHPH", from: 5)]).allowed)
        #expect(check(at: 9, facts).clearance?.declaration == "D1")
    }

    @Test("What no event says stands there is noted, and does not keep it", arguments: [0.5, 7])
    func notInStock(hours: Double) {
        let answer = check(at: hours, [fact(.released, at: 0)], visits: [visit("VNCLI", from: 0)])
        #expect(answer.allowed)
        #expect(answer.notes.map(\.code) == [.notInStock])
    }

    @Test(
        "A hold under any declaration keeps it, and says which and why",
        arguments: [
            (ClearanceStatus.held, ReleaseCheck.Reason.Code.held), (.scan, .scan), (.inspection, .inspection),
        ])
    func holds(status: ClearanceStatus, code: ReleaseCheck.Reason.Code) {
        let facts = [fact(.released, at: 1), fact(status, at: 2, declaration: "D2", reason: "Random selection")]
        let answer = check(at: 3, facts)
        #expect(answer.reasons.map(\.code) == [code])
        #expect(answer.reasons.first?.declaration == "D2")
        #expect(answer.reasons.first?.message.contains("Random selection") == true)
        #expect(check(at: 4, facts + [fact(.released, at: 3.5, declaration: "D2")]).allowed)
    }

    @Test("A revoked release is none")
    func revoked() {
        #expect(check(at: 3, [fact(.released, at: 1), fact(.revoked, at: 2)]).reasons.map(\.code) == [.revoked])
        #expect(check(at: 1.5, [fact(.released, at: 1), fact(.revoked, at: 2)]).allowed)
    }

    @Test("A release is good for one departure")
    func oneDeparture() {
        let facts = [fact(.released, at: 1)]
        let visits = [visit("VNHPH", from: 0, to: 2), visit("VNHPH", from: 800)]
        #expect(check(at: 801, facts, visits: visits).reasons.map(\.code) == [.releaseUsed])
        let again = facts + [fact(.released, at: 802, declaration: "D2")]
        #expect(check(at: 803, again, visits: visits).allowed)
        #expect(check(at: 803, again, visits: visits).clearance?.declaration == "D2")
    }

    @Test("A departure that is known to the minute uses up a decision within that minute")
    func departureWithinTheMinute() {
        let facts = [fact(.released, at: 2 + 30.0 / 3600)]
        let visits = [visit("VNHPH", from: 0, to: 2), visit("VNHPH", from: 9)]
        #expect(check(at: 10, facts, visits: visits).reasons.map(\.code) == [.releaseUsed])
    }

    @Test("A departure before the decision uses nothing up")
    func earlierDeparture() {
        #expect(check(at: 9, [fact(.released, at: 5)], visits: [visit("VNHPH", from: 0, to: 4)]).allowed)
    }

    @Test("A transit is one departure: its release holds on the way, and not at its destination")
    func transit() {
        let facts = [fact(.released, at: 1)]
        let legs = [leg("D1", to: "VNCLI", from: 1.5)]
        let atOrigin = visit("VNHPH", from: 0, to: 2)
        #expect(check("ICDTS", at: 6, facts, visits: [atOrigin, visit("ICDTS", from: 5)], legs: legs).allowed)
        #expect(check("VNCLI", at: 9, facts, visits: [atOrigin], legs: legs).reasons.map(\.code) == [.releaseUsed])
        let visits = [atOrigin, visit("VNCLI", from: 8)]
        #expect(check("VNCLI", at: 9, facts, visits: visits, legs: legs).reasons.map(\.code) == [.releaseUsed])
        #expect(check("VNCLI", at: 11, facts + [fact(.released, at: 10)], visits: visits, legs: legs).allowed)
    }

    @Test("After the transit was closed its release is used up")
    func afterTransit() {
        let visits = [visit("VNHPH", from: 0, to: 2), visit("VNCLI", from: 8, to: 12), visit("VNSGN", from: 20)]
        let legs = [leg("D1", to: "VNCLI", from: 1.5, until: 9)]
        #expect(
            check("VNSGN", at: 21, [fact(.released, at: 1)], visits: visits, legs: legs).reasons.map(\.code) == [
                .releaseUsed
            ])
    }

    @Test("A departure that only an event elsewhere tells of uses nothing up")
    func inferredDeparture() {
        var stay = visit("VNHPH", from: 0)
        stay.departure = Visit.Side(time: hour(3), eventId: nil, account: nil, type: nil, latenessSeconds: nil)
        #expect(check(at: 5, [fact(.released, at: 1)], visits: [stay, visit("VNCLI", from: 3)]).allowed)
    }

    @Test("An empty container leaves without a declaration, unless it is asked for one; a hold counts in any case")
    func empty() {
        var stay = visit("VNHPH", from: 0)
        stay.fullEmpty = .empty
        let answer = check(at: 1, [], visits: [stay])
        #expect(answer.allowed)
        #expect(answer.notes.map(\.code) == [.empty])
        #expect(check(at: 3, [fact(.held, at: 2)], visits: [stay]).reasons.map(\.code) == [.held])
        let strict = ReleaseRule.check(
            container: container, facility: "VNHPH", at: hour(1), facts: [], visits: [stay], legs: [],
            emptiesNeedRelease: true)
        #expect(strict.reasons.map(\.code) == [.noClearance])
    }

    @Test("A wrong check digit is noted")
    func wrongCheckDigit() {
        let answer = ReleaseRule.check(
            container: "CSQU3054384", facility: "VNHPH", at: hour(1), facts: [fact(.released, at: 0)],
            visits: [visit("VNHPH", from: 0)], legs: [])
        #expect(answer.allowed)
        #expect(answer.notes.map(\.code) == [.numberInvalid])
    }
}
