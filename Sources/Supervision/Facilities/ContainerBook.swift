import Customs

/// The containers that are known, each under a dense number that is given again after it was let go.
struct ContainerBook: Sendable {
    private var slots: [ContainerRecord] = []
    private var handles: [String: Int32] = [:]
    private var free: [Int32] = []
    /// The slot that is looked at next for being let go.
    private var hand = 0

    var count: Int { handles.count }

    func handle(_ number: String) -> Int32? { handles[number] }

    /// The numbers of all containers, ascending.
    var all: [Int32] { slots.indices.filter { !slots[$0].number.isEmpty }.map { Int32($0) } }

    /// The container's number here; gives one where it has none.
    mutating func claim(_ number: String) -> Int32 {
        if let known = handles[number] { return known }
        let record = ContainerRecord(number: number)
        let handle: Int32
        if let last = free.popLast() {
            handle = last
            slots[Int(handle)] = record
        } else {
            handle = Int32(slots.count)
            slots.append(record)
        }
        handles[number] = handle
        return handle
    }

    /// The record under a number; of one that was let go an empty one.
    subscript(_ handle: Int32) -> ContainerRecord {
        _read { yield slots[Int(handle)] }
        _modify { yield &slots[Int(handle)] }
    }

    /// The next number in turn, with a container or without; `nil` while there are none.
    mutating func nextInTurn() -> Int32? {
        guard !slots.isEmpty else { return nil }
        if hand >= slots.count { hand = 0 }
        defer { hand += 1 }
        return slots[hand].number.isEmpty ? nil : Int32(hand)
    }

    mutating func remove(_ handle: Int32) {
        handles[slots[Int(handle)].number] = nil
        slots[Int(handle)] = ContainerRecord(number: "")
        free.append(handle)
    }
}

extension ContainerBook: Codable {
    private struct Form: Codable {
        var slots: [ContainerRecord]
        var free: [Int32]
        var hand: Int
    }

    init(from decoder: any Decoder) throws {
        let form = try Form(from: decoder)
        slots = form.slots
        free = form.free
        hand = form.hand
        handles.reserveCapacity(slots.count)
        for (index, record) in slots.enumerated() where !record.number.isEmpty {
            handles[record.number] = Int32(index)
        }
    }

    func encode(to encoder: any Encoder) throws {
        try Form(slots: slots, free: free, hand: hand).encode(to: encoder)
    }
}
