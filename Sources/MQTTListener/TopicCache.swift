import Foundation

/// Topic strings by their bytes, so that a seal's thousandth report allocates no new string for its topic.
///
/// Each topic has one place, and a new topic that falls on it replaces what was there: bounded, and never wrong.
struct TopicCache {
    private var slots: [String]
    private let mask: UInt64

    /// - Parameter slotBits: the cache holds 2 to this power topics.
    init(slotBits: Int = 16) {
        slots = Array(repeating: "", count: 1 << slotBits)
        mask = (1 << UInt64(slotBits)) - 1
    }

    /// The string of a NUL-terminated topic.
    mutating func string(_ topic: UnsafePointer<CChar>) -> String {
        // FNV-1a, which also finds the length.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var length = 0
        while topic[length] != 0 {
            hash = (hash ^ UInt64(UInt8(bitPattern: topic[length]))) &* 0x100_0000_01b3
            length += 1
        }
        let slot = Int((hash ^ (hash >> 32)) & mask)
        let isKnown =
            slots[slot].utf8.withContiguousStorageIfAvailable { known in
                known.count == length && known.baseAddress.map { memcmp($0, topic, length) == 0 } ?? (length == 0)
            } ?? false
        if isKnown { return slots[slot] }
        let string = String(cString: topic)
        slots[slot] = string
        return string
    }
}
