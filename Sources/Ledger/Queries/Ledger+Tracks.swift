public import Customs
import Foundation
import GRDB

extension Ledger {
    /// A longer track is refused rather than built in memory; a seal that reports every 30 s takes a year to a million.
    static let maximumTrackPoints = 1_000_000

    /// The reports of a seal with a fix time in `range`, in order of fix time, then sequence.
    ///
    /// - Throws: `LedgerError.tooManyPoints` where there are more than a million.
    public func track(seal: String, range: TimeRange = TimeRange()) async throws -> [TrackPoint] {
        guard let times = range.milliseconds else { return [] }
        var track: [TrackPoint] = []
        try await append(seal: seal, within: times, to: &track, subject: "seal \(seal)")
        track.sort(by: Self.precedes)
        return track
    }

    static func precedes(_ a: TrackPoint, _ b: TrackPoint) -> Bool {
        (a.fixTime.milliseconds, a.sequence, a.ordinal)
            < (b.fixTime.milliseconds, b.sequence, b.ordinal)
    }

    /// Appends a seal's points within `times`, in stored order.
    func append(
        seal: String, within times: ClosedRange<Int64>, to track: inout [TrackPoint], subject: String
    ) async throws {
        // The tail first: a commit in between moves points from the tail to a block, and that block then begins where
        // this tail does and is left out, so that nothing is missed and nothing comes twice.
        guard let tail = tails.segment(of: seal) else { return }
        let room = Self.maximumTrackPoints - track.count
        let path = path
        var found = try await read { db in
            var found: [TrackPoint] = []
            let decompressor = try Decompressor()
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT first_ordinal, blob FROM track_block
                        WHERE seal = ? AND first_ordinal < ? AND time_to >= ? AND time_from <= ?
                        ORDER BY first_ordinal
                        """),
                arguments: [seal, tail.firstOrdinal, times.lowerBound, times.upperBound])
            while let row = try rows.next() {
                let firstOrdinal: Int64 = row[0]
                if found.isEmpty {
                    // At most what lies between the first block and the end: one piece of memory, and no growing.
                    let most = min(Int64(room) + 1, tail.firstOrdinal - firstOrdinal + Int64(tail.points.count))
                    found.reserveCapacity(Int(most))
                }
                let segment = try row.withUnsafeData(atIndex: 1) { blob in
                    try Self.segment(
                        of: seal, firstOrdinal: firstOrdinal, blob: blob ?? Data(), decompressor, path: path)
                }
                segment.append(within: times, to: &found)
                guard found.count <= room else { break }
            }
            return found
        }
        tail.append(within: times, to: &found)
        guard found.count <= room else {
            throw LedgerError.tooManyPoints(subject: subject, limit: Self.maximumTrackPoints)
        }
        if track.isEmpty { track = found } else { track += found }
    }
}

extension TimeRange {
    /// The same with both ends inclusive; `nil` where it is empty.
    var milliseconds: ClosedRange<Int64>? {
        let lower = from?.milliseconds ?? .min
        // `to` is exclusive.
        let upper = to.map { $0.milliseconds == .min ? .min : $0.milliseconds - 1 } ?? .max
        return lower <= upper ? lower...upper : nil
    }
}
