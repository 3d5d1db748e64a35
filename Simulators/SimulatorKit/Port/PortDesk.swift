package import Customs

/// Who says what to the server about containers: operators, Customs' own system, officers.
package enum PortDesk {
    package static let officer = Account(name: "officer", role: .officer)
    /// The system that decides on declarations.
    package static let customs = Account(name: "customs-system", role: .system)
    private static let supervisor = Account(name: "supervisor", role: .supervisor)

    /// The account that posts a facility's events: its operator, where the demonstration has one.
    package static func account(of facility: String) -> Account {
        switch facility {
        case "VNHPH": Account(name: "operator-hph", role: .operator, facilities: ["VNHPH"])
        case "VNCLI": Account(name: "operator-cli", role: .operator, facilities: ["VNCLI"])
        default: supervisor
        }
    }

    /// A second system that reports the same events.
    package static func secondAccount(of facility: String) -> Account {
        account(of: facility) == supervisor ? officer : supervisor
    }

    /// One event, or several as an array.
    package static func gateEvents(
        _ events: [GateEvent], by account: Account? = nil, at time: Timestamp
    ) throws(SimulatorError) -> Envelope {
        let account = account ?? Self.account(of: events.first?.facility ?? "")
        if events.count == 1 { return try call("/v1/gate-events", by: account, at: time, body: events[0]) }
        return try call("/v1/gate-events", by: account, at: time, body: events)
    }

    /// The same as one CODECO interchange; every event is of one facility and one type.
    package static func codeco(
        _ events: [GateEvent], reference: Int, by account: Account? = nil, at time: Timestamp
    ) -> Envelope {
        let facility = events.first?.facility ?? ""
        var partner = EDIPartner(name: "simulator", timeZone: CodecoText.timeZone)
        partner.facilities = [facility: facility]
        let call = HTTPCall(
            method: "POST", path: "/v1/gate-events", contentType: "application/edifact",
            account: account ?? Self.account(of: facility), partner: partner)
        let text = CodecoText.interchange(events, sender: "TOS\(facility)", reference: reference, at: time)
        return Envelope(source: .http(call), receivedAt: time, body: Array(text.utf8))
    }

    /// Customs decides on containers of a declaration.
    package static func clearance(
        _ declaration: String, _ containers: [String], _ status: ClearanceStatus, reason: String? = nil,
        at time: Timestamp
    ) throws(SimulatorError) -> Envelope {
        struct Body: Encodable {
            let containers: [String]
            let status: ClearanceStatus
            let reason: String?
        }
        return try call(
            "/v1/clearances/\(declaration)", method: "PUT", by: customs, at: time,
            body: Body(containers: containers, status: status, reason: reason))
    }

    /// What a vessel's call is to bring.
    package static func manifest(_ manifest: Manifest, at time: Timestamp) throws(SimulatorError) -> Envelope {
        struct Body: Encodable {
            let facility: String
            let vessel: String?
            let voyage: String?
            let expectedAt: Timestamp?
            let containers: [Manifest.Container]
        }
        return try call(
            "/v1/manifests/\(manifest.call)", method: "PUT", by: customs, at: time,
            body: Body(
                facility: manifest.facility, vessel: manifest.vessel, voyage: manifest.voyage,
                expectedAt: manifest.expectedAt, containers: manifest.containers))
    }

    /// An operator says that its system is down, and when it works again: two calls.
    package static func outage(
        _ name: String, facility: String, startsAt: Timestamp, announcedAt: Timestamp, endsAt: Timestamp,
        reason: String
    ) throws(SimulatorError) -> [Envelope] {
        let path = "/v1/facilities/\(facility)/outages"
        let account = account(of: facility)
        return [
            try call(
                path, by: account, at: announcedAt,
                body: OutageOrder(outage: name, startsAt: startsAt, reason: reason)),
            try call("\(path)/\(name)/end", by: account, at: endsAt, body: ["endsAt": endsAt.rfc3339]),
        ]
    }

    /// A call of the API as it is received.
    package static func call(
        _ path: String, method: String = "POST", by account: Account, at time: Timestamp, body: some Encodable
    ) throws(SimulatorError) -> Envelope {
        do {
            return Envelope(
                source: .http(HTTPCall(method: method, path: path, account: account)), receivedAt: time,
                body: Array(try CanonicalJSON.encode(body)))
        } catch {
            throw SimulatorError("the body of \(method) \(path) cannot be written as JSON: \(error)")
        }
    }
}
