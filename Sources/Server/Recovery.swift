package import Customs
package import Geofencing
package import Ledger
package import Logging
package import Supervision
import Wire

/// Brings the Supervisor back to where the ledger is: the newest trusted snapshot, and the journal after it.
package enum Recovery {
    /// What was published before is neither published again nor rewritten.
    package static func recover(
        _ ledger: Ledger, zones: ZoneIndex, rules: RuleBook, logger: Logger
    ) throws -> Supervisor {
        var supervisor = Supervisor(zones: zones, rules: rules)
        var from: Int64 = 0
        do {
            if let snapshot = try ledger.latestSnapshot(version: supervisor.snapshotVersion) {
                supervisor = try Supervisor(zones: zones, rules: rules, encoded: snapshot.bytes)
                from = snapshot.journalID
            }
        } catch {
            logger.warning(
                "a snapshot cannot be read; the journal is folded from its start", metadata: ["error": "\(error)"])
        }
        var rows = 0
        var observations = 0
        try ledger.forEachJournalRow(after: from) { row in
            var effects: [Effect] = []
            for envelope in row.envelopes {
                observations += replay(envelope, &supervisor, into: &effects)
            }
            // Where zones or rules changed since, the count of findings differs; numbers given before are never given again.
            supervisor.resume(afterSequence: row.lastSequence ?? 0)
            ledger.restore(effects)
            rows += 1
        }
        logger.info(
            "recovered",
            metadata: [
                "snapshot": "\(from)", "journalRows": "\(rows)", "observations": "\(observations)",
                "sequence": "\(supervisor.sequence)",
            ])
        return supervisor
    }

    private static func replay(_ envelope: Envelope, _ supervisor: inout Supervisor, into effects: inout [Effect])
        -> Int
    {
        let decoded = Wire.decode(envelope)
        for item in decoded {
            switch item {
            case .failure: _ = supervisor.claimSequence()
            case .success(let observation):
                let outcome = supervisor.observe(observation, receivedAt: envelope.receivedAt, into: &effects)
                if case .rejected = outcome { _ = supervisor.claimSequence() }
            }
        }
        return decoded.count
    }
}
