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
            webhooks: \(webhooks.isEmpty ? "none" : webhooks.map(\.words).joined(separator: ", "))
            mail: \(mail?.words ?? "none")
            congestion: \(rules.congestion.words(gates: gateCodes))
            escalation: \(rules.escalation.words)
            rules that run: \(running.map(\.rawValue).joined(separator: ", "))
            rules turned off: \(off.isEmpty ? "none" : off.map(\.rawValue).joined(separator: ", "))
            """
    }
}

extension MailSettings {
    /// `smtp.example.vn:587 (starttls) to duty, chief`.
    fileprivate var words: String {
        "\(relay):\(port) (\(security.rawValue)) to \(receivers.map(\.name).joined(separator: ", "))"
    }
}

extension WebhookTarget {
    fileprivate var words: String { "\(name) (\(events.map(\.rawValue).sorted().joined(separator: ", ")))" }
}

extension Configuration {
    /// Facilities whose queue is watched: border gates, and those that a queue zone names.
    private var gateCodes: Set<String> {
        Set(zones.compactMap { $0.kind == .borderGate ? $0.facility : $0.kind == .queue ? $0.gate : nil })
    }
}

extension CongestionSettings {
    /// `6 gates, UTC+7, stale after 900 s, levels from 500, 1000, 5000 vehicles (own limits: HUUNGHI, Lang Son)`.
    fileprivate func words(gates known: Set<String>) -> String {
        let offset = utcOffsetSeconds.magnitude
        let minutes = offset % 3600 == 0 ? "" : ":\(offset % 3600 / 600)\(offset % 600 / 60)"
        var text = "\(known.count) gates, UTC\(utcOffsetSeconds < 0 ? "-" : "+")\(offset / 3600)\(minutes), "
        text += "stale after \(Self.plain(staleAfterSeconds)) s, levels at \(Self.list(limits.vehicles)) vehicles"
        if let waits = limits.waitSeconds { text += " or \(Self.list(waits)) s" }
        let own = gates.keys.sorted() + provinces.keys.sorted()
        return own.isEmpty ? text : "\(text); others at \(own.joined(separator: ", "))"
    }

    private static func list(_ numbers: [Double]) -> String { numbers.map(plain).joined(separator: ", ") }

    fileprivate static func plain(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }
}

extension EscalationSettings {
    /// `critical after 300 s, major after 1800 s`.
    fileprivate var words: String {
        let known = Severity.allCases.reversed().compactMap { severity in
            self[severity].map { "\(severity.rawValue) after \(CongestionSettings.plain($0)) s" }
        }
        return known.isEmpty ? "none" : known.joined(separator: ", ")
    }
}

extension Partner {
    fileprivate var words: String { "\(name) as \(account.name)\(folder.map { " in \($0)" } ?? "")" }
}
