import Customs

/// A live gate event of a container, with what the fold needs to know of its receipt.
struct GateFact: Sendable, Hashable {
    var record: GateEventRecord
    /// When it was first told: of a correction, when what it corrects was.
    var firstToldAt: Timestamp
    /// It was first told later than it may be, and no announced outage explains it.
    ///
    /// A correction has its original's: what was said late stays late, and what was said in time does not become late
    /// by being put right.
    var isLate = false

    init(record: GateEventRecord) {
        self.record = record
        firstToldAt = record.receipt.receivedAt
    }

    /// Whether it begins a stay, ends one, or only says where the container is.
    enum Side: UInt8, Comparable {
        case arrival, other, departure

        static func < (a: Side, b: Side) -> Bool { a.rawValue < b.rawValue }
    }

    var event: GateEvent { record.event }

    /// Names the event among all accounts.
    var key: String { GateEventRegister.key(account: record.account, eventId: record.event.eventId) }

    /// The same as a number; never 0.
    var keyDigest: UInt64 {
        var hash = StableHash()
        hash.combine(key)
        return max(1, hash.value)
    }

    /// Nothing happened later than it was heard of.
    var time: Timestamp { min(record.event.time, record.receipt.receivedAt) }

    var side: Side {
        switch record.event.type {
        case .gateIn, .discharge: .arrival
        case .gateOut, .load: .departure
        default: .other
        }
    }

    /// Where it stands among the container's others: by content alone, never by when it came.
    func isBefore(_ other: GateFact) -> Bool {
        if time != other.time { return time < other.time }
        return side != other.side ? side < other.side : key < other.key
    }

    /// The event as a side of a stay.
    var visitSide: Visit.Side {
        Visit.Side(
            time: time, eventId: event.eventId, account: record.account, type: event.type,
            latenessSeconds: record.latenessSeconds)
    }
}
