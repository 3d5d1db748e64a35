import Customs
import Foundation
import Ledger
import Testing

@Suite("A ledger of the version before the port side")
struct MigrationTests {
    private func insert(_ record: GateEventRecord) throws -> String {
        """
        INSERT INTO gate_event (account, event_id, container, facility, time, is_live, json) VALUES
            ('\(record.account)', '\(record.event.eventId)', '\(record.event.container)', '\(record.event.facility)',
            \(record.event.time.milliseconds), \(record.isLive ? 1 : 0), '\(try CanonicalJSON.string(record))');
        """
    }

    @Test("Its gate events and rejections are found by every new column, and its sequence goes on")
    func backfill() async throws {
        let scratch = try Scratch()
        let plain = GateEventRecord.make("e1", type: .discharge, at: 10, receivedAfter: 0.123) {
            ($0.event.call, $0.event.booking, $0.event.billOfLading) = ("V1", "B1", "L1")
        }
        var replaced = GateEventRecord.make("e2", at: 20, receivedAfter: -7.5)
        replaced.replacedBy = "e3"
        let correction = GateEventRecord.make("e3", at: 20, receivedAfter: 9000.001) { $0.event.replaces = "e2" }
        let cancellation = GateEventRecord.make("e4", at: 30, receivedAfter: 40_000_000) { $0.event.cancels = "e0" }
        let records = [plain, replaced, correction, cancellation]
        try Ledger.writeOlderFile(
            path: scratch.path, last: "0004-tally",
            sql: try records.map(insert).joined()
                + """
                INSERT INTO rejection (sequence, received_at, source, reason, subject, detail, bytes) VALUES
                    (7, \(time(5).milliseconds), 'http POST /v1/gate-events (port (2))', 'wrong-type', 'gate-event',
                        'x', x''),
                    (8, \(time(6).milliseconds), 'mqtt t', 'wrong-type', 'report', 'x', x'');
                INSERT INTO journal (received_from, received_to, first_sequence, last_sequence, envelopes, blob) VALUES
                    (0, 0, 1, 42, 1, x''), (0, 0, NULL, NULL, 1, x'');
                """)

        let ledger = try Ledger(path: scratch.path)
        let columns = """
            event_id || ' ' || type || ' ' || received_at || ' ' || lateness || ' ' || coalesce(correction, '-') || ' '
                || coalesce(call, '-') || ' ' || coalesce(booking, '-') || ' ' || coalesce(bill_of_lading, '-')
            """
        let migrated = try ledger.column("SELECT \(columns) FROM gate_event ORDER BY event_id")
        #expect(
            migrated == [
                "e1 discharge \(time(10.123).milliseconds) 0.123 - V1 B1 L1",
                "e2 gate-in \(time(12.5).milliseconds) -7.5 - - - -",
                "e3 gate-in \(time(9020.001).milliseconds) 9000.001 replace - - -",
                "e4 gate-in \(time(40_000_030).milliseconds) 40000000.0 cancel - - -",
            ])
        // What is written now has the same columns.
        try ledger.execute("DELETE FROM gate_event")
        _ = try ledger.commit(.make(records.enumerated().map { .gateEvent(Int64($0 + 100), $1) }))
        #expect(try ledger.column("SELECT \(columns) FROM gate_event ORDER BY event_id") == migrated)
        #expect(try await ledger.equipmentEvents(EquipmentEventQuery()).items == [plain, correction])

        let refused = try await ledger.rejections(RejectionQuery()).items
        #expect(refused.map(\.account) == [nil, "port (2)"])
        #expect(refused.map(\.facility) == [nil, nil])
        for (table, rows) in try await ledger.rowCounts() where table != "track_point" {
            #expect(try ledger.column("SELECT count(*) FROM \(table)") == [String(rows)], "\(table)")
        }
    }

    @Test("The first sequence that a check sees is the journal's last")
    func head() async throws {
        let scratch = try Scratch()
        try Ledger.writeOlderFile(
            path: scratch.path, last: "0004-tally",
            sql: """
                INSERT INTO journal (received_from, received_to, first_sequence, last_sequence, envelopes, blob) VALUES
                    (0, 0, 1, 42, 1, x''), (0, 0, NULL, NULL, 1, x'');
                """)
        let ledger = try Ledger(path: scratch.path)
        let check = try await ledger.releaseCheck(container: "A", facility: "B", at: start)
        #expect(check.sequence == 42)
        #expect(!check.allowed)
    }
}
