import Customs
import Foundation
import Geofencing

/// Measures zone lookups on one core, one call a place and all places in one call: `zones-benchmark [FOLDER]`.
///
/// With a folder, the zones, places and hits of the 2,000-zone row are left there for `shapely_zones.py`, which does
/// the same work.
@main
struct ZonesBenchmark {
    static let rounds = 9
    static let placeCount = 2_000_000

    struct Case {
        var zoneCount: Int
        var trackCount: Int
        var places: [Coordinate]
        var index: ZoneIndex
        var buildSeconds: Double
        var hits = 0
        var hitsByZone: [Int64] = []
        /// Of a lookup, by round: one call a place, and all places in one call.
        var single: [Double] = []
        var bulk: [Double] = []
    }

    static func main() throws {
        for fleet in Scene.Fleet.allCases {
            let folder = CommandLine.arguments.dropFirst().first.map {
                URL(fileURLWithPath: $0, isDirectory: true).appendingPathComponent(fleet.rawValue)
            }
            try run(fleet, folder)
        }
    }

    private static func run(_ fleet: Scene.Fleet, _ folder: URL?) throws {
        var cases = [(100, 1_000), (2_000, 1_000), (10_000, 1_000), (2_000, 100_000)].map { zoneCount, tracks in
            let scene = Scene(fleet, zoneCount: zoneCount)
            let zones = scene.zones(zoneCount)
            let start = now()
            let index = ZoneIndex(zones: zones)
            return Case(
                zoneCount: zoneCount, trackCount: tracks, places: scene.places(placeCount, tracks: tracks),
                index: index,
                buildSeconds: seconds(since: start))
        }
        // In turn, so that a noisy moment of the machine falls on all of them.
        for _ in 0..<rounds {
            for number in cases.indices {
                measureSingle(&cases[number])
                measureBulk(&cases[number])
            }
        }
        let isSameCountry = fleet.zonesPerSquareDegree == nil
        print("Trucks \(fleet.rawValue), same \(isSameCountry ? "country" : "density") in all rows: ", terminator: "")
        table(cases)
        if let folder { try leave(cases[1], in: folder) }
        passages(cases[1].index, cases[1].places)
        print("")
    }

    private static func measureSingle(_ item: inout Case) {
        let index = item.index
        let places = item.places
        var hitsByZone = [Int64](repeating: 0, count: item.zoneCount)
        var found: [ZoneIndex.Handle] = []
        found.reserveCapacity(64)
        let start = now()
        for place in places {
            index.zones(containing: place, into: &found)
            for handle in found { hitsByZone[Int(handle)] += 1 }
        }
        item.single.append(seconds(since: start) / Double(places.count) * 1e9)
        item.hitsByZone = hitsByZone
        item.hits = Int(hitsByZone.reduce(0, +))
    }

    private static func measureBulk(_ item: inout Case) {
        let index = item.index
        let places = item.places
        var hitsByZone = [Int64](repeating: 0, count: item.zoneCount)
        var found: [ZoneIndex.Hit] = []
        found.reserveCapacity(item.hits)
        let start = now()
        index.hits(of: places, into: &found)
        for hit in found { hitsByZone[Int(hit.zone)] += 1 }
        item.bulk.append(seconds(since: start) / Double(places.count) * 1e9)
        precondition(hitsByZone == item.hitsByZone, "both ways find the same")
    }

    private static func table(_ cases: [Case]) {
        print("lookups of \(placeCount) places on one core; median of \(rounds) rounds:")
        print(
            "| zones of 64 | tracks | hits in a zone | one call each: ns | million/s | of 100 zones "
                + "| one call for all: ns | million/s | of 100 zones | table MB | built in s |")
        print("|---|---|---|---|---|---|---|---|---|---|---|")
        for item in cases {
            var cells = ["\(item.zoneCount)", "\(item.trackCount)", "\(item.hits)"]
            for (way, first) in [(item.single, cases[0].single), (item.bulk, cases[0].bulk)] {
                let median = median(way)
                cells += [text(median, 1), text(1000 / median, 1), text(median / Self.median(first), 2)]
            }
            cells += [text(Double(item.index.tableByteCount) / 1e6, 1), text(item.buildSeconds, 2)]
            print("| " + cells.joined(separator: " | ") + " |")
        }
        let tracks = [\Case.single, \Case.bulk].map {
            text(median(cases[3][keyPath: $0]) / median(cases[1][keyPath: $0]), 2)
        }
        print("100,000 tracks cost \(tracks[0]) and \(tracks[1]) times 1,000 tracks.")
    }

    private static func median(_ rounds: [Double]) -> Double { rounds.sorted()[rounds.count / 2] }

    /// The segments between neighbouring reports of each track, as the supervisor asks for them.
    private static func passages(_ index: ZoneIndex, _ places: [Coordinate]) {
        var found: [ZoneIndex.Passage] = []
        found.reserveCapacity(64)
        var count = 0
        var stays = 0
        let start = now()
        for number in stride(from: 0, to: places.count - 2_000, by: 2) {
            index.passages(from: places[number], to: places[number + 2_000], into: &found)
            count += 1
            stays += found.count
        }
        let cost = seconds(since: start) / Double(count) * 1e9
        print("Passages over 2,000 zones: \(text(cost, 0)) ns a segment of 30 s, \(stays) stays in \(count) segments.")
    }

    private static func leave(_ item: Case, in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let corners = item.index.zones.flatMap { zone -> [Double] in
            guard case .polygons(let polygons) = zone.shape else { return [] }
            return polygons[0][0].flatMap { [$0.longitude, $0.latitude] }
        }
        try write(corners, to: folder.appendingPathComponent("zones.f64"))
        try write(
            item.places.flatMap { [$0.longitude, $0.latitude] }, to: folder.appendingPathComponent("places.f64"))
        try write(item.hitsByZone, to: folder.appendingPathComponent("hits.i64"))
        try write([1e9 / median(item.single), 1e9 / median(item.bulk)], to: folder.appendingPathComponent("rates.f64"))
    }

    private static func write<Number>(_ numbers: [Number], to file: URL) throws {
        try numbers.withUnsafeBytes { try Data($0).write(to: file) }
    }

    /// Processor time of this program, so that others on the machine do not count as lookups.
    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func seconds(since start: Double) -> Double { now() - start }

    private static func text(_ number: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", number)
    }
}
