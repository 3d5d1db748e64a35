import Customs

/// Numbers as officers read them in messages, the same in both languages.
enum Words {
    /// `45 min`, `2 h 05 min`.
    static func duration(_ seconds: Double) -> String {
        let minutes = Int((seconds / 60).rounded(.down))
        guard minutes >= 60 else { return "\(minutes) min" }
        let rest = minutes % 60
        return rest == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(rest < 10 ? "0" : "")\(rest) min"
    }

    /// `2026-03-02 15:00 (UTC+7)`: Vietnam keeps one offset all year (Asia/Ho_Chi_Minh).
    static func localTime(_ time: Timestamp) -> String {
        let text = time.advanced(bySeconds: 7 * 3600).rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) (UTC+7)"
    }
}
