import Customs

/// What is told of one vehicle: its gate-in, and its transit where it has one.
struct QueuePapers {
    let seal: String
    /// One or two boxes.
    let containers: [String]
    let plate: String
    let gate: String
    private let name: String
    private let declaration: String
    private let startsAt: Timestamp

    /// - Parameter number: unique among all vehicles of the series.
    init(number: Int, gate: String, vehicle: Int, hasTwoBoxes: Bool, startsAt: Timestamp, random: inout SplitMix64) {
        let digits = String(vehicle)
        name = "\(gate)-Q" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        seal = "VNSEAL\(number)"
        containers = (0..<(hasTwoBoxes ? 2 : 1)).map { _ in TransitIdentity.container(random: &random) }
        plate = "\(random.whole(11...99))C-\(random.whole(100...999)).\(random.whole(10...99))"
        declaration = "10" + (0..<10).map { _ in String(random.whole(0...9)) }.joined()
        self.gate = gate
        self.startsAt = startsAt
    }

    /// Its boxes' gate-ins, posted together.
    ///
    /// - Parameter isSealed: of a transit, whose seal and declaration the gate knows.
    func gateIn(
        at time: Double, isLate: Bool, isSealed: Bool, random: inout SplitMix64
    ) throws(SimulatorError) -> Envelope {
        let happened = moment(time.rounded(.down))
        let events = containers.enumerated().map { index, container in
            let isOwn = isSealed && index == 0
            return GateEvent(
                eventId: "\(name)-in-\(index + 1)", facility: gate, type: .gateIn, time: happened,
                container: container, sizeType: containers.count == 2 ? "22G1" : "45G1", fullEmpty: .full,
                seals: isOwn ? [.init(number: seal, issuer: .customs, condition: .intact)] : nil,
                vehicle: .init(plate: plate), declaration: isOwn ? declaration : nil)
        }
        let delay = isLate ? random.number(180...900) : random.number(5...120)
        return try PortDesk.gateEvents(events, at: happened.advanced(bySeconds: delay))
    }

    /// The transit's opening, its clearance, its way out of the origin, and where it arrives its close.
    func transit(
        _ way: QueueWay, departsAt: Double, random: inout SplitMix64
    ) throws(SimulatorError) -> [Envelope] {
        let road = way.road.road
        let (origin, destination) = (road.origin.facility ?? "", road.destination.facility ?? "")
        let opensAt = Self.opening(departsAt)
        func event(_ type: GateEvent.Kind, _ time: Double, _ name: String, isSealed: Bool) -> GateEvent {
            GateEvent(
                eventId: "\(origin)-\(self.name)-\(name)", facility: origin, type: type, time: moment(time),
                container: containers[0], sizeType: "45G1", fullEmpty: .full,
                seals: isSealed ? [.init(number: seal, issuer: .customs, condition: .intact)] : nil,
                vehicle: isSealed ? .init(plate: plate) : nil, declaration: isSealed ? declaration : nil)
        }
        let cameAt = opensAt - random.number(3600...10_800).rounded()
        let arrival = event(road.origin.kind == .seaport ? .discharge : .gateIn, cameAt, "arrival", isSealed: false)
        let out = event(.gateOut, departsAt.rounded(), "out", isSealed: true)
        let order = TransitOrder(
            transit: "TR-\(name)", container: containers[0], seal: seal, declaration: declaration, origin: origin,
            destination: destination, route: road.route, startsAt: moment(opensAt),
            deadline: moment((way.approachesAt + Self.deadlineSeconds).rounded()), plate: plate)
        var envelopes = [
            try PortDesk.gateEvents([arrival], at: moment(cameAt + random.number(2...20))),
            try PortDesk.clearance(
                declaration, [containers[0]], .released, at: moment(opensAt - Double(random.whole(60...540)))),
            try PortDesk.call("/v1/transits", by: PortDesk.officer, at: moment(opensAt), body: order),
            try PortDesk.gateEvents([out], at: moment(departsAt + random.number(2...20))),
        ]
        if let passesAt = way.vehicle.passesAt {
            let reason = "Container arrived at \(destination), seal checked"
            envelopes.append(
                try PortDesk.call(
                    "/v1/transits/TR-\(name)/close", by: PortDesk.officer,
                    at: moment(passesAt + random.number(600...1800)), body: ["reason": reason]))
        }
        return envelopes
    }

    /// When a transit that departs at a moment is opened.
    static func opening(_ departsAt: Double) -> Double { departsAt.rounded() - openedSeconds }

    private static let openedSeconds = 1200.0
    /// Nobody knows how long the queue will be.
    private static let deadlineSeconds = 5 * 86_400.0

    private func moment(_ time: Double) -> Timestamp { startsAt.advanced(bySeconds: time) }
}
