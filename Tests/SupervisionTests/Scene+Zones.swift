import Customs
import Supervision

/// Edits of the scene's zones.
extension Scene {
    /// Puts zones in the place of those in force.
    @discardableResult
    mutating func put(_ zones: [Zone], at seconds: Double, basedOn: Int? = nil) -> Outcome {
        observe(
            .editZones(ZoneEdit(zones: zones, geoJSON: Array("{}".utf8), basedOn: basedOn), by: Self.officer),
            receivedAt: seconds)
    }

    /// The scene's zones with one changed; `nil` removes it.
    static func zones(_ id: String, _ change: (Zone) -> Zone?) -> [Zone] {
        zones.compactMap { $0.id == id ? change($0) : $0 }
    }

    /// The scene's zones, some of them moved, resized, turned into something else, removed, and others added.
    static func edited(_ number: Int, _ random: inout SeededRandom) -> [Zone] {
        var result: [Zone] = []
        for var zone in zones {
            let isNeeded = ["ORIG", "DEST"].contains(zone.facility) || zone.kind == .route
            if random.chance(isNeeded ? 0.03 : 0.25) { continue }
            if random.chance(0.3) {
                switch zone.shape {
                case .circle:
                    zone.shape = .circle(
                        center: place(random.number(0...20), random.number(-1...4)),
                        radiusMeters: random.number(50...3000))
                case .corridor:
                    let bend = place(10, random.number(-1...1))
                    zone.shape = .corridor(
                        line: [place(0), bend, place(20)], halfWidthMeters: random.number(100...500))
                case .polygons: break
                }
            }
            if !isNeeded, random.chance(0.2) { zone.kind = [.forbidden, .restArea, .checkpoint][random.whole(0...2)] }
            if random.chance(0.2) { zone.standingLimitSeconds = random.chance(0.5) ? nil : random.number(100...3000) }
            result.append(zone)
        }
        if random.chance(0.5) {
            result.append(
                Zone(
                    id: "new-\(random.whole(0...2))", kind: random.chance(0.5) ? .forbidden : .icd, name: "new",
                    facility: random.chance(0.5) ? "NEW" : nil,
                    shape: .circle(center: place(random.number(0...20)), radiusMeters: 800)))
        }
        if random.chance(0.3) {
            result.append(
                Zone(
                    id: "queue", kind: .queue, name: "queue", gate: "DEST",
                    shape: .circle(center: place(random.number(15...19)), radiusMeters: 500)))
        }
        return result
    }
}
