import Customs

/// Other rules, other zones, or both, to be held against those of a configuration.
public struct ReplayAlternative: Sendable {
    var rules: RuleBook
    var zones: [Zone]

    /// - Parameters:
    ///   - rules: a YAML file with what stands under `rules:` in a configuration, or with that key; what it does not name
    ///     has the contract's defaults. `nil` for the configuration's own.
    ///   - zones: a file as `zones:` names one; `nil` for the configuration's own.
    /// - Throws: `ConfigurationError` with the file, the key and the reason.
    public init(rules: String?, zones: String?, insteadOf configuration: Configuration) throws {
        var book = try rules.map(RulesReader.read(file:)) ?? configuration.rules
        // They stand in a section of their own, which such a file does not have.
        book.reportingDeadlines = configuration.rules.reportingDeadlines
        self.rules = book
        self.zones = try zones.map(ZonesFile.read) ?? configuration.zones
    }
}
