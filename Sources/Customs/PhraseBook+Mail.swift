extension PhraseBook {
    /// The words of messages about alerts, beside those of the console.
    public static let mail: [String: Phrase] = [
        "raised": Phrase(en: "new", vi: "mới"),
        "escalated": Phrase(en: "not acknowledged in time", vi: "chưa được ghi nhận kịp thời"),
        "cleared": Phrase(en: "over", vi: "đã kết thúc"),
        "withdrawn": Phrase(en: "withdrawn: it was not so", vi: "đã rút: không đúng như vậy"),
        "what": Phrase(en: "Alert", vi: "Cảnh báo"),
        "rule": Phrase(en: "Rule", vi: "Quy tắc"),
        "severity": Phrase(en: "Severity", vi: "Mức độ"),
        "since": Phrase(en: "Since", vi: "Từ lúc"),
        "detected": Phrase(en: "Detected", vi: "Phát hiện lúc"),
        "container": Phrase(en: "Container", vi: "Container"),
        "seal": Phrase(en: "Seal", vi: "Seal"),
        "transit": Phrase(en: "Transit", vi: "Chuyến"),
        "facility": Phrase(en: "Facility", vi: "Địa điểm"),
        "position": Phrase(en: "Position", vi: "Vị trí"),
        "id": Phrase(en: "Number of the alert", vi: "Mã cảnh báo"),
        "zone": Phrase(en: "Times are of", vi: "Giờ theo"),
    ]
}
