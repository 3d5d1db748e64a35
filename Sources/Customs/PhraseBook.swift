/// A sentence or label in the two languages that officers read. `{name}` marks a place to fill.
public struct Phrase: Sendable, Hashable, Codable {
    public var en: String
    public var vi: String

    public init(en: String, vi: String) {
        self.en = en
        self.vi = vi
    }

    /// The phrase with every `{name}` of `values` filled.
    public func filled(_ values: [String: String]) -> Phrase {
        Phrase(en: Self.fill(en, values), vi: Self.fill(vi, values))
    }

    private static func fill(_ text: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            result += rest[..<open]
            result += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

/// The one string table: everything that officers read, by key.
public enum PhraseBook {
    /// Alert messages, by rule code.
    public static let alerts: [String: Phrase] = [
        "seal-tampered": Phrase(
            en: "Seal {seal} on {container} reports tampering: cable cut or case opened",
            vi: "Seal {seal} trên {container} báo bị can thiệp: cắt dây hoặc mở vỏ"),
        "seal-unlocked": Phrase(
            en: "Seal {seal} on {container} was unlocked before its transit was closed",
            vi: "Seal {seal} trên {container} bị mở khóa khi chuyến chưa được kết thúc"),
        "seal-signal-lost": Phrase(
            en: "No report of seal {seal} on {container} for more than {limit}",
            vi: "Không có tín hiệu của seal {seal} trên {container} quá {limit}"),
        "unauthorised-stop": Phrase(
            en: "{container} has stood for {duration} where it may not stand",
            vi: "{container} dừng {duration} ở nơi không được phép dừng"),
        "forbidden-zone": Phrase(
            en: "{container} entered the forbidden zone {zone}",
            vi: "{container} đi vào vùng cấm {zone}"),
        "wrong-destination": Phrase(
            en: "{container} came to {facility}, which is not on its way to {destination}",
            vi: "{container} đến {facility}, không nằm trên hành trình đến {destination}"),
        "transit-overdue": Phrase(
            en: "{container} has not arrived at {destination} by its deadline {deadline}",
            vi: "{container} chưa đến {destination} khi quá thời hạn {deadline}"),
    ]
}
