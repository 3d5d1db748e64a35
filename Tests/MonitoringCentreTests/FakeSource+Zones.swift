import MonitoringCentre

extension FakeSource {
    func zonesInForce() async throws -> ZonesDocument {
        try answer { asked, contents in
            defer { asked.zones += 1 }
            return contents.zones[min(asked.zones, contents.zones.count - 1)]
        }
    }

    func previewZones(_ body: [UInt8]) async throws -> ZonePreview {
        try answer { asked, contents in
            asked.previews.append(body)
            return contents.preview
        }
    }
}
