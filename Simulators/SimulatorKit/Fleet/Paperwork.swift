import Customs

/// The calls that people and operators make for one transit: open, gate-out, gate-in, close.
struct Paperwork {
    let identity: TransitIdentity
    let journey: Journey
    let deadline: Timestamp

    private static let officer = Account(name: "officer", role: .officer)

    /// The account that posts a facility's events: its operator, where the demonstration has one.
    private static func account(of facility: String) -> Account {
        switch facility {
        case "VNHPH": Account(name: "operator-hph", role: .operator, facilities: ["VNHPH"])
        case "VNCLI": Account(name: "operator-cli", role: .operator, facilities: ["VNCLI"])
        default: Account(name: "supervisor", role: .supervisor)
        }
    }

    func envelopes(random: inout SplitMix64) throws(SimulatorError) -> [Envelope] {
        let origin = journey.road.origin.facility ?? ""
        let destination = journey.road.destination.facility ?? ""
        let order = TransitOrder(
            transit: identity.transit, container: identity.container, seal: identity.seal,
            declaration: identity.declaration, origin: origin, destination: destination, route: journey.road.route,
            startsAt: journey.startsAt, deadline: deadline, plate: identity.plate)
        return [
            try call("/v1/transits", by: Self.officer, at: journey.startsAt, body: order),
            try gateEvent(.gateOut, at: origin, second: journey.departure, random: &random),
            try gateEvent(.gateIn, at: destination, second: journey.arrival, random: &random),
            try call(
                "/v1/transits/\(identity.transit)/close", by: Self.officer, at: journey.time(journey.close),
                body: ["reason": "Container arrived at \(destination), seal checked"]),
        ]
    }

    private func gateEvent(
        _ type: GateEvent.Kind, at facility: String, second: Int, random: inout SplitMix64
    ) throws(SimulatorError) -> Envelope {
        let event = GateEvent(
            eventId: "\(facility)-\(identity.transit)-\(type == .gateIn ? "in" : "out")", facility: facility,
            type: type, time: journey.time(second), container: identity.container, sizeType: identity.sizeType,
            fullEmpty: .full, seals: [.init(number: identity.seal, issuer: .customs, condition: .intact)],
            vehicle: .init(plate: identity.plate), declaration: identity.declaration)
        let postedAt = journey.time(second).advanced(bySeconds: Double(random.whole(2000...20_000)) / 1000)
        return try call("/v1/gate-events", by: Self.account(of: facility), at: postedAt, body: event)
    }

    private func call(
        _ path: String, by account: Account, at time: Timestamp, body: some Encodable
    ) throws(SimulatorError) -> Envelope {
        do {
            return Envelope(
                source: .http(HTTPCall(method: "POST", path: path, account: account)), receivedAt: time,
                body: Array(try CanonicalJSON.encode(body)))
        } catch {
            throw SimulatorError("the body of POST \(path) cannot be written as JSON: \(error)")
        }
    }
}
