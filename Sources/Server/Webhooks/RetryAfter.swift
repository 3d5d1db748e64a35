package import Customs
import Foundation

/// How long a receiver asks to be left alone (RFC 9110, section 10.2.3).
package enum RetryAfter {
    /// No wish is honoured for longer than an hour.
    package static let maximumSeconds = 3600.0

    /// Seconds from `now`, given as such or as a date; `nil` for what is neither.
    package static func seconds(_ text: String, now: Timestamp) -> Double? {
        let text = text.trimmingCharacters(in: .whitespaces)
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return min(Double(text) ?? maximumSeconds, maximumSeconds)
        }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        guard let date = formatter.date(from: text) else { return nil }
        return min(max(date.timeIntervalSince1970 - now.seconds, 0), maximumSeconds)
    }
}
