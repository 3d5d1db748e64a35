package import Customs

/// Other rules, other zones, or both, to be held against those of a configuration.
public struct ReplayAlternative: Sendable {
    package var rules: RuleBook
    var zones: [Zone]
    /// The zones are not the configuration's: edits of those do not concern them.
    var hasOwnZones: Bool

    /// - Parameters:
    ///   - rules: a YAML file with what stands under `rules:` in a configuration, or with that key and perhaps
    ///     `congestion:` beside it; a rule that it does not name has the contract's defaults, but congestion and the
    ///     reporting deadlines are the configuration's. `nil` for the configuration's own.
    ///   - zones: a file as `zones:` names one; `nil` for the configuration's own.
    /// - Throws: `ConfigurationError` with the file, the key and the reason.
    public init(rules: String?, zones: String?, insteadOf configuration: Configuration) throws {
        hasOwnZones = zones != nil
        let zones = try zones.map(ZonesFile.read) ?? configuration.zones
        self.zones = zones
        self.rules =
            try rules.map {
                try RulesReader.read(
                    file: $0, besides: configuration.rules, zones: zones, timeZone: configuration.timeZone)
            } ?? configuration.rules
    }
}
