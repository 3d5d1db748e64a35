import Foundation
import GRDB

extension Ledger {
    /// Takes up each seal where the file left it: its open block becomes its tail again.
    static func loadTails(into tails: TrackTails, from pool: DatabasePool, path: String) throws {
        let decompressor = try Decompressor()
        try pool.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT head.seal, head.first_ordinal, head.last_sequence, block.blob
                    FROM track_head AS head
                    LEFT JOIN track_block AS block
                        ON block.seal = head.seal AND block.first_ordinal = head.first_ordinal AND block.open = 1
                    ORDER BY head.seal
                    """)
            while let row = try rows.next() {
                let seal: String = row[0]
                let firstOrdinal: Int64 = row[1]
                let open = try row.withUnsafeData(atIndex: 3) { blob in
                    try blob.map {
                        try segment(of: seal, firstOrdinal: firstOrdinal, blob: $0, decompressor, path: path)
                    }
                }
                tails.load(seal: seal, firstOrdinal: firstOrdinal, lastSequence: row[2], open: open)
            }
        }
    }

    /// A block as points.
    static func segment(
        of seal: String, firstOrdinal: Int64, blob: Data, _ decompressor: Decompressor, path: String
    ) throws -> TrackSegment {
        do {
            let (points, boots) = try blob.withUnsafeBytes { try TrackBlock.decode($0, with: decompressor) }
            return TrackSegment(seal: seal, firstOrdinal: firstOrdinal, points: points, boots: boots)
        } catch let error as CodecError {
            throw LedgerError.corrupt(
                path: path, table: "track_block", row: "\(seal) at \(firstOrdinal)", reason: error.reason)
        }
    }

    static func loadDeclarations(_ pool: DatabasePool) throws -> DeclarationBook {
        var seals: [String: [Declarations.Entry]] = [:]
        try pool.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT seal, container, from_ms, own_to_ms, last_seen FROM declared_sealing
                    ORDER BY seal, from_ms
                    """)
            while let row = try rows.next() {
                seals[row[0], default: []].append(
                    Declarations.Entry(container: row[1], from: row[2], to: row[3], lastSeen: row[4]))
            }
        }
        return DeclarationBook(seals.mapValues { Declarations($0.suffix(Declarations.maximumEntries)) })
    }
}
