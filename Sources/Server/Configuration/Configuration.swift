public import Customs
public import GPSDListener
public import MQTTListener
public import MonitoringCentre

/// Everything that the configuration file says (the contract's section 3), read and checked.
public struct Configuration: Sendable {
    /// Where time comes from.
    public enum ClockSource: String, Sendable, CaseIterable {
        case wall
        /// The replay simulator's clock topic: for demonstrations and tests.
        case simulated
    }

    /// The file it was read from.
    public var file: String
    /// Holds `vasscm.sqlite`.
    public var dataDirectory: String
    public var timeZone: String
    public var clock: ClockSource
    public var zones: [Zone]
    /// The zones' file, as the map shows it.
    public var zonesFile: String
    public var basemapFile: String?
    public var accounts: [AccountCredential]
    public var http: CentreConfiguration
    public var mqtt: [MQTTConfiguration]
    /// The places in `mqtt` of brokers on which alerts are published.
    public var alertBrokers: Set<Int>
    public var gpsd: [GPSDConfiguration]
    public var rules: RuleBook
    /// Who reports gate events as EDIFACT or as files, and how.
    public var partners: [Partner]
    /// Where what is published is posted to.
    public var webhooks: [WebhookTarget]
    /// Who is written to about alerts; `nil` for nobody.
    public var mail: MailSettings?

    /// Where the ledger is.
    public var ledgerPath: String { "\(dataDirectory)/vasscm.sqlite" }

    /// The facility codes of the zones.
    public var facilityCodes: Set<String> { Set(zones.compactMap(\.facility)) }

    /// The account of a recorded call: by name, or by default a supervisor.
    public func account(named name: String?) -> Account? {
        let all = accounts.map(\.account)
        guard let name else {
            return all.first { $0.role == .supervisor } ?? Account(name: "supervisor", role: .supervisor)
        }
        return all.first { $0.name == name }
    }
}
