import Customs
import Geofencing

/// How far over the country outages began at one time: a jammer reaches a few kilometres, a network or a server that is
/// down reaches everybody.
struct OutageSpread: Sendable {
    /// Two minutes, and who fell out in them where.
    private struct Bucket: Sendable {
        var transits: [Int32] = []
        /// Outages by coarse cell.
        var cells: [Int64: Int] = [:]
    }

    private var buckets: [Int64: Bucket] = [:]
    private static let cells = PlaceGrid<Int32>(cellMeters: 50_000)

    private static let bucketSeconds = 120.0
    /// A circle of 3 km touches four cells at most.
    private static let wideCells = 6

    init() {}

    /// Whether at this time outages began in so many parts of the country that no jammer explains it.
    func isWide(at time: Timestamp) -> Bool { isWide(Self.bucket(time)) }

    /// Adds an outage; returns the transits for which it turned whether outages are everywhere.
    mutating func insert(_ outage: Outage, of transit: Int32) -> Set<Int32> {
        turning(about: outage.from) { spread in
            let key = Self.bucket(outage.from)
            spread.buckets[key, default: Bucket()].transits.append(transit)
            spread.buckets[key, default: Bucket()].cells[Self.cells.cell(of: outage.place), default: 0] += 1
        }
    }

    /// Takes it away again; returns as `insert` does.
    mutating func remove(_ outage: Outage, of transit: Int32) -> Set<Int32> {
        turning(about: outage.from) { spread in
            let key = Self.bucket(outage.from)
            let cell = Self.cells.cell(of: outage.place)
            guard var bucket = spread.buckets.removeValue(forKey: key) else { return }
            if let index = bucket.transits.firstIndex(of: transit) { bucket.transits.remove(at: index) }
            if let count = bucket.cells[cell] { bucket.cells[cell] = count > 1 ? count - 1 : nil }
            if !bucket.transits.isEmpty { spread.buckets[key] = bucket }
        }
    }

    private mutating func turning(about time: Timestamp, _ change: (inout OutageSpread) -> Void) -> Set<Int32> {
        let middle = Self.bucket(time)
        let touched = middle - 1...middle + 1
        let before = touched.map(isWide)
        change(&self)
        var turned: Set<Int32> = []
        for (bucket, was) in zip(touched, before) where isWide(bucket) != was {
            turned.formUnion(buckets[bucket]?.transits ?? [])
        }
        return turned
    }

    private func isWide(_ bucket: Int64) -> Bool {
        var seen: Set<Int64> = []
        for key in bucket - 1...bucket + 1 {
            guard let cells = buckets[key]?.cells else { continue }
            // Alone it decides, and saves a set of thousands.
            if cells.count >= Self.wideCells { return true }
            seen.formUnion(cells.keys)
        }
        return seen.count >= Self.wideCells
    }

    private static func bucket(_ time: Timestamp) -> Int64 {
        Int64((time.seconds / bucketSeconds).rounded(.down))
    }
}
