import Customs
import GRDB

extension Database {
    /// Writes a block, over the open one with the same key, and moves the seal's head.
    func upsert(_ block: EncodedBlock) throws {
        let summary = block.summary
        try cachedStatement(
            sql: """
                INSERT INTO track_block (
                    seal, first_ordinal, count, open, time_from, time_to, first_sequence, last_sequence,
                    south, north, west, east, blob)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (seal, first_ordinal) DO UPDATE SET
                    count = excluded.count, open = excluded.open, time_from = excluded.time_from,
                    time_to = excluded.time_to, first_sequence = excluded.first_sequence,
                    last_sequence = excluded.last_sequence, south = excluded.south, north = excluded.north,
                    west = excluded.west, east = excluded.east, blob = excluded.blob
                """
        ).execute(arguments: [
            block.seal, block.firstOrdinal, block.count, block.isOpen ? 1 : 0, summary.times.lowerBound,
            summary.times.upperBound, summary.sequences.lowerBound, summary.sequences.upperBound,
            summary.latitudes?.lowerBound, summary.latitudes?.upperBound, summary.longitudes?.lowerBound,
            summary.longitudes?.upperBound, block.blob,
        ])
        try cachedStatement(
            sql: """
                INSERT INTO track_head (seal, first_ordinal, last_sequence) VALUES (?, ?, ?)
                ON CONFLICT (seal) DO UPDATE SET
                    first_ordinal = excluded.first_ordinal,
                    last_sequence = max(last_sequence, excluded.last_sequence)
                """
        ).execute(arguments: [
            block.seal, block.isOpen ? block.firstOrdinal : block.firstOrdinal + Int64(block.count),
            summary.sequences.upperBound,
        ])
    }

    /// Writes a seal's declarations anew, as far back as they are in memory.
    func replaceDeclarations(of seal: String, by declarations: Declarations) throws {
        guard let first = declarations.entries.first else { return }
        try cachedStatement(sql: "DELETE FROM declared_sealing WHERE seal = ? AND from_ms >= ?")
            .execute(arguments: [seal, first.from])
        let insert = try cachedStatement(
            sql: """
                INSERT INTO declared_sealing (seal, container, from_ms, to_ms, own_to_ms, last_seen)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        for (index, entry) in declarations.entries.enumerated() {
            try insert.execute(arguments: [
                seal, entry.container, entry.from, declarations.end(of: index), entry.to, entry.lastSeen,
            ])
        }
    }
}
