import Customs

/// The gate events that are known: who sent which id with which body, and what corrected it.
struct GateEventRegister: Codable, Sendable {
    /// Beyond this many the oldest are let go: a repeat of one is then a new event. A year of Cat Lai's busiest days.
    static let limit = 4_000_000
    /// Events kept whole, so that a correction can rewrite them.
    static let wholeLimit = 200_000

    private struct Entry: Codable, Sendable {
        var digest: UInt64
        var receipt: Receipt
        /// The alerts that it raised, for whoever did not hear the first answer.
        var alerts: [String] = []
    }

    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    private var whole: [String: GateEventRecord] = [:]
    private var firstWhole = 0

    static func key(account: String, eventId: String) -> String { "\(account)\u{1f}\(eventId)" }

    enum Known: Sendable {
        case new
        case same(Receipt, alerts: [String])
        case differs
    }

    func lookUp(_ key: String, digest: UInt64) -> Known {
        guard let entry = entries[key] else { return .new }
        return entry.digest == digest ? .same(entry.receipt, alerts: entry.alerts) : .differs
    }

    mutating func note(alerts: [String], key: String) {
        if !alerts.isEmpty { entries[key]?.alerts = alerts }
    }

    func record(_ key: String) -> GateEventRecord? { whole[key] }

    mutating func insert(_ record: GateEventRecord, key: String, digest: UInt64) {
        entries[key] = Entry(digest: digest, receipt: record.receipt)
        order.append(key)
        whole[key] = record
        if order.count - firstWhole > Self.wholeLimit {
            whole[order[firstWhole]] = nil
            firstWhole += 1
        }
        if order.count > Self.limit {
            let dropped = Self.limit / 10
            for key in order.prefix(dropped) { entries[key] = nil }
            order.removeFirst(dropped)
            firstWhole = max(0, firstWhole - dropped)
        }
    }

    mutating func update(_ record: GateEventRecord, key: String) { if whole[key] != nil { whole[key] = record } }
}
