import Customs
import GPSDListener
import Ledger
import Wire

/// Reads and decodes what a replay plays; the journal as it is at one moment, so that every pass reads the same.
struct ReplayFeed {
    let input: ReplayInput
    private let configuration: Configuration
    /// The ledger, where the journal is played.
    let ledger: LedgerReader?

    /// - Throws: where the ledger cannot be read.
    init(_ input: ReplayInput, _ configuration: Configuration, readsAlerts: Bool = false) throws {
        self.input = input
        self.configuration = configuration
        if case .journal = input.source {
            ledger = try LedgerReader(path: configuration.ledgerPath, readsAlerts: readsAlerts)
        } else {
            ledger = nil
        }
    }

    /// Calls `body` with everything in its order; what came at the input's `to` or later is left out.
    ///
    /// - Throws: what cannot be read or is no line of a recording, with its place.
    func forEachBatch(_ body: (RecordingLines) throws -> Void) throws {
        switch input.source {
        case .recordings(let paths):
            let seals = configuration.gpsd.reduce(into: [String: String]()) { $0.merge($1.seals) { first, _ in first } }
            let desk = PartnerDesk(configuration)
            for path in paths {
                let stream = RecordingStream(path: path) { [configuration] in
                    RecordingDecoder(
                        gpsdSeals: seals, account: configuration.account(named:), mapping: desk.placed)
                }
                try stream.forEachBatch(body)
            }
        case .journal:
            var batch = RecordingLines()
            try ledger?.forEachJournalRow { row in
                batch.removeAll()
                for envelope in row.envelopes { batch.append(envelope.receivedAt, Wire.decode(envelope)) }
                try body(batch)
            }
        }
    }

    /// Calls `body` with every line that is played and its observations; `isShown` says whether the input's range holds it.
    func forEachLine(
        _ body: (_ receivedAt: Timestamp, _ items: Decoded.SubSequence, _ isShown: Bool) throws -> Void
    ) throws {
        let range = input.received
        try forEachBatch { batch in
            for line in batch.lines {
                if let to = range.to, line.receivedAt >= to { continue }
                try body(line.receivedAt, batch.items[line.items], range.from.map { line.receivedAt >= $0 } ?? true)
            }
        }
    }
}
