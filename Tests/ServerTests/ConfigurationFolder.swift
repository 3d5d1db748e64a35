import Foundation
import Server

/// A folder with a small good configuration, to be spoilt one file at a time.
struct ConfigurationFolder: ~Copyable {
    let url: URL

    init(mainExtra: String = "") throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("vasscm-configuration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try write(
            "zones.geojson",
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"id":"port","kind":"seaport","name":"Port","facility":"PORT","radius":500},
            "geometry":{"type":"Point","coordinates":[106.68,20.86]}},
            {"type":"Feature","properties":{"id":"gate","kind":"border-gate","name":"Gate","facility":"GATE","radius":500},
            "geometry":{"type":"Point","coordinates":[106.71,21.97]}}]}
            """)
        try write(
            "accounts.yaml",
            """
            - {name: chief, role: supervisor, keySHA256: \(String(repeating: "a", count: 64))}
            - {name: port, role: operator, facilities: [PORT], keySHA256: \(String(repeating: "b", count: 64))}
            """)
        try write("vasscm.yaml", "zones: zones.geojson\naccounts: accounts.yaml\n\(mainExtra)")
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func read() throws -> Configuration { try Configuration(file: path("vasscm.yaml")) }

    /// What reading it complains of, with the folder's own path cut out.
    func complaint() -> String {
        do {
            _ = try read()
            return "no complaint"
        } catch {
            return "\(error)".replacingOccurrences(of: url.path + "/", with: "")
        }
    }
}
