extension PhraseBook {
    /// The message of a `congestion` alert, with and without an estimated wait.
    public static let congestion = Phrase(
        en: "{name}: about {vehicles} vehicles waiting, level {level}",
        vi: "{name}: khoảng {vehicles} xe đang chờ, mức {level}")
    public static let congestionWithWait = Phrase(
        en: "{name}: about {vehicles} vehicles waiting, level {level}; one that joins now waits {wait}",
        vi: "{name}: khoảng {vehicles} xe đang chờ, mức {level}; xe đến bây giờ phải chờ {wait}")

    /// The levels in words.
    public static func name(of level: CongestionLevel) -> Phrase {
        switch level {
        case .unknown: Phrase(en: "unknown", vi: "chưa rõ")
        case .green: Phrase(en: "green", vi: "xanh")
        case .yellow: Phrase(en: "yellow", vi: "vàng")
        case .orange: Phrase(en: "orange", vi: "cam")
        case .red: Phrase(en: "red", vi: "đỏ")
        }
    }
}
