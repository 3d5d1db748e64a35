import Customs
import Foundation
import GRDB

extension Database {
    /// Writes an effect into its read model and, where it is one, into the list of events. Reports have their own way,
    /// into tracks.
    func apply(_ effect: Effect) throws {
        switch effect.kind {
        case .report: return
        case .zone(let change): try insertEvent(effect, json: CanonicalJSON.string(ZoneChangeJSON(change)))
        case .transit(let transit):
            let json = try CanonicalJSON.string(transit)
            try upsert(transit, json: json)
            try insertEvent(effect, json: json)
        case .alert(_, let alert):
            let json = try CanonicalJSON.string(alert)
            try upsert(alert, json: json)
            try insertEvent(effect, json: json)
        case .gateEvent(let record):
            let json = try CanonicalJSON.string(record)
            try upsert(record, json: json)
            try insertEvent(effect, json: json)
        case .visit(let change): try apply(change)
        case .clearance(let decision): try insert(decision)
        case .manifest(let record): try insert(record)
        case .outage(let outage): try upsert(outage)
        case .congestion(let congestion):
            try insertEvent(effect, json: CanonicalJSON.string(congestion))
            try insertHistory(congestion, sequence: effect.sequence)
        case .forecastScored(let scored): try upsert(scored)
        // The journal has the call, and a snapshot the zones: nobody asks for them here.
        case .zones: return
        }
    }

    private func insertEvent(_ effect: Effect, json: String) throws {
        guard let keys = EventKeys(effect.kind) else { return }
        try cachedStatement(
            sql: """
                INSERT INTO event (sequence, at, kind, change, transit, container, seal, facility, json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            effect.sequence, effect.at.milliseconds, keys.kind.rawValue, keys.change, keys.transit, keys.container,
            keys.seal, keys.facility, json,
        ])
    }
}

/// A zone change as an event shows it.
private struct ZoneChangeJSON: Encodable {
    var change: ZoneChange.Change
    var container: String?
    var seal: String
    var zone: String

    init(_ zone: ZoneChange) {
        change = zone.change
        container = zone.container
        seal = zone.seal
        self.zone = zone.zone
    }
}
