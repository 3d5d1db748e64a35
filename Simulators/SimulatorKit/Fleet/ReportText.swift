package import Customs
import Foundation

/// A seal's report as the device writes it: the contract's keys in a fixed order, numbers with fixed decimals.
package enum ReportText {
    /// The report as a JSON object; the seal itself is named by the topic.
    package static func json(_ report: SealReport) -> String {
        var fields: [String] = []
        func add(_ key: String, _ text: String?) {
            if let text { fields.append("\"\(key)\":\(text)") }
        }
        func quoted(_ text: String?) -> String? { text.map { "\"\($0)\"" } }
        add("seq", report.sequence.map(String.init))
        if report.boot != "0" { add("boot", quoted(report.boot)) }
        add("time", quoted(report.fixTime.rfc3339))
        add("mode", String(report.mode))
        add("lat", report.position.map { fixed($0.latitude, 7) })
        add("lon", report.position.map { fixed($0.longitude, 7) })
        add("alt", report.altitudeMeters.map { fixed($0, 1) })
        add("speed", report.speedMetersPerSecond.map { fixed($0, 2) })
        add("track", report.courseDegrees.map { fixed($0, 1) })
        add("eph", report.horizontalErrorMeters.map { fixed($0, 1) })
        add("satellites", report.satellites.map(String.init))
        add("hdop", report.hdop.map { fixed($0, 2) })
        add("cn0", report.carrierToNoise.map { fixed($0, 1) })
        add("state", quoted(report.state.rawValue))
        add("battery", report.battery.map { fixed($0, 3) })
        add("interval", report.intervalSeconds.map { fixed($0, 0) })
        add("container", quoted(report.container))
        return "{" + fields.joined(separator: ",") + "}"
    }

    /// The number with so many decimals, rounded half away from zero, in every locale and on every platform.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
        let scaled = Int64((value * Double(scale)).rounded())
        let sign = scaled < 0 ? "-" : ""
        let (whole, part) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let digits = String(part)
        return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
    }
}
