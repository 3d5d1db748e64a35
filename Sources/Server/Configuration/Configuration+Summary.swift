import Customs
import GPSDListener
import MQTTListener
import MonitoringCentre

extension Configuration {
    /// What `vasscm check` says of a good configuration.
    public var summary: String {
        let kinds = Dictionary(grouping: zones, by: \.kind.rawValue).mapValues(\.count).sorted { $0.key < $1.key }
        let roles = Dictionary(grouping: accounts, by: \.account.role.rawValue).mapValues(\.count).sorted {
            $0.key < $1.key
        }
        let running = RuleCode.allCases.filter { RuleCode.running.contains($0) && rules[$0].enabled }
        let off = RuleCode.allCases.filter { RuleCode.running.contains($0) && !rules[$0].enabled }
        return """
            \(file): good
            ledger: \(ledgerPath)
            http\(http.tls == nil ? "" : "s"): \(http.host):\(http.port)
            brokers: \(mqtt.map(\.broker).joined(separator: ", "))
            gpsd: \(gpsd.map { "\($0.daemon) (\($0.seals.count) devices)" }.joined(separator: ", "))
            zones: \(zones.count) (\(kinds.map { "\($0.value) \($0.key)" }.joined(separator: ", ")))
            accounts: \(accounts.count) (\(roles.map { "\($0.value) \($0.key)" }.joined(separator: ", ")))
            partners: \(partners.isEmpty ? "none" : partners.map(\.words).joined(separator: ", "))
            rules that run: \(running.map(\.rawValue).joined(separator: ", "))
            rules turned off: \(off.isEmpty ? "none" : off.map(\.rawValue).joined(separator: ", "))
            """
    }
}

extension Partner {
    fileprivate var words: String { "\(name) as \(account.name)\(folder.map { " in \($0)" } ?? "")" }
}
