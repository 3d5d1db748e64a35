import Foundation

/// A server of map tiles that the console may show instead of its own base map.
public struct TileServer: Sendable, Hashable {
    /// With `{z}`, `{x}` and `{y}`, as Leaflet takes it: `https://tiles.example.vn/{z}/{x}/{y}.png`.
    public let url: String
    /// Whom the map's corner names.
    public let attribution: String
    /// Scheme, host and port: the only place besides the server that the console takes pictures from.
    let origin: String

    /// A server at `url`.
    ///
    /// - Throws: `CentreConfigurationError` that says what is wrong with the address.
    public init(url: String, attribution: String) throws {
        for place in ["{z}", "{x}", "{y}"] where !url.contains(place) {
            throw CentreConfigurationError(
                "“\(url)” has no \(place); an address of tiles is such as https://tiles.example.vn/{z}/{x}/{y}.png")
        }
        // What stands before the first brace is a whole address; a `{s}` in the host would be many origins.
        let start = String(url.prefix { $0 != "{" })
        guard let parts = URLComponents(string: start), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host?.lowercased(), Self.isHost(host),
            parts.user == nil, parts.path.hasPrefix("/"), parts.fragment == nil
        else {
            throw CentreConfigurationError(
                "“\(url)” is not an address of tiles such as https://tiles.example.vn/{z}/{x}/{y}.png")
        }
        self.url = url
        self.attribution = attribution
        origin = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    /// A host that cannot end the policy it is put into.
    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-.:[]".utf8.contains(byte)
            }
    }
}
