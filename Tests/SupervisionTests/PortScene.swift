import Customs
import Geofencing
import Supervision

/// What operators and Customs say of a container, in the scene's country.
extension Scene {
    static let box = "CSQU3054383"
    static let declaration = "103000000001"
    static let customsSystem = Account(name: "vnaccs", role: .system)
    static let harbour = Account(name: "harbour", role: .operator, facilities: ["ORIG"])

    /// Posts an event; it is received ten seconds after it happened, or at `received`.
    @discardableResult
    mutating func gate(
        _ id: String, _ facility: String, _ type: GateEvent.Kind, at seconds: Double, received: Double? = nil,
        container: String = Scene.box, by account: Account = Scene.officer,
        _ edit: (inout GateEvent) -> Void = { _ in }
    ) -> Outcome {
        var event = GateEvent.make(id, facility, type, at: seconds)
        event.container = container
        edit(&event)
        return observe(.gateEvent(event, by: account), receivedAt: received ?? seconds + 10)
    }

    /// Posts it and gives the ids of the alerts of the answer.
    @discardableResult
    mutating func gateAlerts(
        _ id: String, _ facility: String, _ type: GateEvent.Kind, at seconds: Double, received: Double? = nil,
        container: String = Scene.box, _ edit: (inout GateEvent) -> Void = { _ in }
    ) -> [String] {
        let outcome = gate(id, facility, type, at: seconds, received: received, container: container, edit)
        guard case .gateEvent(let answer) = outcome else { return ["\(outcome)"] }
        return answer.alerts
    }

    @discardableResult
    mutating func decide(
        _ status: ClearanceStatus, at seconds: Double, _ declaration: String = Scene.declaration,
        containers: [String]? = [Scene.box], by account: Account = Scene.customsSystem, madeAt: Double? = nil
    ) -> Outcome {
        observe(
            .clearance(
                ClearanceOrder(
                    declaration: declaration, containers: containers, status: status, decidedAt: madeAt.map(Scene.at)),
                by: account),
            receivedAt: seconds)
    }

    /// The stays that are left of all that was published, by arrival.
    var visits: [Visit] {
        var known: [String: Visit] = [:]
        for case .visit(let change) in effects.map(\.kind) {
            let key = "\(change.visit.container) \(change.visit.facility) \(change.visit.arrival.time)"
            known[key] = change.isRemoved ? nil : change.visit
        }
        return known.values.sorted {
            ($0.container, $0.arrival.time, $0.facility) < ($1.container, $1.arrival.time, $1.facility)
        }
    }

    /// `ORIG 0-600`; `?` before an arrival that nobody reported, `~` before a departure that is inferred.
    var stays: [String] {
        visits.map { visit in
            func seconds(_ side: Visit.Side) -> Int { Int(side.time.seconds(since: Self.start)) }
            let left = visit.departure.map { "\($0.eventId == nil ? "~" : "")\(seconds($0))" } ?? ""
            return "\(visit.facility) \(visit.hasArrivalEvent ? "" : "?")\(seconds(visit.arrival))-\(left)"
        }
    }

    /// What became of the visits, in order: `removed ORIG 0`.
    var visitChanges: [String] {
        effects.compactMap { effect in
            guard case .visit(let change) = effect.kind else { return nil }
            let since = Int(change.visit.arrival.time.seconds(since: Self.start))
            return "\(change.isRemoved ? "removed" : "put") \(change.visit.facility) \(since)"
        }
    }

    /// The last record of each event.
    func record(_ id: String) -> GateEventRecord? {
        effects.compactMap { if case .gateEvent(let record) = $0.kind { record } else { nil } }
            .last { $0.event.eventId == id }
    }

    /// The rule's alerts that stand.
    func active(_ rule: RuleCode) -> [Alert] { alerts(rule).filter { $0.status == .active } }

    /// Why the outcome is a refusal.
    static func reason(_ outcome: Outcome) -> Rejection.Reason? {
        if case .rejected(let rejection) = outcome { rejection.reason } else { nil }
    }
}

extension Supervisor {
    /// The same state, written and read back.
    func restarted(rules: RuleBook = RuleBook()) throws -> Supervisor {
        try Supervisor(zones: ZoneIndex(zones: Scene.zones), rules: rules, encoded: try encoded())
    }
}
