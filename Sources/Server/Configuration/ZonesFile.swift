import Customs
import Foundation
import Wire

/// Reads `zones.geojson`: a FeatureCollection with the contract's properties.
enum ZonesFile {
    static func read(_ file: String) throws -> [Zone] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw ConfigurationError(file: file, reason: FileReading.reason(error, file: file))
        }
        do throws(ZonesFault) {
            return try ZonesGeoJSON.zones([UInt8](data))
        } catch {
            throw ConfigurationError(file: file, key: error.key, reason: error.reason)
        }
    }
}
