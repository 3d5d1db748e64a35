import Customs

/// The last word on every alert of a run.
struct FinalAlerts {
    private struct Entry {
        var alert: Alert
        /// Whether it was raised or changed within the part that is shown.
        var isShown: Bool
    }

    private var entries: [String: Entry] = [:]

    mutating func take(_ effects: [Effect], isShown: Bool) {
        for case .alert(_, let alert) in effects.lazy.map(\.kind) {
            entries[alert.id] = Entry(alert: alert, isShown: isShown)
        }
    }

    /// An alert whatever became of it.
    subscript(_ id: String) -> Alert? { entries[id]?.alert }

    /// The ids of all alerts, withdrawn ones too.
    var ids: [String] { entries.keys.sorted() }

    /// The alerts that stand: withdrawn ones were none.
    var standing: [String: Alert] { entries.mapValues(\.alert).filter { $0.value.status != .withdrawn } }

    /// Whether something became of the alert within the part that is shown.
    func isShown(_ id: String) -> Bool { entries[id]?.isShown ?? false }
}
