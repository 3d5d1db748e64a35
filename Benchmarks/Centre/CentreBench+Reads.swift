import BenchKit
import Customs
import Foundation
import SimulatorKit

extension CentreBench {
    /// What a first view loads, compressed, without the base map: every file that the console's page leads to.
    func files(into table: inout FigureTable) throws {
        var waiting = ["/", "/strings.json"]
        var seen = Set(waiting)
        var total = 0
        while let path = waiting.popLast() {
            let answer = try server.get(path, headers: ["Accept-Encoding: gzip"])
            guard answer.status == 200 else { continue }
            total += answer.bytes
            guard !path.hasSuffix(".json"), !path.hasSuffix(".png") else { continue }
            let text = String(decoding: try server.get(path).body, as: UTF8.self)
            let base = path.split(separator: "/").dropLast().joined(separator: "/")
            for match in text.matches(of: /(?:src="|href="|from "|import "|import\("|styleSheet\(")(\.{0,2}\/[^"?#]+)"/)
            {
                let name = String(match.1)
                let whole = name.hasPrefix("/") ? name : "/" + base + "/" + name
                let file = URL(fileURLWithPath: whole).standardized.path
                if !file.hasPrefix("/v1"), seen.insert(file).inserted { waiting.append(file) }
            }
        }
        table.add("console, all pages, gzip", "\(total / 1000) kB in \(seen.count) files")
    }

    /// A month of one seal: whole, and as a map shows it.
    func track(points: Int, rounds: Int, into table: inout FigureTable) throws {
        try publishTrack(points: points)
        let path = "/v1/seals/\(Self.trackSeal)/track"
        try measure("track of \(points) points, GeoJSON", path, rounds: rounds, into: &table)
        for tolerance in [20, 200] {
            try measure(
                "the same, tolerance=\(tolerance)", path + "?tolerance=\(tolerance)", rounds: rounds, into: &table)
        }
        try measure(
            "the same whole, gzip", path, headers: ["Accept-Encoding: gzip"], rounds: max(3, rounds / 3), into: &table)
        for format in ["gpx", "kml", "csv"] {
            try measure("the same, \(format)", path + "?format=\(format)", rounds: max(3, rounds / 3), into: &table)
        }
    }

    /// Where all seals are: a twentieth of the country, and all of it.
    func positions(seals: Int, rounds: Int, into table: inout FigureTable) throws {
        var options = SealFleetOptions(
            broker: server.broker, seals: seals, reports: seals,
            startsAt: Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down) - 60))
        options.connections = 4
        let fleet = try SealFleetClient(options, pace: .system)
        try fleet.publishAll()
        _ = fleet.drain(seconds: 60)
        fleet.close()
        let last = LoadReport.seal(index: seals - 1)
        try BenchServer.wait(120, "the last of \(seals) seals") { try server.get("/v1/seals/\(last)").status == 200 }
        // A load's seals stand on 500 parallels from 9° to 19° north.
        try measure(
            "positions, a twentieth of \(seals) seals", "/v1/positions?bbox=104,8.99,107,9.49", rounds: rounds,
            into: &table)
        try measure("positions, all \(seals) seals", "/v1/positions", rounds: rounds, into: &table)
        try measure(
            "positions, a twentieth, gzip", "/v1/positions?bbox=104,8.99,107,9.49",
            headers: ["Accept-Encoding: gzip"], rounds: rounds, into: &table)
        table.add("the server's memory then", "\(server.memory.now) MB")
    }

    private func measure(
        _ name: String, _ path: String, headers: [String] = [], rounds: Int, into table: inout FigureTable
    ) throws {
        let connection = try LoopbackConnection(port: server.httpPort)
        // The first is not counted: it opens what the others find open.
        let first = try connection.get(path, key: BenchServer.key, headers: headers)
        guard first.status == 200 else { throw BenchFailure("\(path) was answered with \(first.status)") }
        let before = server.processorSeconds
        let seconds = try (0..<rounds).map { _ in
            try connection.get(path, key: BenchServer.key, headers: headers).seconds
        }
        table.add(
            name, Latencies(seconds), bytes: first.bytes,
            processorSeconds: (server.processorSeconds - before) / Double(rounds))
    }

    private static let trackSeal = "TRACK00001"

    /// Publishes a lorry that drives winding roads for four hours and stands for two, every 30 s, up to now.
    private func publishTrack(points: Int) throws {
        let connection = try MQTTConnection(
            server.broker, clientID: "track")
        try connection.start()
        defer { connection.stop() }
        var random = SplitMix64(seed: 86_400)
        let start = (Date().timeIntervalSince1970 - Double(points) * 30).rounded(.down)
        var place = Coordinate(latitude: 15, longitude: 107)
        var heading = 0.0
        var batch: [String] = []
        for index in 0..<points {
            let isDriving = index % 720 < 480
            if isDriving {
                heading += Double.random(in: -0.5...0.5, using: &random)
                place.latitude = min(22, max(9, place.latitude + cos(heading) * 0.003))
                place.longitude = min(109, max(103, place.longitude + sin(heading) * 0.003))
            }
            // A receiver's own error of a few metres.
            let latitude = place.latitude + Double.random(in: -0.00004...0.00004, using: &random)
            let longitude = place.longitude + Double.random(in: -0.00004...0.00004, using: &random)
            batch.append(
                """
                {"seq":\(index + 1),"time":"\(Timestamp(seconds: start + Double(index) * 30).rfc3339)","mode":3,\
                "lat":\(Self.rounded(latitude, 1e7)),"lon":\(Self.rounded(longitude, 1e7)),\
                "alt":\(Self.rounded(.random(in: 0...40, using: &random), 10)),\
                "speed":\(isDriving ? Self.rounded(.random(in: 8...14, using: &random), 100) : 0),\
                "track":\(Self.rounded(.random(in: 0..<360, using: &random), 10)),"satellites":11,"cn0":41.5,\
                "hdop":0.9,"battery":\(Self.rounded(1 - Double(index) / Double(2 * points), 1e4)),"interval":30}
                """)
            if batch.count == 200 || index == points - 1 {
                try connection.publish(
                    topic: "vasscm/v1/seals/\(Self.trackSeal)/reports",
                    payload: Array("[\(batch.joined(separator: ","))]".utf8))
                batch = []
            }
        }
        _ = connection.drain(seconds: 60)
        let last = Timestamp(seconds: start + Double(points - 1) * 30).rfc3339
        try BenchServer.wait(120, "the track") {
            let answer = try server.get("/v1/seals/\(Self.trackSeal)/track?format=csv&from=\(last)")
            return String(decoding: answer.body, as: UTF8.self).contains(",\(points)\r\n")
        }
    }

    private static func rounded(_ value: Double, _ scale: Double) -> Double { (value * scale).rounded() / scale }
}
