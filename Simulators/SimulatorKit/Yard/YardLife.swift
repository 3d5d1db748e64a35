import Customs

/// One container's way through a yard, and what is told of it.
struct YardLife {
    enum Purpose: Hashable {
        /// Discharged, released, fetched.
        case imported
        /// Brought and loaded.
        case exported
        /// Brought empty, and fetched.
        case empty
        /// Discharged, and not released on the day.
        case standing
        /// Brought on the next morning.
        case nextMorning
    }

    let number: Int
    let purpose: Purpose
    private(set) var container: String
    let facility: String
    let startsAt: Timestamp
    let declaration: String
    /// The vessel's call.
    let call: String?

    var arrival: ToldEvent
    /// `nil` where it stands there at the end.
    var departure: ToldEvent?
    var decisions: [CustomsDecision] = []
    /// Events of the same container beside its arrival and departure, and by whom.
    var others: [(told: ToldEvent, isSecondSystem: Bool)] = []
    var isInCodeco = false
    private(set) var anomalies: [Incident<RuleCode>] = []
    private(set) var innocents: [Incident<TransitTruth.Innocent.Kind>] = []

    /// - Parameter cameAt: when it is discharged or comes in.
    init(
        number: Int, purpose: Purpose, options: YardOptions, call: String?, cameAt: Timestamp,
        random: inout SplitMix64
    ) {
        self.number = number
        self.purpose = purpose
        facility = options.facility
        startsAt = options.startsAt
        self.call = call
        container = Self.number(number, random: &random)
        declaration = "20" + (0..<10).map { _ in String(random.whole(0...9)) }.joined()
        let isOfVessel = purpose == .imported || purpose == .standing
        let arriving = GateEvent(
            eventId: "\(options.facility)-Y\(number)-1", facility: options.facility,
            type: isOfVessel ? .discharge : .gateIn, time: cameAt, container: container,
            sizeType: random.chance(0.6) ? "45G1" : "22G1",
            fullEmpty: purpose == .empty || purpose == .nextMorning ? .empty : .full,
            vehicle: isOfVessel ? nil : .init(plate: Self.plate(&random)), call: isOfVessel ? call : nil)
        arrival = ToldEvent(event: arriving, postedAt: Self.soon(cameAt, &random))
        plan(options, random: &random)
    }

    private mutating func plan(_ options: YardOptions, random: inout SplitMix64) {
        let cameAt = arrival.event.time
        switch purpose {
        case .imported:
            let released = cameAt.advanced(bySeconds: Double(random.whole(1800...21_600)))
            decisions = [CustomsDecision(status: .released, at: released)]
            leave(at: released.advanced(bySeconds: Double(random.whole(1800...36_000))), random: &random)
        case .exported:
            leave(
                at: options.startsAt.advanced(bySeconds: Double(random.whole(50_400...72_000))), as: .load,
                random: &random)
        case .empty:
            leave(at: cameAt.advanced(bySeconds: Double(random.whole(7200...50_400))), random: &random)
            note(innocent: .emptyWithoutClearance, cameAt, to: departure?.event.time ?? cameAt)
        case .standing, .nextMorning: break
        }
    }

    /// It leaves then, and is reported soon after.
    mutating func leave(at time: Timestamp, as type: GateEvent.Kind = .gateOut, random: inout SplitMix64) {
        var event = arrival.event
        event.eventId = "\(facility)-Y\(number)-2"
        event.type = type
        event.time = time
        event.call = type == .load ? call : nil
        event.vehicle = type == .load ? nil : .init(plate: Self.plate(&random))
        event.declaration = decisions.isEmpty ? nil : declaration
        departure = ToldEvent(event: event, postedAt: Self.soon(time, &random))
    }

    /// A few seconds later, as a gate's system reports.
    static func soon(_ time: Timestamp, _ random: inout SplitMix64) -> Timestamp {
        time.advanced(bySeconds: Double(random.whole(2000...20_000)) / 1000)
    }

    /// Owner codes that no transit's container has: the two worlds can be one recording.
    private static let owners = ["CMAU", "MAEU", "BMOU", "TCLU", "SEGU", "FCIU"]

    /// A number of its own with the right check digit.
    private static func number(_ number: Int, random: inout SplitMix64) -> String {
        let serial = String(100_000 + (number * 7 + random.whole(0...6)) % 900_000)
        let stem = owners[number % owners.count] + serial
        return "\(stem)\(ContainerNumber.checkDigit(stem) ?? 0)"
    }

    static func plate(_ random: inout SplitMix64) -> String {
        "51C-\(random.whole(100...999)).\(random.whole(10...99))"
    }

    /// Whatever is posted of it names this container.
    mutating func rename(_ container: String) {
        self.container = container
        arrival.event.container = container
        departure?.event.container = container
        for index in others.indices { others[index].told.event.container = container }
    }

    mutating func note(_ rule: RuleCode, _ from: Timestamp, to: Timestamp? = nil, _ note: String) {
        anomalies.append(Incident(kind: rule, from: from, to: to, note: note))
    }

    mutating func note(innocent: TransitTruth.Innocent.Kind, _ from: Timestamp, to: Timestamp) {
        innocents.append(Incident(kind: innocent, from: from, to: to))
    }

    /// Nothing of the operator's own is received while its system is down.
    mutating func postpone(over outage: YardOutage) {
        arrival.postedAt = arrival.postedAt.map(outage.postponed)
        if let postedAt = departure?.postedAt { departure?.postedAt = outage.postponed(postedAt) }
        for index in others.indices where !others[index].isSecondSystem {
            others[index].told.postedAt = others[index].told.postedAt.map(outage.postponed)
        }
    }

    /// What is received of it, apart from what is posted with others.
    ///
    /// - Parameter postsArrival: `false` where a batch of its vessel's tells its arrival.
    func envelopes(postsArrival: Bool) throws(SimulatorError) -> [Envelope] {
        var envelopes: [Envelope] = []
        func post(_ told: ToldEvent, by account: Account? = nil, asCodeco: Bool, _ part: Int) throws(SimulatorError) {
            guard let postedAt = told.postedAt else { return }
            envelopes.append(
                asCodeco
                    ? PortDesk.codeco(
                        [told.event], reference: 1_000_000 + number * 10 + part, by: account, at: postedAt)
                    : try PortDesk.gateEvents([told.event], by: account, at: postedAt))
        }
        if postsArrival { try post(arrival, asCodeco: false, 0) }
        if let departure { try post(departure, asCodeco: isInCodeco, 1) }
        for (part, other) in others.enumerated() {
            try post(
                other.told, by: other.isSecondSystem ? PortDesk.secondAccount(of: facility) : nil,
                asCodeco: other.isSecondSystem, 2 + part)
        }
        for decision in decisions {
            envelopes.append(
                try PortDesk.clearance(
                    decision.declaration ?? declaration, [container], decision.status, reason: decision.reason,
                    at: decision.at))
        }
        return envelopes
    }
}
