import Customs
import Foundation

/// The days of a reporting table with their boundaries in its time zone.
struct ReportingDays {
    static let maximum = 366

    struct Day: Sendable {
        /// `2026-03-02`.
        var name: String
        /// Milliseconds since 1970 UTC, the end excluded.
        var from: Int64
        var to: Int64
    }

    let days: [Day]

    /// - Throws: `LedgerError.badReportingRange` where a day or the zone is none, or days are in the wrong order or too
    ///   many.
    init(_ query: ReportingQuery) throws {
        guard let zone = TimeZone(identifier: query.timeZone) else {
            throw LedgerError.badReportingRange("“\(query.timeZone)” is not a time zone")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let first = try Self.noon(query.fromDay, calendar)
        let last = try Self.noon(query.toDay, calendar)
        guard first <= last else {
            throw LedgerError.badReportingRange("\(query.fromDay) is after \(query.toDay)")
        }
        let count = (calendar.dateComponents([.day], from: first, to: last).day ?? .max - 1) + 1
        guard count <= Self.maximum else {
            throw LedgerError.badReportingRange(
                "from \(query.fromDay) to \(query.toDay) is \(count) days; ask for \(Self.maximum) at most")
        }
        // By noon: every day has one, where some zones skip a midnight.
        let noons = (0...count).compactMap { calendar.date(byAdding: .day, value: $0, to: first) }
        guard noons.count == count + 1 else {
            throw LedgerError.badReportingRange("the calendar of “\(query.timeZone)” ends before \(query.toDay)")
        }
        days = zip(noons, noons.dropFirst()).map { noon, next in
            Day(
                name: Self.name(of: noon, calendar), from: Self.milliseconds(calendar.startOfDay(for: noon)),
                to: Self.milliseconds(calendar.startOfDay(for: next)))
        }
    }

    private static func noon(_ day: String, _ calendar: Calendar) throws -> Date {
        let parts = day.split(separator: "-", omittingEmptySubsequences: false)
        if parts.map(\.utf8.count) == [4, 2, 2], parts.joined().utf8.allSatisfy({ 48...57 ~= $0 }) {
            let numbers = parts.compactMap { Int($0) }
            let components = DateComponents(year: numbers[0], month: numbers[1], day: numbers[2], hour: 12)
            // The calendar would take 31 February for 3 March.
            if let date = calendar.date(from: components), name(of: date, calendar) == day { return date }
        }
        throw LedgerError.badReportingRange("“\(day)” is not a day; write it like 2026-03-02")
    }

    private static func name(of date: Date, _ calendar: Calendar) -> String {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        func digits(_ number: Int?, _ width: Int) -> String {
            let text = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(digits(parts.year, 4))-\(digits(parts.month, 2))-\(digits(parts.day, 2))"
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Timestamp(seconds: date.timeIntervalSince1970).milliseconds
    }
}
