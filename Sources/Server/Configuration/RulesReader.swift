import Customs

/// Reads the `rules:` section: rule codes, `enabled`, `severity` and each rule's own thresholds.
enum RulesReader {
    static func read(_ top: inout YAMLReader) throws -> RuleBook {
        guard var section = try top.mapping("rules") else { return RuleBook() }
        return try book(&section)
    }

    /// A file with the section alone: what stands under `rules:`, or a document with that key, and perhaps with
    /// `congestion:` beside it.
    ///
    /// - Parameters:
    ///   - known: what stands in sections of its own, reporting deadlines, escalation and congestion, is as in this book where the
    ///     file does not name it.
    ///   - zones: the gates that `congestion:` may name.
    static func read(file: String, besides known: RuleBook, zones: [Zone], timeZone: String) throws -> RuleBook {
        var top = try YAMLReader.top(ofFile: file)
        let isDocument = top.keys.contains("rules")
        let rules = isDocument ? try top.mapping("rules")?.keys ?? [] : top.keys
        var book = isDocument ? try read(&top) : try book(&top)
        book.reportingDeadlines = known.reportingDeadlines
        book.escalation = known.escalation
        // The rule may be set in either place, so it is the configuration's where the file names it in neither.
        if !rules.contains(RuleCode.congestion.rawValue) { book[.congestion] = known[.congestion] }
        if isDocument, top.keys.contains("congestion") {
            try CongestionReader.read(&top, into: &book, zones: zones, timeZone: timeZone)
        } else {
            book.congestion = known.congestion
        }
        if isDocument { try top.finish() }
        return book
    }

    private static func book(_ section: inout YAMLReader) throws -> RuleBook {
        var book = RuleBook()
        for code in section.keys {
            guard let rule = RuleCode(rawValue: code) else {
                _ = section.node(code)
                throw section.error(
                    code, nil, "is not a rule; rules are \(RuleCode.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            guard var reader = try section.mapping(code) else { continue }
            book[rule] = try settings(&reader, of: rule)
            try reader.finish()
        }
        try section.finish()
        return book
    }

    private static func settings(_ reader: inout YAMLReader, of rule: RuleCode) throws -> RuleSettings {
        var settings = RuleSettings(defaultsOf: rule)
        settings.enabled = try reader.flag("enabled") ?? true
        settings.severity = try reader.word("severity", Severity.self) ?? settings.severity
        for key in settings.thresholds.keys.sorted() {
            // Times, distances, speeds and counts: none is negative, and none is longer than ten years.
            if let value = try reader.number(key, in: 0...315_576_000) { settings.thresholds[key] = value }
        }
        return settings
    }
}
