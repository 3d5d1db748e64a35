package import Customs
import Foundation

/// Times and days as the site's clocks show them.
package struct SiteTime: Sendable {
    private let zone: TimeZone

    /// The zone of an IANA name; UTC for a name that the machine does not know.
    package init(_ name: String) { zone = TimeZone(identifier: name) ?? .gmt }

    /// `2026-03-02T15:00:00+07:00`.
    func rfc3339(_ time: Timestamp) -> String {
        let offset = seconds(at: time) / 60
        let sign = offset < 0 ? "-" : "+"
        let local = time.advanced(bySeconds: Double(offset * 60)).rfc3339.dropLast()
        return "\(local)\(sign)\(Self.two(abs(offset) / 60)):\(Self.two(abs(offset) % 60))"
    }

    /// `02/03/2026 15:00`, with seconds where they are asked for.
    package func shown(_ time: Timestamp, withSeconds: Bool = false) -> String {
        let text = Array(time.advanced(bySeconds: Double(seconds(at: time))).rfc3339)
        let date = "\(String(text[8..<10]))/\(String(text[5..<7]))/\(String(text[0..<4]))"
        return "\(date) \(String(text[11..<(withSeconds ? 19 : 16)]))"
    }

    /// `2026-03-02`.
    func day(of time: Timestamp) -> String {
        String(time.advanced(bySeconds: Double(seconds(at: time))).rfc3339.prefix(10))
    }

    /// The number of a day `2026-03-02`, counted from 1970-01-01; `nil` where it is none.
    static func number(ofDay day: String) -> Int? {
        guard day.utf8.count == 10, let time = Timestamp(rfc3339: day + "T00:00:00Z") else { return nil }
        return Int(time.milliseconds / 86_400_000)
    }

    /// The day with a number.
    static func day(number: Int) -> String {
        String(Timestamp(milliseconds: Int64(number) * 86_400_000).rfc3339.prefix(10))
    }

    private func seconds(at time: Timestamp) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: time.seconds))
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension Call {
    var siteTime: SiteTime { SiteTime(centre.configuration.timeZone) }
}
