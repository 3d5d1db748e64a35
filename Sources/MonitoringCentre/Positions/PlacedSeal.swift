public import Customs
import Synchronization

/// A seal that had a fix, as `/v1/positions` tells it; formatted when somebody first asks, and then kept until it
/// reports again.
public final class PlacedSeal: Sendable {
    /// Where it is, or was last.
    public let position: SealPosition
    /// When it was heard last.
    public let receivedAt: Timestamp
    /// Its newest fix: what decides whether it lies in an area.
    let fix: Coordinate
    private let formatted = Mutex<[UInt8]?>(nil)

    /// The place of a seal; `nil` where it never had a fix.
    public init?(_ status: SealStatus) {
        guard let fix = status.lastFix?.fix, let position = SealPosition(status) else { return nil }
        self.position = position
        self.fix = fix
        receivedAt = status.receivedAt
    }

    /// A GeoJSON Feature.
    var feature: [UInt8] {
        formatted.withLock { formatted in
            if let formatted { return formatted }
            let made = makeFeature()
            formatted = made
            return made
        }
    }

    private func makeFeature() -> [UInt8] {
        var writer = ByteWriter(capacity: 320)
        writer.append("{\"type\":\"Feature\",\"id\":")
        writer.quoted(position.seal)
        writer.append(",\"geometry\":{\"type\":\"Point\",\"coordinates\":[")
        writer.degrees(position.coordinate.longitude)
        writer.append(",")
        writer.degrees(position.coordinate.latitude)
        writer.append("]},\"properties\":{\"seal\":")
        writer.quoted(position.seal)
        position.writeMembers(to: &writer)
        writer.append(",\"receivedAt\":")
        writer.quoted(receivedAt)
        writer.append("}}")
        return writer.bytes
    }
}
