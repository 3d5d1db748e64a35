import Customs
import Foundation
import GPSDListener
import MQTTListener
import MonitoringCentre
import Yams

extension Configuration {
    /// Reads and checks a configuration and every file it names.
    ///
    /// - Throws: `ConfigurationError` for an unknown key, a missing file or a bad value.
    public init(file: String) throws {
        var top = try YAMLReader.top(ofFile: file)
        self.file = file
        dataDirectory = FileReading.path(try top.string("dataDirectory") ?? "data", relativeTo: file)
        timeZone = try top.timeZone("timeZone") ?? "Asia/Ho_Chi_Minh"
        let clock = try top.word("clock", ClockSource.self) ?? .wall
        self.clock = clock
        guard let zonesFile = try top.file("zones") else { throw top.missing("zones") }
        self.zonesFile = zonesFile
        zones = try ZonesFile.read(zonesFile)
        basemapFile = try top.file("basemap")
        guard let accountsFile = try top.file("accounts") else { throw top.missing("accounts") }
        let facilities = Set(zones.compactMap(\.facility))
        accounts = try AccountsFile.read(accountsFile, facilities: facilities)
        http = try Self.http(&top, accounts: accounts, timeZone: timeZone)
        let brokers = try top.mappings("mqtt").map { try Self.mqtt($0, clock: clock) }
        mqtt = brokers.map(\.broker)
        alertBrokers = Set(brokers.indices.filter { brokers[$0].hasAlerts })
        gpsd = try top.mappings("gpsd").map(Self.gpsd)
        rules = try RulesReader.read(&top)
        rules.reportingDeadlines = try ReportingReader.read(&top, facilities: facilities)
        try CongestionReader.read(&top, into: &rules, zones: zones, timeZone: timeZone)
        rules.escalation = try EscalationReader.read(&top)
        partners = try PartnersReader(
            accounts: accounts.map(\.account), facilities: facilities, timeZone: timeZone,
            ownFolders: [dataDirectory, FileReading.path(".", relativeTo: file)]
        ).read(&top)
        webhooks = try WebhooksReader(facilities: facilities).read(&top)
        mail = try MailReader(facilities: facilities).read(&top)
        try top.finish()
        try checkClientIds()
    }

    /// Topic on which the replay simulator says what time it is.
    static let clockTopic = "vasscm/v1/clock"
    static let reportsTopic = "vasscm/v1/seals/+/reports"
    /// What operators post, as JSON and as UN/EDIFACT.
    static let facilityTopics = ["vasscm/v1/facilities/+/gate-events", "vasscm/v1/facilities/+/codeco"]

    private static func http(
        _ top: inout YAMLReader, accounts: [AccountCredential], timeZone: String
    ) throws -> CentreConfiguration {
        var result = CentreConfiguration(accounts: accounts)
        result.timeZone = timeZone
        guard var reader = try top.mapping("http") else { return result }
        result.host = try reader.string("host") ?? result.host
        result.port = try reader.integer("port", in: 0...65_535) ?? result.port
        result.maxBodyBytes = try reader.integer("maxBodyBytes", in: 1024...1 << 30) ?? result.maxBodyBytes
        result.siteName = try reader.string("siteName") ?? result.siteName
        result.publicURL = try publicURL(&reader)
        result.tiles = try tiles(&reader)
        if var tls = try reader.mapping("tls") {
            guard let certificate = try tls.file("certificate") else { throw tls.missing("certificate") }
            guard let key = try tls.file("key") else { throw tls.missing("key") }
            result.tls = CentreConfiguration.TLS(certificate: certificate, key: key)
            try tls.finish()
        }
        try reader.finish()
        return result
    }

    private static func tiles(_ reader: inout YAMLReader) throws -> TileServer? {
        guard var tiles = try reader.mapping("tiles") else { return nil }
        let url = try tiles.requiredString("url")
        // Whoever draws a map says whose it is.
        let attribution = try tiles.requiredString("attribution")
        try tiles.finish()
        do {
            return try TileServer(url: url, attribution: attribution)
        } catch let error as CentreConfigurationError {
            throw tiles.error("url", nil, error.description)
        }
    }

    private static func publicURL(_ reader: inout YAMLReader) throws -> String? {
        guard let text = try reader.string("publicURL") else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false,
            !text.hasSuffix("/"), url.query == nil, url.fragment == nil
        else {
            throw reader.error("publicURL", nil, "“\(text)” is not an address such as https://vasscm.example.vn")
        }
        return text
    }

    private static func mqtt(
        _ source: YAMLReader, clock: ClockSource
    ) throws -> (broker: MQTTConfiguration, hasAlerts: Bool) {
        var reader = source
        let host = try reader.requiredString("host")
        let port = try reader.integer("port", in: 1...65_535)
        var password: String?
        if let file = try reader.file("passwordFile") {
            password = try String(contentsOfFile: file, encoding: .utf8)
                .trimmingCharacters(in: .newlines)
        }
        var tls: MQTTConfiguration.TLS?
        if var section = try reader.mapping("tls") {
            guard let ca = try section.file("ca") else { throw section.missing("ca") }
            tls = MQTTConfiguration.TLS(
                ca: ca, certificate: try section.file("certificate"), key: try section.file("key"))
            try section.finish()
        }
        let clockTopics = clock == .simulated ? [clockTopic] : []
        let result = MQTTConfiguration(
            host: host, port: port ?? (tls == nil ? 1883 : 8883), clientId: try reader.string("clientId") ?? "vasscm",
            username: try reader.string("username"), password: password, tls: tls,
            subscriptions: [reportsTopic] + facilityTopics + clockTopics + (try reader.strings("subscribe") ?? []))
        let hasAlerts = try reader.flag("alerts") ?? false
        try reader.finish()
        return (result, hasAlerts)
    }

    private static func gpsd(_ source: YAMLReader) throws -> GPSDConfiguration {
        var reader = source
        var seals: [String: String] = [:]
        if var section = try reader.mapping("seals") {
            for device in section.keys {
                let seal = try section.requiredString(device)
                guard Identifier.isValid(seal) else {
                    throw section.error(device, nil, "“\(seal)” cannot name a seal: use 1 to 64 of A-Z a-z 0-9 . _ -")
                }
                seals[device] = seal
            }
        }
        guard !seals.isEmpty else { throw reader.missing("seals") }
        let result = GPSDConfiguration(
            host: try reader.requiredString("host"), port: try reader.integer("port", in: 1...65_535) ?? 2947,
            seals: seals, silenceSeconds: try reader.number("silenceAfter", in: 1...86_400) ?? 60)
        try reader.finish()
        return result
    }

    /// Two sessions of one name at one broker throw each other out.
    private func checkClientIds() throws {
        var seen: Set<String> = []
        for broker in mqtt where !seen.insert("\(broker.broker) \(broker.clientId)").inserted {
            throw ConfigurationError(
                file: file, key: "mqtt",
                reason: "the broker \(broker.broker) is listed twice with clientId \(broker.clientId)")
        }
    }
}
