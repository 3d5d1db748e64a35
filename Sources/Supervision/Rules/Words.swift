import Customs

/// Numbers as officers read them in messages.
enum Words {
    enum Language { case english, vietnamese }

    /// `45 min`, `2 h 05 min`; `45 phút`, `2 giờ 05 phút`.
    static func duration(_ seconds: Double, _ language: Language = .english) -> String {
        let (hour, minute) = language == .english ? ("h", "min") : ("giờ", "phút")
        let minutes = Int((seconds / 60).rounded(.down))
        guard minutes >= 60 else { return "\(minutes) \(minute)" }
        let rest = minutes % 60
        return rest == 0
            ? "\(minutes / 60) \(hour)" : "\(minutes / 60) \(hour) \(rest < 10 ? "0" : "")\(rest) \(minute)"
    }

    /// `2026-03-02 15:00 (UTC+7)`: Vietnam keeps one offset all year (Asia/Ho_Chi_Minh).
    static func localTime(_ time: Timestamp) -> String {
        let text = time.advanced(bySeconds: 7 * 3600).rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) (UTC+7)"
    }

    /// `45 s` under two minutes, then as `duration`; from two days on `30 days`.
    static func span(_ seconds: Double, _ language: Language = .english) -> String {
        let (second, days) = language == .english ? ("s", "days") : ("giây", "ngày")
        if seconds < 120 { return "\(Int(seconds.rounded())) \(second)" }
        return seconds < 2 * 86_400 ? duration(seconds, language) : "\(Int(seconds / 86_400)) \(days)"
    }

    /// `0.94`, `0,94`.
    static func number(_ value: Double, _ language: Language) -> String {
        let text = "\(value)"
        return language == .english ? text : String(text.map { $0 == "." ? "," : $0 })
    }

    /// `18 %`.
    static func percent(_ fraction: Double) -> String { "\(Int((fraction * 100).rounded())) %" }

    /// `350 m`, `1.2 km` (`1,2 km`), `34 km`.
    static func distance(_ meters: Double, _ language: Language = .english) -> String {
        if meters < 1000 { return "\(Int(meters.rounded())) m" }
        let tenths = Int((meters / 100).rounded())
        let point = language == .english ? "." : ","
        return tenths < 100
            ? "\(tenths / 10)\(point)\(tenths % 10) km" : "\(Int((meters / 1000).rounded())) km"
    }

    /// `95 km/h`.
    static func speed(_ metersPerSecond: Double) -> String { "\(Int((metersPerSecond * 3.6).rounded())) km/h" }

    /// `21.02850, 105.85420`.
    static func place(_ place: Coordinate) -> String {
        func text(_ degrees: Double) -> String {
            let digits = String(Int((abs(degrees) * 100_000).rounded()))
            let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
            return (degrees < 0 ? "-" : "") + padded.dropLast(5) + "." + padded.suffix(5)
        }
        return "\(text(place.latitude)), \(text(place.longitude))"
    }
}

extension Finding {
    /// Fills a place of the phrase in both languages.
    mutating func say(_ place: String, _ text: (Words.Language) -> String) {
        words[place] = text(.english)
        words["\(place).vi"] = text(.vietnamese)
    }
}
