import Customs

/// What a container's gate events are held against: all of it constant while a fold runs.
struct ContainerFile: Sendable {
    let container: String
    /// Every decision that is kept, oldest first.
    let decisions: [ClearanceFact]
    /// Its transits, also those that were let go, by start.
    let transits: [Transit]
    let legs: [ReleaseRule.Leg]
    let now: Timestamp

    init(container: String, decisions: [ClearanceFact], transits: [Transit], now: Timestamp) {
        self.container = container
        self.decisions = decisions
        self.transits = transits.sorted { ($0.startsAt, $0.transit) < ($1.startsAt, $1.transit) }
        legs = self.transits.map(ReleaseRule.Leg.init)
        self.now = now
    }

    /// The transit that a moment belongs to.
    func transit(at time: Timestamp) -> Transit? { transits.last { $0.covers(time) } }
}

/// What a rule of the port side found; it becomes an alert when it is published.
struct PortFinding: Sendable, Hashable {
    var finding: Finding
    /// The event's key; `nil` for what no single event raised.
    var event: String?
    /// The transit that covers the event's time.
    var transit: String?
    /// That transit's seal.
    var seal: String?

    /// A finding of one event: when it happened, where, and who said so.
    init(_ rule: RuleCode, _ fact: GateFact, _ file: ContainerFile) {
        finding = Finding(rule: rule, startedAt: fact.time, firedAt: fact.time)
        finding.qualifier = "\(fact.event.facility)-\(fact.event.type.rawValue)"
        finding.facility = fact.event.facility
        finding.evidence = [
            "eventId": .text(fact.event.eventId), "account": .text(fact.record.account),
            "type": .text(fact.event.type.rawValue), "time": .time(fact.event.time),
            "receivedAt": .time(fact.record.receipt.receivedAt),
        ]
        if let declaration = fact.event.declaration { finding.evidence["declaration"] = .text(declaration) }
        event = fact.key
        let transit = file.transit(at: fact.time)
        self.transit = transit?.transit
        seal = transit?.seal
    }

    /// A finding of a stay.
    init(_ finding: Finding, _ file: ContainerFile) {
        self.finding = finding
        let transit = file.transit(at: finding.startedAt)
        self.transit = transit?.transit
        seal = transit?.seal
    }
}
