public import Customs

/// The reports that a seal must still keep: the logic of a reference device, with no clock and no network of its own.
///
/// A report is kept from when it is made until the server's `acks` cover it. The broker's own acknowledgement is only
/// noted: it is no promise of storage.
public struct ReportBuffer: Sendable {
    /// A report that is kept.
    public struct Kept: Sendable, Hashable {
        public let sequence: Int64
        public let payload: [UInt8]
        /// How often it was sent.
        public fileprivate(set) var sendings = 0
        fileprivate var sentAt: Double?
    }

    /// Times the waiting time doubles, so that a long outage is not answered with a flood.
    private static let maximumDoublings = 3

    public let boot: String
    /// How many reports fit.
    public let capacity: Int
    /// Oldest first.
    public private(set) var kept: [Kept] = []
    /// What the broker has taken.
    public private(set) var taken = SequenceRanges()
    /// What the server has stored, by its own word.
    public private(set) var acknowledged = SequenceRanges()

    public init(boot: String = "0", capacity: Int = 100_000) {
        self.boot = boot
        self.capacity = capacity
    }

    /// Whether another report fits.
    public var hasRoom: Bool { kept.count < capacity }

    /// Keeps a new report, whose number is higher than any before; `false` where there is no room.
    public mutating func append(sequence: Int64, payload: [UInt8]) -> Bool {
        guard hasRoom, sequence > kept.last?.sequence ?? .min else { return false }
        kept.append(Kept(sequence: sequence, payload: payload))
        return true
    }

    /// Notes that the broker has taken a report.
    public mutating func take(sequence: Int64) { taken.insert(sequence) }

    /// Forgets what the server has stored: everything up to the acknowledged number, except what it says is missing.
    ///
    /// An acknowledgement of another boot says nothing of these reports.
    public mutating func acknowledge(_ acknowledgement: SealAcknowledgement) {
        guard acknowledgement.boot == boot else { return }
        let missing = (acknowledgement.missing ?? []).filter { $0.count == 2 }
        kept.removeAll { report in
            let isStored =
                report.sequence <= acknowledgement.seq
                && !missing.contains { $0[0] <= report.sequence && report.sequence <= $0[1] }
            if isStored { acknowledged.insert(report.sequence) }
            return isStored
        }
    }

    /// Notes that the newest report is being sent now.
    mutating func markNewestSent(now: Double) {
        guard !kept.isEmpty else { return }
        kept[kept.count - 1].sentAt = now
        kept[kept.count - 1].sendings += 1
    }

    /// The reports to send now, oldest first, noted as sent: those never sent, and those whose acknowledgement is
    /// overdue.
    ///
    /// - Parameters:
    ///   - now: Seconds since some moment.
    ///   - after: Seconds to wait for an acknowledgement; doubled at every further sending, up to eight times.
    ///   - limit: How many, at most.
    public mutating func due(now: Double, resendAfter after: Double, limit: Int) -> [Kept] {
        var due: [Kept] = []
        for index in kept.indices where due.count < limit {
            if let sentAt = kept[index].sentAt {
                let doublings = min(kept[index].sendings - 1, Self.maximumDoublings)
                guard now - sentAt >= after * Double(1 << doublings) else { continue }
            }
            kept[index].sentAt = now
            kept[index].sendings += 1
            due.append(kept[index])
        }
        return due
    }
}
