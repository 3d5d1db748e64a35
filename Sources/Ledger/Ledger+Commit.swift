public import Customs
import Foundation
import GRDB
import Synchronization

extension Ledger {
    /// Stores a batch in one transaction; when it returns, all of it is durable and visible to readers.
    ///
    /// To be called from one thread. A batch without envelopes writes no journal row.
    /// - Returns: the id of the batch's journal row, or of the last one.
    /// - Throws: `LedgerError`; then nothing has changed, neither in the file nor in memory.
    public func commit(_ batch: CommitBatch) throws -> Int64 {
        try writing.withLock { writing in
            tails.stage(batch.effects) { writing.declarations.observe($0) }
            do {
                let plan = tails.plan(withOpenBlocks: batch.snapshot != nil)
                let encoded = try EncodedBatch(batch, plan, journal: writing.journal, blocks: writing.blocks)
                let declarations = writing.declarations.changes
                let sequences = batch.sequences
                let id = try pool.write { db in
                    let id = try db.insertJournal(of: batch, sequences: sequences, blob: encoded.journal)
                    for block in encoded.blocks { try db.upsert(block) }
                    for change in declarations { try db.replaceDeclarations(of: change.seal, by: change.declarations) }
                    // By index: copying each of thousands of reports just to pass it over would cost more.
                    for index in batch.effects.indices where !batch.effects[index].isReport {
                        try db.apply(batch.effects[index])
                    }
                    for rejection in batch.rejections { try db.insert(rejection) }
                    if let last = sequences?.upperBound { try db.advanceHead(to: last) }
                    if let snapshot = batch.snapshot {
                        try db.insert(snapshot, compressed: encoded.snapshot, lastJournalID: id)
                    }
                    return id
                }
                tails.publish(plan)
                writing.declarations.publish()
                return id
            } catch {
                tails.discard()
                writing.declarations.discard()
                throw LedgerError.wrapping(error, path: path)
            }
        }
    }

    /// Brings back what was only in memory when the program ended: hand it the effects of the journal's rows, folded
    /// again in order. Reports that the file has already are passed over, so it does no harm to hand in too many.
    public func restore(_ effects: [Effect]) {
        writing.withLock { _ in tails.restore(effects) }
    }
}

/// All that needs computing before the transaction, so that it is short.
private struct EncodedBatch {
    var journal = Data()
    var blocks: [EncodedBlock] = []
    var snapshot = Data()

    init(_ batch: CommitBatch, _ plan: TrackPlan, journal: Compressor, blocks: Compressor) throws {
        if !batch.envelopes.isEmpty {
            self.journal = Data(try JournalCodec.encode(batch.envelopes, with: journal))
        }
        if let bytes = batch.snapshot?.bytes {
            snapshot = Data(try journal.compress(bytes, prefix: SnapshotEncoding.version))
        }
        for block in plan.closed { try append(block.segment, isOpen: false, with: blocks) }
        for block in plan.open { try append(block.segment, isOpen: true, with: blocks) }
    }

    private mutating func append(_ segment: TrackSegment, isOpen: Bool, with compressor: Compressor) throws {
        guard let summary = segment.summary else { return }
        blocks.append(
            EncodedBlock(
                seal: segment.seal, firstOrdinal: segment.firstOrdinal, count: segment.points.count, isOpen: isOpen,
                summary: summary,
                blob: Data(try TrackBlock.encode(segment.points, boots: segment.boots, with: compressor))))
    }
}

/// A row of `track_block`.
struct EncodedBlock {
    var seal: String
    var firstOrdinal: Int64
    var count: Int
    var isOpen: Bool
    var summary: TrackSegment.Summary
    var blob: Data
}

extension Effect {
    fileprivate var isReport: Bool {
        if case .report = kind { true } else { false }
    }
}

enum SnapshotEncoding {
    static let version: UInt8 = 1
}
