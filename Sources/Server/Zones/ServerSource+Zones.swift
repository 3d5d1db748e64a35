import Customs
import MonitoringCentre
import Wire

/// Zones: those in force, and what others would have changed.
extension ServerSource {
    func facilities() async throws -> [Zone] {
        zones.zones.filter { $0.kind.isFacility && $0.facility != nil }
    }

    func zonesInForce() async throws -> ZonesDocument { zones.document }

    func previewZones(_ body: [UInt8]) async throws -> ZonePreview {
        let request: (zones: [Zone], hours: Double)
        do throws(ZonesFault) {
            request = try ZonesGeoJSON.preview(body)
        } catch {
            throw error.rejection
        }
        let now = clock.now
        return try await previews.run(
            ZonePreviewRun(
                ledgerPath: configuration.ledgerPath, rules: configuration.rules, zones: zones.zones,
                proposed: request.zones, from: now.advanced(bySeconds: -request.hours * 3600), now: now))
    }
}
