public import Customs

extension ZoneIndex {
    /// Stays shorter than this share of the segment are rounding, and gaps shorter than it are none.
    private static let leastShare = 1e-12

    /// Where the straight segment from `a` to `b` runs inside zones, by zone and then along the segment.
    public func passages(from a: Coordinate, to b: Coordinate) -> [Passage] {
        var passages: [Passage] = []
        self.passages(from: a, to: b, into: &passages)
        return passages
    }

    /// Replaces `passages` by the stays of the segment from `a` to `b`, by zone and then along the segment.
    ///
    /// Allocates nothing where its capacity suffices. A segment of more than 2 degrees (some 220 km) is held against
    /// every zone's bounding box instead of the cells along it.
    ///
    /// - Parameter known: Zones that are not asked about, such as those that hold both ends.
    public func passages(
        from a: Coordinate, to b: Coordinate, besides known: [Handle] = [], into passages: inout [Passage]
    ) {
        if !passages.isEmpty { passages.removeAll(keepingCapacity: true) }
        let segment = Segment(from: a, to: b)
        // Written so that what is no number is nowhere.
        guard segment.south >= -90, segment.north <= 90, abs(segment.startX) <= 180, abs(segment.dx) <= 180 else {
            return
        }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: CellWalk.capacity) { buffer in
            var walk = CellWalk(buffer)
            if walk.walk(segment, table) {
                if walk.count > 0 { near(segment, walk, known, &passages) }
            } else {
                far(segment, BoundingBox(a, b), known, &passages)
            }
        }
    }

    /// Works with the zones that the walked cells name. They stand first in `passages` until their stays follow them.
    private func near(_ segment: Segment, _ walk: CellWalk, _ known: [Handle], _ passages: inout [Passage]) {
        for position in 0..<walk.count {
            var index = Int(walk[position])
            while true {
                let item = table.items[index]
                if item.has(CellItem.Flag.endOfZone), !known.contains(item.handle) { Self.note(item, &passages) }
                if item.has(CellItem.Flag.endOfList) { break }
                index += 1
            }
        }
        let candidates = passages.count
        if candidates == 0 { return }
        Self.sort(&passages, from: 0) { $0.zone < $1.zone }
        for candidate in 0..<candidates {
            let handle = passages[candidate].zone
            // No border on the way: what holds one place of it holds all.
            if passages[candidate].exit == 0 {
                passages.append(Passage(zone: handle, entry: 0, exit: 1))
                continue
            }
            let start = passages.count
            for position in 0..<walk.count {
                var index = Int(walk[position])
                while true {
                    let item = table.items[index]
                    if item.handle == handle, let kind = ShapePart.Kind(rawValue: item.flags & CellItem.Flag.kind) {
                        shapes.forEachCut(kind, item.indices, segment) { Self.append(cut: $0, handle, &passages) }
                    }
                    if item.has(CellItem.Flag.endOfList) || item.handle > handle { break }
                    index += 1
                }
            }
            replaceCuts(from: start, by: handle, segment, &passages)
        }
        passages.removeFirst(candidates)
    }

    /// Works with every zone whose box the segment's box meets.
    private func far(_ segment: Segment, _ box: BoundingBox, _ known: [Handle], _ passages: inout [Passage]) {
        for zone in 0..<Handle(shapes.zoneCount) where !known.contains(zone) {
            let start = passages.count
            var isNear = false
            for index in shapes.parts(of: zone) {
                let part = shapes.parts[index]
                guard !part.isCopy, part.bounds.intersects(box) else { continue }
                isNear = true
                shapes.forEachCut(part.kind, part.indices, segment) { Self.append(cut: $0, zone, &passages) }
            }
            if isNear { replaceCuts(from: start, by: zone, segment, &passages) }
        }
    }

    /// Notes a zone once; `exit` is 1 where its border may be near.
    private static func note(_ item: CellItem, _ passages: inout [Passage]) {
        for index in passages.indices where passages[index].zone == item.handle {
            if !item.isInside { passages[index].exit = 1 }
            return
        }
        passages.append(Passage(zone: item.handle, entry: 0, exit: item.isInside ? 0 : 1))
    }

    private static func append(cut share: Double, _ handle: Handle, _ passages: inout [Passage]) {
        if share > 0, share < 1 { passages.append(Passage(zone: handle, entry: share, exit: share)) }
    }

    /// Turns the cuts that stand at the end of `passages` into stays: between two cuts the middle decides.
    private func replaceCuts(from start: Int, by handle: Handle, _ segment: Segment, _ passages: inout [Passage]) {
        passages.append(Passage(zone: handle, entry: 1, exit: 1))
        Self.sort(&passages, from: start) { $0.entry < $1.entry }
        var low = 0.0
        var kept = start
        for index in start..<passages.count {
            let high = passages[index].entry
            defer { low = high }
            guard high - low > Self.leastShare else { continue }
            let (x, y) = segment.place(at: (low + high) / 2)
            guard holds(handle, x, y) else { continue }
            if kept > start, low - passages[kept - 1].exit <= Self.leastShare {
                passages[kept - 1].exit = high
            } else {
                passages[kept] = Passage(zone: handle, entry: low, exit: high)
                kept += 1
            }
        }
        passages.removeLast(passages.count - kept)
    }

    /// Whether this one zone holds the place, by the cell's items.
    func holds(_ handle: Handle, _ x: Double, _ y: Double) -> Bool {
        guard x >= -180, x < 180, y >= -90, y <= 90 else { return false }
        var index = Int(table.list(x, y))
        guard index != 0 else { return false }
        var weight: UInt32 = 0
        while true {
            let item = table.items[index]
            if item.handle == handle {
                weight ^= shapes.weigh(item, x, y)
                if item.has(CellItem.Flag.endOfPart) {
                    if weight != 0 { return true }
                    weight = 0
                }
            }
            if item.has(CellItem.Flag.endOfList) || item.handle > handle { return false }
            index += 1
        }
    }

    /// Sorts the tail in place: by insertion while it is short, as it nearly always is.
    private static func sort(_ passages: inout [Passage], from start: Int, by precedes: (Passage, Passage) -> Bool) {
        let count = passages.count - start
        if count < 2 { return }
        if count > 32 {
            passages[start...].sort(by: precedes)
            return
        }
        for index in start + 1..<passages.count {
            let moved = passages[index]
            var hole = index
            while hole > start, precedes(moved, passages[hole - 1]) {
                passages[hole] = passages[hole - 1]
                hole -= 1
            }
            passages[hole] = moved
        }
    }
}
