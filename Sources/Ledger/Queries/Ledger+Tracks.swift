public import Customs
import Foundation
import GRDB

extension Ledger {
    /// The reports of a seal, in order of fix time, then sequence.
    ///
    /// - Throws: `LedgerError.tooManyPoints` where there are more than the query's limit.
    public func track(seal: String, _ query: TrackQuery = TrackQuery()) async throws -> [TrackPoint] {
        guard let times = query.range.milliseconds else { return [] }
        var track = PackedTrack()
        try await append(seal: seal, within: times, limit: query.limit, to: &track, subject: "seal \(seal)")
        track.sort()
        return track.kept(query.toleranceMeters).map { track.points[$0].unpacked(boots: track.boots) }
    }

    /// Appends a seal's points within `times`, in stored order.
    func append(
        seal: String, within times: ClosedRange<Int64>, limit: Int, to track: inout PackedTrack, subject: String
    ) async throws {
        // The tail first: a commit in between moves points from the tail to a block, and that block then begins where
        // this tail does and is left out, so that nothing is missed and nothing comes twice.
        guard let tail = tails.segment(of: seal) else { return }
        let path = path
        var found = try await read { [track] db in
            var found = track
            let decompressor = try Decompressor()
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT first_ordinal, blob FROM track_block
                        WHERE seal = ? AND first_ordinal < ? AND time_to >= ? AND time_from <= ?
                        ORDER BY first_ordinal
                        """),
                arguments: [seal, tail.firstOrdinal, times.lowerBound, times.upperBound])
            var isFirst = true
            while let row = try rows.next() {
                let firstOrdinal: Int64 = row[0]
                if isFirst {
                    // At most what lies between the first block and the end: one piece of memory, and no growing.
                    let most = min(Int64(limit) + 1, tail.firstOrdinal - firstOrdinal + Int64(tail.points.count))
                    found.points.reserveCapacity(found.points.count + Int(most))
                    isFirst = false
                }
                let segment = try row.withUnsafeData(atIndex: 1) { blob in
                    try Self.segment(
                        of: seal, firstOrdinal: firstOrdinal, blob: blob ?? Data(), decompressor, path: path)
                }
                found.append(segment, within: times)
                guard found.points.count <= limit else { break }
            }
            return found
        }
        found.append(tail, within: times)
        guard found.points.count <= limit else { throw LedgerError.tooManyPoints(subject: subject, limit: limit) }
        track = found
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
