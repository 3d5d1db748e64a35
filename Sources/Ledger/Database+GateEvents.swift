import Customs
import Foundation
import GRDB

extension Database {
    /// A correction comes as the corrected event once more: it rewrites that row and nothing else.
    func upsert(_ record: GateEventRecord, json: String) throws {
        let event = record.event
        try cachedStatement(
            sql: """
                INSERT INTO gate_event
                    (account, event_id, container, facility, time, is_live, json, type, received_at, lateness,
                    late_beyond, outage, correction, call, booking, bill_of_lading)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account, event_id) DO UPDATE SET
                    container = excluded.container, facility = excluded.facility, time = excluded.time,
                    is_live = excluded.is_live, json = excluded.json, type = excluded.type,
                    received_at = excluded.received_at, lateness = excluded.lateness,
                    late_beyond = excluded.late_beyond, outage = excluded.outage, correction = excluded.correction,
                    call = excluded.call, booking = excluded.booking, bill_of_lading = excluded.bill_of_lading
                """
        ).execute(arguments: [
            record.account, event.eventId, event.container, event.facility, event.time.milliseconds, record.isLive,
            json, event.type.rawValue, record.receipt.receivedAt.milliseconds, record.latenessSeconds,
            record.lateBeyondSeconds, record.outage, event.correction, event.call, event.booking, event.billOfLading,
        ])
    }

    /// A stay as it is now, or no more.
    func apply(_ change: VisitChange) throws {
        let visit = change.visit
        guard !change.isRemoved else {
            try cachedStatement(sql: "DELETE FROM visit WHERE container = ? AND arrival = ? AND facility = ?")
                .execute(arguments: [visit.container, visit.arrival.time.milliseconds, visit.facility])
            return
        }
        try cachedStatement(
            sql: """
                INSERT INTO visit (container, arrival, facility, departure, json) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (container, arrival, facility) DO UPDATE SET
                    departure = excluded.departure, json = excluded.json
                """
        ).execute(arguments: [
            visit.container, visit.arrival.time.milliseconds, visit.facility, visit.departure?.time.milliseconds,
            try CanonicalJSON.string(visit),
        ])
    }

    func insert(_ record: RejectionRecord) throws {
        try cachedStatement(
            sql: """
                INSERT INTO rejection
                    (sequence, received_at, source, reason, subject, detail, bytes, account, facility, event_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            record.sequence, record.receivedAt.milliseconds, record.source, record.rejection.reason.rawValue,
            record.rejection.subject.rawValue, record.rejection.detail, Data(record.bytes), record.account,
            record.facility, record.rejection.eventId,
        ])
    }
}

extension GateEvent {
    /// How it corrects another, as the ledger's column says it.
    fileprivate var correction: String? {
        isCancellation
            ? Amendment.cancel.rawValue
            : replaces != nil || amends == .replace
                ? Amendment.replace.rawValue : nil
    }
}
