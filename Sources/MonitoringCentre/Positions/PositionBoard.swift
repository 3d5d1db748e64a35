public import Customs
import Synchronization

/// Where every seal is, beside the pipeline: asking it holds nothing up.
///
/// It keeps what it is told of each seal and nothing else, so it is as large as the number of seals. Who asks takes the
/// columns as they are at that moment, and searches and writes them outside the lock; only a change while somebody
/// searches copies them.
public final class PositionBoard: Sendable {
    fileprivate struct Columns {
        var slots: [String: Int] = [:]
        var latitudes: [Double] = []
        var longitudes: [Double] = []
        /// Milliseconds.
        var receivedAt: [Int64] = []
        var seals: [PlacedSeal] = []
    }

    private let columns = Mutex(Columns())

    /// A board of no seals.
    public init() {}

    /// Takes what is known of seals now; those that never had a fix have no place.
    public func note(_ statuses: [SealStatus]) {
        let placed = statuses.compactMap(PlacedSeal.init)
        guard !placed.isEmpty else { return }
        columns.withLock { columns in
            for seal in placed { columns.note(seal) }
        }
    }

    /// How many seals have a place.
    public var count: Int { columns.withLock { $0.seals.count } }

    /// Every seal with its newest fix inside `area` that was heard at `since` or later; `nil` for everywhere.
    public func seals(in area: MapArea?, heardSince since: Timestamp) -> [PlacedSeal] {
        let columns = columns.withLock { Search(area: area, since: since.milliseconds, columns: $0) }
        return columns.result
    }

    /// The columns of one moment, without the names.
    private struct Search {
        let area: MapArea?
        let since: Int64
        let latitudes: [Double]
        let longitudes: [Double]
        let receivedAt: [Int64]
        let seals: [PlacedSeal]

        init(area: MapArea?, since: Int64, columns: Columns) {
            self.area = area
            self.since = since
            latitudes = columns.latitudes
            longitudes = columns.longitudes
            receivedAt = columns.receivedAt
            seals = columns.seals
        }

        var result: [PlacedSeal] {
            var found: [PlacedSeal] = []
            for index in receivedAt.indices where receivedAt[index] >= since {
                let place = Coordinate(latitude: latitudes[index], longitude: longitudes[index])
                if area?.contains(place) ?? true { found.append(seals[index]) }
            }
            return found
        }
    }
}

extension PositionBoard.Columns {
    fileprivate mutating func note(_ seal: PlacedSeal) {
        if let slot = slots[seal.position.seal] {
            latitudes[slot] = seal.fix.latitude
            longitudes[slot] = seal.fix.longitude
            receivedAt[slot] = seal.receivedAt.milliseconds
            seals[slot] = seal
        } else {
            slots[seal.position.seal] = seals.count
            latitudes.append(seal.fix.latitude)
            longitudes.append(seal.fix.longitude)
            receivedAt.append(seal.receivedAt.milliseconds)
            seals.append(seal)
        }
    }
}
