import Customs

/// What one seal's device said that it seals, in the order of fix times.
struct Declarations: Hashable {
    struct Entry: Hashable {
        var container: String
        /// Milliseconds.
        var from: Int64
        /// Set where a transit for another container ended it; else it lasts to the next entry.
        var to: Int64?
        /// The newest fix time that said so; kept in memory, written with the next change.
        var lastSeen: Int64
    }

    /// Older declarations stay in the file as they are.
    static let maximumEntries = 32

    private(set) var entries: [Entry] = []

    init(_ entries: [Entry] = []) { self.entries = entries }

    /// The end of an entry, inclusive; `nil` while it lasts.
    func end(of index: Int) -> Int64? {
        let next = index + 1 < entries.count ? entries[index + 1].from - 1 : nil
        guard let own = entries[index].to else { return next }
        return next.map { min($0, own) } ?? own
    }

    /// A report without a transit names a container. Returns whether the stretches changed.
    mutating func observe(_ container: String, at time: Int64) -> Bool {
        guard let index = entries.lastIndex(where: { $0.from <= time }) else {
            // Older than what is in memory: an earlier start of the first, or a stretch before it.
            guard entries.count < Self.maximumEntries else { return false }
            if entries.first?.container == container {
                entries[0].from = time
            } else {
                insert(container, at: time, index: 0)
            }
            return true
        }
        let covered = end(of: index).map { time <= $0 } ?? true
        if entries[index].container == container, covered {
            entries[index].lastSeen = max(entries[index].lastSeen, time)
            return false
        }
        if covered, time < entries[index].lastSeen {
            // Late evidence in the middle of a stretch: the stretch goes on where it was seen next.
            var rest = entries[index]
            rest.from = rest.lastSeen
            entries.insert(rest, at: index + 1)
            entries[index].to = nil
            entries[index].lastSeen = entries[index].from
            insert(container, at: time, index: index + 1)
        } else if index + 1 < entries.count, entries[index + 1].container == container {
            entries[index + 1].from = time
        } else {
            insert(container, at: time, index: index + 1)
        }
        return true
    }

    /// A report belongs to a transit of `container`: a declared stretch of another one is over. Returns whether it was.
    mutating func observeTransit(of container: String, at time: Int64) -> Bool {
        guard let last = entries.last, last.to == nil, last.container != container, time > last.lastSeen else {
            return false
        }
        entries[entries.count - 1].to = time - 1
        return true
    }

    private mutating func insert(_ container: String, at time: Int64, index: Int) {
        // A stretch that begins at the same moment is replaced: the key is (seal, from).
        if index > 0, entries[index - 1].from == time {
            entries[index - 1] = Entry(container: container, from: time, to: nil, lastSeen: time)
        } else {
            entries.insert(Entry(container: container, from: time, to: nil, lastSeen: time), at: index)
        }
        if entries.count > Self.maximumEntries { entries.removeFirst(entries.count - Self.maximumEntries) }
    }
}

/// The declarations of all seals; changes can be taken back where their transaction fails.
struct DeclarationBook {
    private var seals: [String: Declarations] = [:]
    private var before: [String: Declarations] = [:]

    init(_ seals: [String: Declarations] = [:]) { self.seals = seals }

    mutating func observe(_ stored: StoredReport) {
        guard let container = stored.container else { return }
        let seal = stored.report.seal
        let time = stored.report.fixTime.milliseconds
        if stored.transit != nil {
            guard let old = seals[seal] else { return }
            var new = old
            if new.observeTransit(of: container, at: time) { change(seal, from: old, to: new) }
        } else {
            let old = seals[seal] ?? Declarations()
            // The usual case changes nothing but a time in memory.
            if seals[seal, default: old].observe(container, at: time), before[seal] == nil { before[seal] = old }
        }
    }

    private mutating func change(_ seal: String, from old: Declarations, to new: Declarations) {
        seals[seal] = new
        if before[seal] == nil { before[seal] = old }
    }

    /// What changed since the last `publish` or `discard`, by seal.
    var changes: [(seal: String, declarations: Declarations)] {
        before.keys.sorted().compactMap { seal in seals[seal].map { (seal, $0) } }
    }

    mutating func publish() { before.removeAll() }

    mutating func discard() {
        for (seal, old) in before { seals[seal] = old }
        before.removeAll()
    }
}
