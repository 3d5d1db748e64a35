import Customs

/// A seal's evidence in its own order, each item as its difference from the one before: about ten bytes a report.
struct EvidenceLog: Codable, Sendable, Hashable {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0
    /// What the first item is told from.
    private var reference = EvidenceBase()
    private var last = EvidenceBase()

    /// A place between two items.
    struct Mark: Codable, Sendable, Hashable {
        var count: Int
        var offset: Int
        fileprivate var base: EvidenceBase
    }

    /// The place behind the last item.
    var end: Mark { Mark(count: count, offset: bytes.count, base: last) }

    mutating func append(_ item: Evidence) {
        if bytes.capacity - bytes.count < 32 {
            // Arrays double; a hundred thousand of them would waste as much as they hold.
            bytes.reserveCapacity(bytes.count + bytes.count / 8 + 96)
        }
        last.write(item, to: &bytes)
        count += 1
    }

    /// Every item from the mark on, or all.
    func items(from mark: Mark? = nil) -> [Evidence] {
        var base = mark?.base ?? reference
        var reader = ByteCursor(bytes, at: mark?.offset ?? 0)
        var items: [Evidence] = []
        items.reserveCapacity(count - (mark?.count ?? 0))
        while let item = base.read(from: &reader) { items.append(item) }
        return items
    }

    /// Writes the log again from the mark on.
    mutating func replace(from mark: Mark, with items: [Evidence]) {
        bytes.removeLast(bytes.count - mark.offset)
        count = mark.count
        last = mark.base
        for item in items { append(item) }
    }

    /// The place before the first item.
    var start: Mark { Mark(count: 0, offset: 0, base: reference) }

    /// Forgets everything before the mark.
    mutating func drop(before mark: Mark) {
        bytes = Array(bytes[mark.offset...])
        count -= mark.count
        reference = mark.base
    }
}

extension EvidenceLog.Mark {
    /// The same place after everything before `other` was forgotten.
    func shifted(behind other: EvidenceLog.Mark) -> EvidenceLog.Mark {
        EvidenceLog.Mark(count: count - other.count, offset: offset - other.offset, base: base)
    }
}
