public import Customs

/// An entry of `mail.receivers`.
public struct MailReceiver: Hashable, Sendable {
    /// What of an alert is written about.
    public enum Event: String, Sendable, CaseIterable { case raised, escalated, cleared, withdrawn }
    public enum Language: String, Sendable, CaseIterable { case vi, en }

    /// Names it in logs, in metrics and in the ledger, which remembers by it how far the receiver has come.
    public var name: String
    public var addresses: [String]
    public var events: Set<Event>
    /// `nil` for all, as below.
    public var severities: Set<Severity>?
    public var rules: Set<RuleCode>?
    public var facilities: Set<String>?
    public var language: Language

    /// Whether it is to hear of what happened to an alert.
    func wants(_ event: Event, _ alert: Alert) -> Bool {
        events.contains(event) && severities?.contains(alert.severity) ?? true && rules?.contains(alert.rule) ?? true
            && facilities.map { wanted in alert.facility.map(wanted.contains) ?? false } ?? true
    }
}
