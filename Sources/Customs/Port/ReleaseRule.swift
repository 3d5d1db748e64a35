/// The one rule of what may leave: the gate's check, the list of eligible containers and the supervision of gate-outs
/// ask it alike.
///
/// A hold under any declaration keeps the container. A release is for one departure: the first at or after it uses it
/// up. A transit under the released declaration is one departure from its origin to its destination, with what lies
/// between; at the destination it has to be released again.
public enum ReleaseRule {
    /// A transit of the container, as far as it matters here.
    public struct Leg: Hashable, Sendable {
        public var declaration: String
        public var destination: String
        public var from: Timestamp
        public var to: Timestamp?

        public init(_ transit: Transit) {
            declaration = transit.declaration
            destination = transit.destination
            from = transit.startsAt
            to = transit.endedAt
        }

        public init(declaration: String, destination: String, from: Timestamp, to: Timestamp?) {
            self.declaration = declaration
            self.destination = destination
            self.from = from
            self.to = to
        }

        fileprivate func covers(_ time: Timestamp) -> Bool { from <= time && (to.map { time <= $0 } ?? true) }
    }

    /// Whether the container may leave the facility at a moment.
    ///
    /// - Parameters:
    ///   - facts: every decision for the container, in the order of their sequence: of two on one declaration the one that
    ///     was received later counts.
    ///   - visits: its stays, oldest first.
    ///   - legs: its transits.
    ///   - emptiesNeedRelease: Whether an empty container needs a declaration too; a hold counts for it in any case.
    public static func check(
        container: String, facility: String, at time: Timestamp, facts: [ClearanceFact], visits: [Visit], legs: [Leg],
        emptiesNeedRelease: Bool = false
    ) -> ReleaseCheck {
        var latest: [ClearanceFact] = []
        for fact in facts where fact.decidedAt <= time {
            latest.removeAll { $0.declaration == fact.declaration }
            latest.append(fact)
        }
        var reasons = latest.filter(\.status.isHold).map { fact in
            ReleaseCheck.Reason(code(of: fact.status), declaration: fact.declaration, detail: fact.reason)
        }
        let released = latest.filter { $0.status == .released }
        let usable = released.last {
            isUsable($0, facility: facility, at: time, visits: visits, legs: legs)
        }
        let stay = visits.last { $0.facility == facility && $0.covers(time) }
        let isFree = !emptiesNeedRelease && stay?.fullEmpty == .empty
        if usable == nil, reasons.isEmpty, !isFree {
            if let revoked = latest.last(where: { $0.status == .revoked }) {
                reasons = [.init(.revoked, declaration: revoked.declaration, detail: revoked.reason)]
            } else if let used = released.last {
                reasons = [.init(.releaseUsed, declaration: used.declaration)]
            } else {
                reasons = [.init(.noClearance)]
            }
        }
        var notes: [ReleaseCheck.Reason] = []
        if stay == nil { notes.append(.init(.notInStock)) }
        if isFree { notes.append(.init(.empty)) }
        if !ContainerNumber.isValid(container) { notes.append(.init(.numberInvalid)) }
        return ReleaseCheck(
            container: container, facility: facility, reasons: reasons, notes: notes,
            clearance: reasons.isEmpty ? usable : nil, at: time)
    }

    /// The last moment that a gate event's time may mean: CODECO writes whole minutes, most systems whole seconds.
    public static func latest(_ time: Timestamp) -> Timestamp {
        if time.milliseconds % 60_000 == 0 { return time.advanced(bySeconds: 60) }
        return time.milliseconds % 1000 == 0 ? time.advanced(bySeconds: 1) : time
    }

    private static func isUsable(
        _ release: ClearanceFact, facility: String, at time: Timestamp, visits: [Visit], legs: [Leg]
    ) -> Bool {
        let own = legs.filter { $0.declaration == release.declaration && $0.from <= time }
        var isUsedForWay = false
        for visit in visits {
            // A departure that is inferred is another operator's word: it uses nothing up.
            guard let departure = visit.departure, departure.eventId != nil, departure.time < time,
                latest(departure.time) >= release.decidedAt
            else { continue }
            let isOnTheWay = own.contains { $0.covers(departure.time) && $0.destination != visit.facility }
            if !isOnTheWay { return false }
            isUsedForWay = true
        }
        guard let leg = own.last(where: { $0.destination == facility }) else { return true }
        // Released for the way to here, unless Customs decided after it came in.
        if let current = visits.last(where: { $0.facility == facility && $0.arrival.time <= time }) {
            return current.arrival.time <= release.decidedAt
        }
        return !isUsedForWay && release.decidedAt >= leg.from
    }

    private static func code(of status: ClearanceStatus) -> ReleaseCheck.Reason.Code {
        switch status {
        case .held: .held
        case .scan: .scan
        case .inspection: .inspection
        case .revoked: .revoked
        case .released: .releaseUsed
        }
    }
}
