/// How long after an event an operator may report it, in seconds: by facility and event type.
public struct ReportingDeadlines: Hashable, Sendable, Codable {
    private var byFacility: [String: [String: Double]] = [:]
    private var byType: [String: Double] = [:]

    /// None of its own: the rule's `after` holds for all.
    public init() {}

    /// Sets a deadline; `facility` `nil` for all, `type` `nil` for every type of event.
    public mutating func set(_ seconds: Double, facility: String?, type: GateEvent.Kind?) {
        let key = type?.rawValue ?? ""
        if let facility { byFacility[facility, default: [:]][key] = seconds } else { byType[key] = seconds }
    }

    /// The deadline of an event; `usual` where none is set for it. A facility's own goes before what holds for all.
    public func seconds(facility: String, type: GateEvent.Kind, usual: Double) -> Double {
        let own = byFacility[facility]
        return own?[type.rawValue] ?? own?[""] ?? byType[type.rawValue] ?? byType[""] ?? usual
    }
}
