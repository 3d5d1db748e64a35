/// Events of the stream and of timelines in a line.
package enum EventText {
    /// What an entry of a timeline is about.
    static func kindAndSubject(of entry: JSONValue) -> (kind: String?, about: JSONValue?) {
        let kind = entry["kind"]?.string
        return (kind, entry["data"].map { .string(about(kind ?? "", $0)) })
    }

    /// A stream's event in one line: when, what, about what.
    package static func line(_ event: String, _ data: JSONValue) -> String {
        let subject = event == "alert" ? data["alert"] ?? data : data
        let parts = [
            (data["at"] ?? data["time"])?.text ?? "-", event, data["change"]?.text, about(event, subject),
        ]
        return TextTable.plain(parts.compactMap(\.self).joined(separator: "  "))
    }

    private static func about(_ kind: String, _ data: JSONValue) -> String {
        let names: [String] =
            switch kind {
            case "alert": ["severity", "container", "seal", "id", "message"]
            case "position": ["seal", "container", "transit", "lat", "lon", "speed", "state", "battery"]
            case "transit": ["transit", "status", "container", "seal"]
            case "zone": ["seal", "container", "zone"]
            case "gate-event": ["type", "facility", "container", "eventId"]
            case "congestion": ["gate", "level", "vehiclesWaiting", "waitSeconds"]
            default: data.members.map(\.key)
            }
        return names.compactMap { data[$0]?.text }.joined(separator: "  ")
    }
}
