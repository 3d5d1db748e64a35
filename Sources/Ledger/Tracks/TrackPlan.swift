import Synchronization

/// The blocks that a commit writes, taken from the tails while their newest points are staged.
struct TrackPlan {
    struct Block {
        var slot: Int
        var segment: TrackSegment
    }

    /// Blocks that leave the tails for good, oldest first for each seal.
    var closed: [Block] = []
    /// Whole tails that are written and stay in memory.
    var open: [Block] = []
}

extension TrackTails {
    /// Which blocks to write now: full tails; the longest where there is too much in memory; and for a snapshot, all
    /// that has points which the file has not.
    func plan(withOpenBlocks: Bool) -> TrackPlan {
        state.withLock { state in
            var plan = TrackPlan()
            var taken: [Int: Int] = [:]
            let size = limits.blockPoints
            let full = state.touched.filter { state.tails[$0].points.count >= size }
            for slot in state.overfull.union(full).sorted() {
                while state.tails[slot].points.count - taken[slot, default: 0] >= size {
                    plan.closed.append(state.block(slot, from: taken[slot, default: 0], count: size))
                    taken[slot, default: 0] += size
                }
            }
            closeLongest(&state, &plan, &taken)
            guard withOpenBlocks else { return plan }
            for slot in state.tails.indices {
                let start = taken[slot, default: 0]
                let count = state.tails[slot].points.count - start
                guard count > 0, start > 0 || count > state.tails[slot].persisted else { continue }
                plan.open.append(state.block(slot, from: start, count: count))
            }
            return plan
        }
    }

    /// Brings the points in memory down to three quarters of their limit, so that it is not done at every commit.
    private func closeLongest(_ state: inout State, _ plan: inout TrackPlan, _ taken: inout [Int: Int]) {
        var left = state.count - taken.values.reduce(0, +)
        guard left > limits.points else { return }
        let lengths = state.tails.indices.map { state.tails[$0].points.count - taken[$0, default: 0] }
        for slot in lengths.indices.sorted(by: { (-lengths[$0], $0) < (-lengths[$1], $1) }) {
            guard left > limits.points / 4 * 3, lengths[slot] > 0 else { return }
            plan.closed.append(state.block(slot, from: taken[slot, default: 0], count: lengths[slot]))
            taken[slot, default: 0] += lengths[slot]
            left -= lengths[slot]
        }
    }
}

extension TrackTails.State {
    fileprivate func block(_ slot: Int, from start: Int, count: Int) -> TrackPlan.Block {
        let tail = tails[slot]
        return TrackPlan.Block(
            slot: slot,
            segment: TrackSegment(
                seal: tail.seal, firstOrdinal: tail.firstOrdinal + Int64(start),
                points: Array(tail.points[start..<start + count]), boots: tail.boots))
    }
}
