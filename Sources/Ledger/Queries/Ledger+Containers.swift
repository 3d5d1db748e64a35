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
    /// where a transit and a declaration overlap. Both ends of a sealing count.
    ///
    /// - Throws: `LedgerError.tooManyPoints` where there are more than a million.
    public func containerTrack(
        number: String, range: TimeRange = TimeRange()
    ) async throws -> [(seal: String, point: TrackPoint)] {
        guard let wanted = range.milliseconds else { return [] }
        var stretches: [String: [ClosedRange<Int64>]] = [:]
        for sealing in try await sealings(container: number) {
            let from = max(sealing.from.milliseconds, wanted.lowerBound)
            let to = min(sealing.to?.milliseconds ?? .max, wanted.upperBound)
            if from <= to { stretches[sealing.seal, default: []].append(from...to) }
        }
        var track: [(seal: String, point: TrackPoint)] = []
        for (seal, ranges) in stretches.sorted(by: { $0.key < $1.key }) {
            var points: [TrackPoint] = []
            for range in Self.merged(ranges) {
                try await append(seal: seal, within: range, to: &points, subject: "container \(number)")
            }
            track += points.map { (seal, $0) }
            guard track.count <= Self.maximumTrackPoints else {
                throw LedgerError.tooManyPoints(subject: "container \(number)", limit: Self.maximumTrackPoints)
            }
        }
        return track.sorted { Self.precedes($0.point, $1.point) }
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
