import Customs

extension Alert: CSVRow {
    static let columns = [
        "id", "rule", "severity", "status", "acknowledged", "assignee", "transit", "container", "seal", "facility",
        "startedAt", "detectedAt", "clearedAt", "escalatedAt", "lat", "lon", "message", "messageVi",
    ]

    var cells: [String?] {
        [
            id, rule.rawValue, severity.rawValue, status.rawValue, String(acknowledged), assignee, transit, container,
            seal, facility, startedAt.rfc3339, detectedAt.rfc3339, clearedAt?.rfc3339, escalatedAt?.rfc3339,
            position.map { "\($0.latitude)" }, position.map { "\($0.longitude)" }, message, messageVi,
        ]
    }
}

extension Transit: CSVRow {
    static let columns = [
        "transit", "status", "container", "seal", "declaration", "plate", "origin", "destination", "route",
        "startsAt", "deadline", "openedAt", "openedBy", "departedAt", "arrivedAt", "endedAt", "endedBy", "reason",
    ]

    var cells: [String?] {
        [
            transit, status.rawValue, container, seal, declaration, plate, origin, destination, route,
            startsAt.rfc3339, deadline.rfc3339, openedAt.rfc3339, openedBy, departedAt?.rfc3339, arrivedAt?.rfc3339,
            endedAt?.rfc3339, endedBy, reason,
        ]
    }
}

extension GateEventRecord: CSVRow {
    static let columns = [
        "account", "eventId", "facility", "type", "time", "container", "sizeType", "fullEmpty", "direction", "seals",
        "plate", "trailer", "declaration", "billOfLading", "booking", "call", "replaces", "cancels", "verdict",
        "sequence", "receivedAt", "lateness", "lateBeyond", "outage", "replacedBy", "cancelledBy",
    ]

    var cells: [String?] {
        [
            account, event.eventId, event.facility, event.type.rawValue, event.time.rfc3339, event.container,
            event.sizeType, event.fullEmpty?.rawValue, event.direction,
            event.seals?.map(\.number).joined(separator: " "), event.vehicle?.plate, event.vehicle?.trailer,
            event.declaration, event.billOfLading, event.booking, event.call, event.replaces, event.cancels,
            event.result?.verdict.rawValue, String(receipt.sequence), receipt.receivedAt.rfc3339,
            String(latenessSeconds), lateBeyondSeconds.map { String($0) }, outage, replacedBy, cancelledBy,
        ]
    }
}
