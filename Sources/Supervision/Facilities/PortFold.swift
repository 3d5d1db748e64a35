import Customs

/// A container's stays and what the rules find in its gate events: a pure fold over the live events in their order.
///
/// A container is in one place: an event elsewhere ends its stay, with a departure that is inferred.
struct PortFold: Sendable {
    /// Two operators' clocks differ, and a gate-out is stamped when its paper is: a gate-out this long after the
    /// container came in elsewhere still tells of the same departure.
    static let clockToleranceSeconds = 2 * 3600.0
    /// Two systems of one facility report a departure within a day; a gate-out later than that is another, whose
    /// arrival nobody reported.
    static let sameDepartureSeconds = 86_400.0

    /// And one system repeats a departure under another id within minutes.
    static let repetitionSeconds = 600.0

    /// Oldest first.
    private(set) var visits: [Visit] = []
    /// The lorries that stays were left with, as far as they are known.
    private var departurePlates: [Int: String] = [:]
    private(set) var findings: [PortFinding] = []
    private let file: ContainerFile
    private let rules: PortRules
    private var seals = GateSealRule.State()

    /// - Parameter facts: the container's live events, in their order.
    init(_ facts: [GateFact], _ file: ContainerFile, _ rules: PortRules) {
        self.file = file
        self.rules = rules
        for fact in facts { take(fact) }
        for visit in visits { rules.storageOverdue.judge(visit, file, &findings) }
    }

    /// The stay that lasts.
    var openVisit: Visit? { visits.last.flatMap { $0.departure == nil ? $0 : nil } }

    private mutating func take(_ fact: GateFact) {
        rules.containerNumberInvalid.judge(fact, file, &findings)
        rules.gateReportLate.judge(fact, file, &findings)
        let index: Int?
        switch fact.side {
        case .arrival: index = arrive(fact)
        case .departure: index = depart(fact)
        case .other: index = stand(fact)
        }
        if let index { Self.note(fact.event, in: &visits[index]) }
        rules.seals.step(&seals, fact, file, &findings)
    }

    /// The stay that an arrival begins or belongs to.
    private mutating func arrive(_ fact: GateFact) -> Int {
        guard let last = visits.indices.last, isOpen(last, at: fact.event.facility) else { return begin(fact) }
        if !visits[last].hasArrivalEvent {
            visits[last].arrival = fact.visitSide
            visits[last].hasArrivalEvent = true
        }
        return last
    }

    /// The stay that an event within a facility belongs to; `nil` where the container stands elsewhere.
    private mutating func stand(_ fact: GateFact) -> Int? {
        guard let last = visits.indices.last, visits[last].facility == fact.event.facility else {
            // A scan or a seal elsewhere is no arrival: it does not end the stay that lasts.
            return openVisit == nil ? begin(fact) : nil
        }
        guard let left = visits[last].departure?.time else { return last }
        // Somewhere in the minute in which it left.
        return fact.time < ReleaseRule.latest(left) ? last : begin(fact)
    }

    private mutating func depart(_ fact: GateFact) -> Int {
        if let last = visits.indices.last, isOpen(last, at: fact.event.facility) {
            return leave(last, fact)
        }
        if let index = sameDeparture(fact) {
            // What was inferred from the arrival elsewhere is known now.
            return visits[index].departure?.eventId == nil ? leave(index, fact) : index
        }
        return leave(begin(fact), fact)
    }

    private mutating func leave(_ index: Int, _ fact: GateFact) -> Int {
        visits[index].departure = nil
        if let fullEmpty = fact.event.fullEmpty { visits[index].fullEmpty = fullEmpty }
        rules.gateOut.judge(fact, visits: visits, file, &findings)
        visits[index].departure = fact.visitSide
        departurePlates[index] = fact.event.vehicle?.plate
        return index
    }

    /// Whether two systems may speak of one lorry; one that names none says nothing.
    private func isSameLorry(_ index: Int, _ fact: GateFact) -> Bool {
        guard let one = departurePlates[index], let other = fact.event.vehicle?.plate else { return true }
        return Plate.normalised(one) == Plate.normalised(other)
    }

    /// The stay that it left already, by an event of another system or by its arrival elsewhere.
    private func sameDeparture(_ fact: GateFact) -> Int? {
        guard let last = visits.indices.last else { return nil }
        func isMatch(_ index: Int, within seconds: Double) -> Bool {
            guard index >= 0, visits[index].facility == fact.event.facility, let left = visits[index].departure?.time
            else { return false }
            // One system says each departure once, give or take a slip of the hand.
            let isOwn = visits[index].departure?.account == fact.record.account
            return fact.time.seconds(since: left) <= (isOwn ? Self.repetitionSeconds : seconds)
                && isSameLorry(index, fact)
        }
        if isMatch(last, within: Self.sameDepartureSeconds) { return last }
        return isMatch(last - 1, within: Self.clockToleranceSeconds) ? last - 1 : nil
    }

    /// Begins a stay; one that lasts elsewhere ends.
    private mutating func begin(_ fact: GateFact) -> Int {
        if let last = visits.indices.last, visits[last].departure == nil {
            visits[last].departure = Visit.Side(
                time: fact.time, eventId: nil, account: nil, type: nil, latenessSeconds: nil)
        }
        // In one moment it begins one stay in a place.
        if let same = visits.lastIndex(where: {
            $0.facility == fact.event.facility && $0.arrival.time == fact.time
        }) {
            return same
        }
        visits.append(
            Visit(
                container: file.container, facility: fact.event.facility, arrival: fact.visitSide,
                hasArrivalEvent: fact.side == .arrival))
        return visits.count - 1
    }

    private func isOpen(_ index: Int, at facility: String) -> Bool {
        visits[index].departure == nil && visits[index].facility == facility
    }

    /// What the newest event of a stay says counts.
    private static func note(_ event: GateEvent, in visit: inout Visit) {
        if let sizeType = event.sizeType { visit.sizeType = sizeType }
        if let fullEmpty = event.fullEmpty { visit.fullEmpty = fullEmpty }
        if let declaration = event.declaration { visit.declaration = declaration }
        if let call = event.call { visit.call = call }
        let numbers = event.seals.map { $0.map(\.number) }
        switch event.type {
        case .sealAffixed: visit.seals = Set(visit.seals + (numbers ?? [])).sorted()
        case .sealRemoved:
            let removed = Set((numbers ?? []).map(SealNumber.normalised))
            visit.seals.removeAll { removed.isEmpty || removed.contains(SealNumber.normalised($0)) }
        default: if let numbers { visit.seals = Set(numbers).sorted() }
        }
    }
}
