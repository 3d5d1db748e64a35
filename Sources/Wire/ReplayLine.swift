public import Customs

/// The lines that `vasscm replay` writes (the contract's section 6): equal effects give equal bytes.
public enum ReplayLine {
    /// The line of an alert, a zone transition, a transit's change or a gate's congestion, without its line break; `nil` for other effects.
    public static func line(_ effect: Effect) -> String? {
        // Written only where there is a line: nearly every effect is a report.
        var at: String { JSONText.quoted(effect.at.rfc3339) }
        switch effect.kind {
        case .alert(let change, let alert):
            guard let object = try? CanonicalJSON.string(alert.encodable) else { return nil }
            return "{\"type\":\"alert\",\"change\":\"\(change.rawValue)\",\"at\":\(at),\"alert\":\(object)}"
        case .zone(let zone):
            let container = zone.container.map(JSONText.quoted) ?? "null"
            return "{\"type\":\"zone\",\"change\":\"\(zone.change.rawValue)\",\"at\":\(at),"
                + "\"seal\":\(JSONText.quoted(zone.seal)),\"container\":\(container),"
                + "\"zone\":\(JSONText.quoted(zone.zone))}"
        case .transit(let transit):
            return "{\"type\":\"transit\",\"at\":\(at),\"transit\":\(JSONText.quoted(transit.transit)),"
                + "\"status\":\"\(transit.status.rawValue)\"}"
        case .congestion(let congestion):
            guard let object = try? CanonicalJSON.string(congestion) else { return nil }
            return "{\"type\":\"congestion\",\(object.dropFirst())"
        case .report, .gateEvent, .visit, .clearance, .manifest, .outage, .forecastScored, .zones: return nil
        }
    }
}

extension Alert {
    /// The alert with numbers that JSON cannot write put in words: the line must not be lost over one.
    fileprivate var encodable: Alert {
        var alert = self
        alert.evidence = evidence.mapValues {
            if case .number(let value) = $0, !value.isFinite { .text(String(value)) } else { $0 }
        }
        return alert
    }
}
