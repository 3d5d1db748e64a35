import Customs

/// The gate events that are known: who sent which id with which body, and what corrected it.
///
/// Their content is the container's; here is only what answers a second delivery and what finds the event again.
struct GateEventRegister: Codable, Sendable {
    /// Beyond this many the oldest are let go: a repeat of one is then a new event. A year of Cat Lai's busiest days.
    static let limit = 4_000_000
    /// Corrections that are remembered: what comes after its correction is corrected already.
    static let correctionLimit = 400_000
    /// A correction of a correction of a correction; more is somebody's mistake.
    static let longestChain = 64

    private struct Entry: Codable, Sendable {
        var digest: UInt64
        var receipt: Receipt
        var container: String
    }

    /// What took an event's place.
    struct Correction: Codable, Sendable, Hashable {
        var eventId: String
        var isCancelled: Bool
    }

    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    /// The alerts that an event raised, for whoever did not hear the first answer; few raise any.
    private var alerts: [String: [String]] = [:]
    private var corrections: [String: Correction] = [:]
    private var correctionOrder: [String] = []

    static func key(account: String, eventId: String) -> String { "\(account)\u{1f}\(eventId)" }

    enum Known: Sendable {
        case new
        case same(Receipt, alerts: [String])
        case differs
    }

    func lookUp(_ key: String, digest: UInt64) -> Known {
        guard let entry = entries[key] else { return .new }
        return entry.digest == digest ? .same(entry.receipt, alerts: alerts[key] ?? []) : .differs
    }

    /// The container that an event was about.
    func container(of key: String) -> String? { entries[key]?.container }

    mutating func note(alerts ids: [String], key: String) {
        if !ids.isEmpty { alerts[key] = ids }
    }

    mutating func insert(_ record: GateEventRecord, key: String, digest: UInt64) {
        entries[key] = Entry(digest: digest, receipt: record.receipt, container: record.event.container)
        order.append(key)
        guard order.count > Self.limit else { return }
        let dropped = Self.limit / 10
        for key in order.prefix(dropped) {
            entries[key] = nil
            alerts[key] = nil
        }
        order.removeFirst(dropped)
    }

    /// What took the event's place, also where the event itself has not come yet.
    func correction(of key: String) -> Correction? { corrections[key] }

    mutating func correct(_ key: String, by correction: Correction) {
        guard corrections.updateValue(correction, forKey: key) == nil else { return }
        correctionOrder.append(key)
        guard correctionOrder.count > Self.correctionLimit else { return }
        let dropped = Self.correctionLimit / 10
        for key in correctionOrder.prefix(dropped) { corrections[key] = nil }
        correctionOrder.removeFirst(dropped)
    }

    /// The event that a correction of `eventId` is for: where that was replaced before, what replaced it last.
    ///
    /// - Parameter own: the correction itself; `nil` is returned where the corrections go round in a circle.
    func target(account: String, eventId: String, own: String) -> String? {
        let target = last(from: Self.key(account: account, eventId: eventId), account: account)
        // Something may have taken the correction's own place already: what it points at is not to fall with it.
        return target == own || target == last(from: own, account: account) ? nil : target
    }

    private func last(from key: String, account: String) -> String? {
        var key = key
        for _ in 0..<Self.longestChain {
            guard let next = corrections[key] else { return key }
            key = Self.key(account: account, eventId: next.eventId)
        }
        return nil
    }
}

extension GateEvent {
    /// A number for the whole body: equal bodies give equal numbers, whatever the order of their keys was.
    var stableDigest: UInt64 {
        var hash = StableHash()
        func add(_ text: String?) {
            // Absent and empty are different bodies.
            hash.combine(text == nil ? "\u{0}" : "\u{1}")
            if let text { hash.combine(text) }
        }
        add(eventId)
        add(facility)
        add(type.rawValue)
        add(String(time.milliseconds))
        add(container)
        for text in [
            sizeType, fullEmpty?.rawValue, direction, declaration, billOfLading, booking, call, replaces, cancels,
            amends?.rawValue,
        ] {
            add(text)
        }
        add(vehicle == nil ? nil : "")
        add(vehicle?.plate)
        add(vehicle?.trailer)
        add(seals.map { String($0.count) })
        for seal in seals ?? [] {
            add(seal.number)
            add(seal.issuer?.rawValue)
            add(seal.condition?.rawValue)
        }
        for text in [result?.verdict.rawValue, result?.reference, result?.imageSHA256, result?.device] { add(text) }
        return hash.value
    }
}
