import Customs

/// A gate event with everything that was said of it: what it corrects and what corrected it.
struct CorrectionHistory: Encodable, Sendable {
    /// A longer chain is cut.
    static let maximumLength = 100

    var record: GateEventRecord
    /// The whole chain, oldest receipt first, the event itself among them.
    var history: [GateEventRecord]

    /// Follows the chain both ways.
    init(of record: GateEventRecord, in source: any SupervisionSource, for reader: Account) async throws {
        self.record = record
        var known = [record.event.eventId: record]
        var open = [record]
        while let next = open.popLast() {
            let neighbours = [next.event.replaces, next.event.cancels, next.replacedBy, next.cancelledBy]
            for eventId in neighbours.compactMap({ $0 }) where known[eventId] == nil {
                guard known.count < Self.maximumLength,
                    let found = try await source.gateEvent(account: record.account, eventId: eventId),
                    reader.covers(facility: found.event.facility)
                else { continue }
                known[eventId] = found
                open.append(found)
            }
        }
        history = known.values.sorted { $0.receipt.sequence < $1.receipt.sequence }
    }

    private enum CodingKeys: String, CodingKey { case history }

    func encode(to encoder: any Encoder) throws {
        try record.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(history, forKey: .history)
    }
}
