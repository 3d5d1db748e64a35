public import Customs
import GRDB

extension Ledger {
    /// When which seal sealed a container, oldest first: by its transits, and by what devices themselves said.
    public func sealings(container: String) async throws -> [Sealing] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT seal, id, starts_at, ended_at FROM transit WHERE container = :container
                        UNION ALL
                        SELECT seal, NULL, from_ms, to_ms FROM declared_sealing WHERE container = :container
                        ORDER BY 3, 1, 2
                        """),
                arguments: ["container": container])
            var sealings: [Sealing] = []
            while let row = try rows.next() {
                let end: Int64? = row[3]
                sealings.append(
                    Sealing(
                        seal: row[0], container: container, transit: row[1], from: Timestamp(milliseconds: row[2]),
                        to: end.map { Timestamp(milliseconds: $0) }))
            }
            return sealings
        }
    }

    /// The reports of all seals while they sealed a container, in order of fix time; each stored report once, also
    /// where a transit and a declaration overlap. Both ends of a sealing count. A tolerance is for each stretch under
    /// one seal.
    ///
    /// - Throws: `LedgerError.tooManyPoints` where there are more than the query's limit.
    public func containerTrack(
        number: String, _ query: TrackQuery = TrackQuery()
    ) async throws -> [(seal: String, point: TrackPoint)] {
        guard let wanted = query.range.milliseconds else { return [] }
        var times: [String: [ClosedRange<Int64>]] = [:]
        for sealing in try await sealings(container: number) {
            let from = max(sealing.from.milliseconds, wanted.lowerBound)
            let to = min(sealing.to?.milliseconds ?? .max, wanted.upperBound)
            if from <= to { times[sealing.seal, default: []].append(from...to) }
        }
        var track = PackedTrack()
        /// Whose each point is.
        var seals: [String] = []
        for (seal, ranges) in times.sorted(by: { $0.key < $1.key }) {
            for range in Self.merged(ranges) {
                try await append(
                    seal: seal, within: range, limit: query.limit, to: &track, subject: "container \(number)")
            }
            seals += Array(repeating: seal, count: track.points.count - seals.count)
        }
        var order = track.points.indices.sorted { PackedTrack.precedes(track.points[$0], track.points[$1]) }
        if let tolerance = query.toleranceMeters {
            var kept: [Int] = []
            var rest = order[...]
            while let first = rest.first {
                let stretch = rest.prefix { seals[$0] == seals[first] }
                kept += track.kept(tolerance, of: stretch)
                rest = rest.dropFirst(stretch.count)
            }
            order = kept
        }
        return order.map { (seals[$0], track.points[$0].unpacked(boots: track.boots)) }
    }

    /// Overlapping stretches as one, so that no point is read twice.
    private static func merged(_ ranges: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        var merged: [ClosedRange<Int64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
