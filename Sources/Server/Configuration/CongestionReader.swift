import Customs
import Foundation
import Yams

/// Reads the `congestion:` section: what separates the levels, for all gates, for one and for provinces.
enum CongestionReader {
    private static let vehicles = 0.001...1_000_000_000
    /// Up to a year.
    private static let waits = 1.0...31_557_600
    /// 1 January 2026: a zone's standard offset is taken as of then, so that one file always reads the same.
    private static let reference = Date(timeIntervalSince1970: 1_767_225_600)

    /// Reads the section into a book that has `rules:` already: `enabled` and `severity` are the rule's and replace what
    /// stands there.
    ///
    /// Opening hours are in the site's time. A zone with summer time is taken at its standard offset all year, as Vietnam
    /// has none and a gate's hours must mean the same moment in every replay.
    static func read(_ top: inout YAMLReader, into book: inout RuleBook, zones: [Zone], timeZone: String) throws {
        book.congestion = CongestionSettings()
        book.congestion.utcOffsetSeconds = utcOffsetSeconds(of: timeZone)
        guard var section = try top.mapping("congestion") else { return }
        let usual = try limits(&section, usual: CongestionLimits(), readsWait: true)
        book.congestion.limits = usual
        if let seconds = try section.number("staleAfter", in: 1...86_400) {
            book.congestion.staleAfterSeconds = seconds
        }
        if let enabled = try section.flag("enabled") { book[.congestion].enabled = enabled }
        if let severity = try section.word("severity", Severity.self) { book[.congestion].severity = severity }
        let gates = Gates(zones)
        book.congestion.gates = try own(&section, "gates", obstacle: gates.obstacle(toGate:)) {
            try limits(&$0, usual: usual, readsWait: true)
        }
        // Nobody waits at a province: it has vehicles only.
        book.congestion.provinces = try own(&section, "provinces", obstacle: gates.obstacle(toProvince:)) {
            try limits(&$0, usual: usual, readsWait: false)
        }
        try section.finish()
    }

    private static func own(
        _ section: inout YAMLReader, _ key: String, obstacle: (String) -> String?,
        read: (inout YAMLReader) throws -> CongestionLimits
    ) throws -> [String: CongestionLimits] {
        guard var names = try section.mapping(key) else { return [:] }
        var found: [String: CongestionLimits] = [:]
        for name in names.keys {
            if let reason = obstacle(name) { throw names.error(name, nil, reason) }
            guard var reader = try names.mapping(name) else { throw names.missing(name) }
            found[name] = try read(&reader)
            try reader.finish()
        }
        try names.finish()
        return found
    }

    /// What is not named is as for all.
    private static func limits(
        _ reader: inout YAMLReader, usual: CongestionLimits, readsWait: Bool
    ) throws -> CongestionLimits {
        CongestionLimits(
            vehicles: try rising(&reader, "vehicles", in: vehicles) ?? usual.vehicles,
            waitSeconds: readsWait ? try rising(&reader, "wait", in: waits) ?? usual.waitSeconds : nil)
    }

    private static func rising(
        _ reader: inout YAMLReader, _ key: String, in range: ClosedRange<Double>
    ) throws -> [Double]? {
        guard let node = reader.node(key) else { return nil }
        let values = (node.sequence ?? []).compactMap(\.float)
        guard values.count == 3, node.sequence?.count == 3, values.allSatisfy(range.contains), values[0] < values[1],
            values[1] < values[2]
        else { throw reader.error(key, node, "must be three numbers above 0, each above the one before") }
        return values
    }

    /// Seconds ahead of UTC, summer time left out; 0 for what is no time zone.
    private static func utcOffsetSeconds(of name: String) -> Int {
        guard let zone = TimeZone(identifier: name) else { return 0 }
        return zone.secondsFromGMT(for: reference) - Int(zone.daylightSavingTimeOffset(for: reference))
    }

    /// What the zones know of gates.
    private struct Gates {
        private let facilities: Set<String>
        private let gates: Set<String>
        private let provinces: Set<String>

        init(_ zones: [Zone]) {
            facilities = Set(zones.filter(\.kind.isFacility).compactMap(\.facility))
            gates = Set(
                zones.compactMap { zone in
                    zone.kind == .borderGate ? zone.facility : zone.kind == .queue ? zone.gate : nil
                })
            provinces = Set(zones.compactMap(\.province))
        }

        func obstacle(toGate code: String) -> String? {
            if gates.contains(code) { return nil }
            return facilities.contains(code)
                ? "“\(code)” is no border gate, and no queue zone names it as its gate"
                : "no zone has the facility code “\(code)”"
        }

        func obstacle(toProvince name: String) -> String? {
            provinces.contains(name) ? nil : "no gate is of the province “\(name)”"
        }
    }
}
