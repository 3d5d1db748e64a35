import Customs

/// Reads the `reporting:` section: how long after an event each facility may report it.
enum ReportingReader {
    /// A year: what is later than that is no deadline.
    private static let seconds = 0.0...31_557_600
    private static let anyType = "default"

    static func read(_ top: inout YAMLReader, facilities known: Set<String>) throws -> ReportingDeadlines {
        var deadlines = ReportingDeadlines()
        guard var section = try top.mapping("reporting") else { return deadlines }
        if var general = try section.mapping("deadlines") {
            try read(&general, facility: nil, into: &deadlines)
        }
        if var facilities = try section.mapping("facilities") {
            for code in facilities.keys {
                guard known.contains(code) else {
                    throw facilities.error(code, nil, "no zone has the facility code “\(code)”")
                }
                if var own = try facilities.mapping(code) { try read(&own, facility: code, into: &deadlines) }
            }
            try facilities.finish()
        }
        try section.finish()
        return deadlines
    }

    private static func read(
        _ reader: inout YAMLReader, facility: String?, into deadlines: inout ReportingDeadlines
    ) throws {
        for type in GateEvent.Kind.allCases {
            if let value = try reader.number(type.rawValue, in: seconds) {
                deadlines.set(value, facility: facility, type: type)
            }
        }
        if let value = try reader.number(anyType, in: seconds) {
            deadlines.set(value, facility: facility, type: nil)
        }
        try reader.finish()
    }
}
