import Customs

/// What people and systems tell the server about one transit: how the container came to its origin, what Customs decided,
/// the transit's opening, gate-out and gate-in, and its close; with what of it is wrong.
struct Paperwork {
    let identity: TransitIdentity
    let journey: Journey
    let deadline: Timestamp
    let scenario: Scenario
    /// No event is earlier, where there is time enough after it.
    let notBefore: Timestamp
    /// When a gate reports the container that is on the road.
    let phantomGate: Int?
    let places: [Zone]

    var arrival: ToldEvent
    var gateOut: ToldEvent
    var gateIn: ToldEvent
    var decisions: [CustomsDecision]
    /// Whatever else is received.
    var others: [Envelope] = []
    var areGatesInCodeco = false
    private(set) var anomalies: [Incident<RuleCode>] = []
    private(set) var allowances: [Incident<RuleCode>] = []
    private(set) var innocents: [Incident<TransitTruth.Innocent.Kind>] = []

    /// - Parameters:
    ///   - delays: how late the two gates report.
    ///   - random: all else.
    /// - Throws: `SimulatorError` where the scenario finds no place.
    init(
        identity: TransitIdentity, journey: Journey, deadline: Timestamp, scenario: Scenario, notBefore: Timestamp,
        phantomGate: Int?, places: [Zone], delays: inout SplitMix64, random: inout SplitMix64
    ) throws(SimulatorError) {
        self.identity = identity
        self.journey = journey
        self.deadline = deadline
        self.scenario = scenario
        self.notBefore = notBefore
        self.phantomGate = phantomGate
        self.places = places
        let (origin, destination) = (journey.road.origin, journey.road.destination)
        func told(_ type: GateEvent.Kind, _ zone: Zone, _ time: Timestamp, _ name: String, delay: Int) -> ToldEvent {
            let isArrival = name == "arrival"
            let event = GateEvent(
                eventId: "\(zone.facility ?? "")-\(identity.transit)-\(name)", facility: zone.facility ?? "",
                type: type, time: time, container: identity.container, sizeType: identity.sizeType, fullEmpty: .full,
                seals: isArrival ? nil : [.init(number: identity.seal, issuer: .customs, condition: .intact)],
                vehicle: isArrival ? nil : .init(plate: identity.plate),
                declaration: isArrival ? nil : identity.declaration)
            return ToldEvent(event: event, postedAt: time.advanced(bySeconds: Double(delay) / 1000))
        }
        gateOut = told(
            .gateOut, origin, journey.time(journey.departure), "out", delay: delays.whole(2000...20_000))
        gateIn = told(.gateIn, destination, journey.time(journey.arrival), "in", delay: delays.whole(2000...20_000))
        let hours = random.number(3600...28_800).rounded()
        let cameAt = min(
            journey.startsAt.advanced(bySeconds: -600),
            max(
                journey.startsAt.advanced(bySeconds: -hours),
                notBefore.advanced(bySeconds: Double(random.whole(0...900)))))
        let isDischarge = origin.kind == .seaport && random.chance(0.6)
        arrival = told(
            isDischarge ? .discharge : .gateIn, origin, cameAt, "arrival", delay: random.whole(2000...20_000))
        let released = journey.startsAt.advanced(bySeconds: -Double(random.whole(60...540)))
        decisions = [CustomsDecision(status: .released, at: released)]
        switch scenario {
        case .anomaly(let kind) where kind.isOfPort: try happen(kind, random: &random)
        case .innocent(let kind) where kind.isOfPort: try happen(kind, random: &random)
        default: break
        }
    }

    /// What is received, in no order.
    func envelopes() throws(SimulatorError) -> [Envelope] {
        let order = TransitOrder(
            transit: identity.transit, container: identity.container, seal: identity.seal,
            declaration: identity.declaration, origin: gateOut.event.facility, destination: gateIn.event.facility,
            route: journey.road.route, startsAt: journey.startsAt, deadline: deadline, plate: identity.plate)
        var envelopes = [
            try PortDesk.call("/v1/transits", by: PortDesk.officer, at: journey.startsAt, body: order)
        ]
        for (number, told) in [arrival, gateOut, gateIn].enumerated() {
            guard let postedAt = told.postedAt else { continue }
            if areGatesInCodeco, number > 0 {
                envelopes.append(PortDesk.codeco([told.event], reference: reference(number), at: postedAt))
            } else {
                envelopes.append(try PortDesk.gateEvents([told.event], at: postedAt))
            }
        }
        for decision in decisions {
            envelopes.append(
                try PortDesk.clearance(
                    decision.declaration ?? identity.declaration, [identity.container], decision.status,
                    reason: decision.reason, at: decision.at))
        }
        let reason = "Container arrived at \(gateIn.event.facility), seal checked"
        envelopes.append(
            try PortDesk.call(
                "/v1/transits/\(identity.transit)/close", by: PortDesk.officer, at: journey.time(journey.close),
                body: ["reason": reason]))
        return envelopes + others
    }

    /// An interchange's own number.
    func reference(_ number: Int) -> Int {
        (identity.seal.compactMap(\.wholeNumberValue).reduce(0) { $0 * 10 + $1 }) * 10 + number
    }

    mutating func note(_ rule: RuleCode, _ from: Timestamp, to: Timestamp? = nil, _ note: String) {
        anomalies.append(Incident(kind: rule, from: from, to: to, note: note))
    }

    mutating func allow(_ rule: RuleCode, _ from: Timestamp, to: Timestamp) {
        allowances.append(Incident(kind: rule, from: from, to: to))
    }

    mutating func note(innocent: TransitTruth.Innocent.Kind, _ from: Timestamp, to: Timestamp) {
        innocents.append(Incident(kind: innocent, from: from, to: to))
    }
}
