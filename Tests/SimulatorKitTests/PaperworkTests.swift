import Customs
import SimulatorKit
import Testing

@Suite("What is told of a transit at its gates")
struct PaperworkTests {
    private static let seeds: [UInt64] = [1, 2, 3]

    private struct Case {
        let truth: TransitTruth
        let events: [(event: GateEvent, account: Account, receivedAt: Timestamp)]
        let decisions: [(status: ClearanceStatus, at: Timestamp)]

        func event(_ type: GateEvent.Kind, at facility: String) -> GateEvent? {
            events.first { $0.event.type == type && $0.event.facility == facility && $0.event.time >= truth.startsAt }?
                .event
        }
        var gateOut: GateEvent? { event(.gateOut, at: truth.origin) }
        var gateIn: GateEvent? { event(.gateIn, at: truth.destination) }
    }

    private func cases(_ seed: UInt64, _ change: (inout FleetOptions) -> Void) throws -> [Case] {
        var options = Fixtures.options(transits: 8, seed: seed, interval: 120)
        change(&options)
        let fleet = try Fixtures.fleet(options)
        let events = try Fixtures.gateEvents(fleet.envelopes)
        let decisions = try Fixtures.decisions(fleet.envelopes)
        return try fleet.truths.map { truth in
            Case(
                truth: truth, events: try #require(events[truth.container]),
                decisions: decisions[truth.container] ?? [])
        }
    }

    private func anomalous(_ kind: AnomalyKind, _ seed: UInt64) throws -> [Case] {
        let cases = try cases(seed) { $0.anomalies = [kind, kind, kind] }
            .filter { $0.truth.anomalies.contains { $0.rule == kind.rule } }
        #expect(cases.count == 3)
        return cases
    }

    @Test("Without a clearance, or with one taken back, it leaves all the same", arguments: seeds)
    func clearance(seed: UInt64) throws {
        for test in try anomalous(.noClearance, seed) { #expect(test.decisions.isEmpty && test.gateOut != nil) }
        for test in try anomalous(.revoked, seed) {
            #expect(test.decisions.map(\.status) == [.released, .revoked])
            #expect(test.decisions.allSatisfy { $0.at < test.truth.departsAt })
        }
        for test in try anomalous(.gateOutOnHold, seed) {
            #expect(test.decisions.last?.status.isHold == true)
            #expect(test.decisions.allSatisfy { $0.at < test.truth.departsAt })
        }
    }

    @Test("A gate-out is never reported, or later than a quarter of an hour", arguments: seeds)
    func gateOut(seed: UInt64) throws {
        for test in try anomalous(.noGateOut, seed) { #expect(test.gateOut == nil) }
        for test in try anomalous(.lateGateOut, seed) {
            let told = try #require(test.events.first { $0.event.type == .gateOut })
            let late = told.receivedAt.seconds(since: told.event.time)
            #expect((1500...10_801).contains(late))
            // Only what is more than an hour late breaks the operator's deadline as well.
            #expect(test.truth.anomalies.contains { $0.rule == .gateReportLate } == (late > 3600))
        }
    }

    @Test("A gate tells of a container that is on the road", arguments: seeds)
    func phantom(seed: UInt64) throws {
        for test in try anomalous(.phantomGateIn, seed) {
            let anomaly = try #require(test.truth.anomalies.first { $0.rule == .gateEventWithoutPresence })
            #expect(anomaly.startedAt > test.truth.departsAt && anomaly.startedAt < test.truth.arrivesAt)
            let told = try #require(test.events.first { $0.event.time == anomaly.startedAt })
            #expect(told.event.type == .gateIn && told.event.facility != test.truth.origin)
            // At a foreign gate it is also, by that gate's word, in the wrong place.
            let isForeign = told.event.facility != test.truth.destination
            #expect((test.truth.alsoAllowed?.contains { $0.rule == .wrongDestination } ?? false) == isForeign)
        }
    }

    @Test("Seals, numbers and lorries are told as the truth says", arguments: seeds)
    func content(seed: UInt64) throws {
        for test in try anomalous(.sealMismatch, seed) {
            let numbers = [test.gateOut, test.gateIn].compactMap { $0?.seals?.first?.number }
            #expect(Set(numbers).count == 2)
        }
        for test in try anomalous(.sealMissing, seed) {
            let lists = [test.gateOut, test.gateIn].map { $0?.seals ?? [] }
            #expect(lists.contains { $0.isEmpty || $0[0].condition != .intact })
        }
        for test in try anomalous(.invalidNumber, seed) {
            #expect(!ContainerNumber.isValid(test.truth.container) && ContainerNumber.hasForm(test.truth.container))
            #expect(test.truth.anomalies.map(\.startedAt) == test.events.map(\.event.time))
        }
        for test in try anomalous(.truckChanged, seed) {
            #expect(test.gateOut?.vehicle?.plate != test.gateIn?.vehicle?.plate)
        }
        for test in try anomalous(.lateReport, seed) {
            let first = try #require(test.events.min { $0.event.time < $1.event.time })
            #expect(first.receivedAt.seconds(since: first.event.time) >= 4000)
        }
    }

    private func innocent(_ kind: HardInnocent, _ seed: UInt64) throws -> [Case] {
        let all = try cases(seed) { $0.innocents = [kind, kind] }
        #expect(all.allSatisfy { $0.truth.anomalies.isEmpty && $0.truth.alsoAllowed == nil })
        let cases = all.filter { $0.truth.innocents.contains { $0.kind.rawValue == kind.rawValue } }
        #expect(cases.count == 2)
        return cases
    }

    @Test("Innocent papers come close and break no rule", arguments: seeds)
    func innocents(seed: UInt64) throws {
        for test in try innocent(.holdLifted, seed) {
            #expect(test.decisions.map(\.status) == [.released, .scan, .released])
            let lifted = try #require(test.decisions.last?.at)
            #expect((55...65).contains(test.truth.departsAt.seconds(since: lifted)))
        }
        for test in try innocent(.outOfOrder, seed) {
            #expect(test.events.first?.event.type == .gateOut)
            let arrival = try #require(test.events.dropFirst().first)
            #expect(arrival.event.facility == test.truth.origin)
            #expect(arrival.receivedAt.seconds(since: arrival.event.time) < 3600)
        }
        for test in try innocent(.correctedEvent, seed) {
            let tells = test.events.filter { $0.event.type == .gateIn && $0.event.facility == test.truth.destination }
            #expect(tells.count == 2 && tells[1].event.replaces == tells[0].event.eventId)
            #expect(tells[1].event.seals?.first?.number == test.truth.seal)
        }
        for test in try innocent(.cancelledEvent, seed) {
            let cancellation = try #require(test.events.first { $0.event.cancels != nil })
            let cancelled = try #require(test.events.first { $0.event.eventId == cancellation.event.cancels })
            #expect(cancelled.receivedAt < cancellation.receivedAt)
        }
        for test in try innocent(.plateSpelling, seed) {
            let plates = [test.gateOut, test.gateIn].compactMap { $0?.vehicle?.plate }
            #expect(Set(plates).count == 2)
            #expect(Set(plates.map { $0.filter { $0.isLetter || $0.isNumber }.uppercased() }).count == 1)
        }
        for test in try innocent(.carrierSeal, seed) {
            #expect(test.gateIn?.seals?.map(\.issuer) == [.carrier, .customs])
        }
    }

    @Test("CODECO says the same with whole minutes, and comes from a second system as well", arguments: seeds)
    func codeco(seed: UInt64) throws {
        for test in try innocent(.wholeMinutes, seed) {
            let gateOut = try #require(test.events.first { $0.event.type == .gateOut })
            #expect(gateOut.event.time.milliseconds % 60_000 == 0)
            #expect((0..<60).contains(test.truth.departsAt.seconds(since: gateOut.event.time)))
            #expect(gateOut.event.seals?.map(\.number) == [test.truth.seal])
            let released = try #require(test.decisions.first?.at)
            #expect(released < test.truth.departsAt && test.truth.departsAt.seconds(since: released) < 60)
        }
        for test in try innocent(.twoSystems, seed) {
            for type in [GateEvent.Kind.gateOut, .gateIn] {
                let tells = test.events.filter { $0.event.type == type && $0.event.time > test.truth.startsAt }
                #expect(tells.count == 2 && Set(tells.map(\.account.name)).count == 2)
                #expect(Set(tells.map(\.event.facility)).count == 1)
            }
        }
    }

    @Test("An outage is announced while it lasts, and what is late because of it comes soon after its end")
    func outage() throws {
        var options = Fixtures.options(transits: 8)
        options.innocents = [.announcedOutage]
        let fleet = try Fixtures.fleet(options)
        let truth = try #require(fleet.truths.first { $0.innocents.contains { $0.kind == .announcedOutage } })
        let papers = try Fixtures.papers(fleet.envelopes)
        var outage: (order: OutageOrder, announcedAt: Timestamp)?
        var endsAt: Timestamp?
        for paper in papers {
            switch paper.observation {
            case .announceOutage(let order, truth.destination, _): outage = (order, paper.receivedAt)
            case .endOutage(_, truth.destination, let at, _): endsAt = at
            default: break
            }
        }
        let told = try #require(
            try Fixtures.gateEvents(fleet.envelopes)[truth.container]?.first { $0.event.time == truth.arrivesAt })
        let found = try #require(outage)
        var kept = Outage(
            outage: "O", facility: truth.destination, startsAt: found.order.startsAt, announcedAt: found.announcedAt,
            announcedBy: "", reason: "")
        kept.endsAt = endsAt
        #expect(told.receivedAt.seconds(since: told.event.time) > 5.5 * 3600)
        #expect(kept.explains(eventAt: told.event.time, receivedAt: told.receivedAt, deadline: 3600))
    }
}
