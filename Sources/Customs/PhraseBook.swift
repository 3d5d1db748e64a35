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
    /// Why an alert of the rule is withdrawn when late evidence shows that it was wrong.
    public static func withdrawal(of rule: RuleCode) -> Phrase {
        switch rule {
        case .sealSignalLost:
            Phrase(
                en: "reports that came later fill the silence: the seal was reporting, and only its network was away",
                vi: "các tin đến muộn lấp khoảng im lặng: seal vẫn gửi tin, chỉ mất mạng")
        case .sealSequenceGap:
            Phrase(en: "the missing reports have come", vi: "các tin còn thiếu đã đến đủ")
        default:
            Phrase(
                en: "evidence that came later shows that it was not so",
                vi: "chứng cứ đến sau cho thấy không đúng như vậy")
        }
    }

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
            vi: "{container} đã quá thời hạn {deadline} mà chưa đến {destination}"),
        "seal-battery-low": Phrase(
            en: "The battery of seal {seal} on {container} is down to {battery}",
            vi: "Pin của seal {seal} trên {container} chỉ còn {battery}"),
        "seal-sequence-gap": Phrase(
            en: "Reports missing from seal {seal} on {container}: {count}",
            vi: "Thiếu {count} tin của seal {seal} trên {container}"),
        "seal-report-replayed": Phrase(
            en: "Seal {seal} on {container} sent an old report again under a new number",
            vi: "Seal {seal} trên {container} gửi lại tin cũ với số thứ tự mới"),
        "seal-report-replayed.number-reused": Phrase(
            en: "Seal {seal} on {container} sent another report under a number that it had used",
            vi: "Seal {seal} trên {container} gửi tin khác với số thứ tự đã dùng"),
        "seal-clock-wrong": Phrase(
            en: "The clock of seal {seal} on {container} is wrong by {offset}",
            vi: "Đồng hồ của seal {seal} trên {container} sai {offset}"),
        "seal-cloned": Phrase(
            en: "Seal {seal} on {container} reports from two places at once: a second device uses its name",
            vi: "Seal {seal} trên {container} báo từ hai nơi cùng lúc: có thiết bị thứ hai mang cùng tên"),
        "position-jump": Phrase(
            en: "The position of {container} jumped {distance} in {duration}",
            vi: "Vị trí của {container} nhảy {distance} trong {duration}"),
        "position-frozen": Phrase(
            en: "{container} reports speed, but its position does not change",
            vi: "{container} báo có tốc độ nhưng vị trí không đổi"),
        "gnss-jamming": Phrase(
            en: "Seal {seal} on {container} reports but cannot fix its position: jamming suspected",
            vi: "Seal {seal} trên {container} vẫn gửi tin nhưng mất định vị: nghi bị phá sóng"),
        "gnss-jamming.neighbours": Phrase(
            en: "{count} seals in one area lost their position or signal together: jamming suspected",
            vi: "{count} seal trong một khu vực cùng mất định vị hoặc tín hiệu: nghi bị phá sóng"),
        "gnss-spoofing": Phrase(
            en: "The positions of seal {seal} on {container} contradict each other: spoofing suspected (score {score})",
            vi: "Vị trí của seal {seal} trên {container} mâu thuẫn nhau: nghi bị giả mạo định vị (điểm {score})"),
        "route-deviation": Phrase(
            en: "{container} is {distance} outside the corridor of its route",
            vi: "{container} đi lệch khỏi hành lang tuyến đường {distance}"),
        "overspeed": Phrase(
            en: "{container} has driven at {speed} for {duration}",
            vi: "{container} chạy {speed} trong {duration}"),
        "transit-late-forecast": Phrase(
            en: "{container} is expected at {destination} at {arrival}, after its deadline {deadline}",
            vi: "{container} dự kiến đến {destination} lúc {arrival}, quá thời hạn {deadline}"),
        "meeting-suspected": Phrase(
            en: "{container} stands beside {other} where neither may stand",
            vi: "{container} dừng cạnh {other} ở nơi không được phép dừng"),
        "left-without-gate-out": Phrase(
            en: "{container} has left {facility}, and the facility has reported no gate-out",
            vi: "{container} đã rời {facility} nhưng chưa có thông báo ra cổng"),
        "gate-event-without-presence": Phrase(
            en: "{facility} reported the gate-in of {container} while its seal {seal} was {distance} away",
            vi: "{facility} báo {container} vào cổng trong khi seal {seal} ở cách đó {distance}"),
        "gate-event-without-presence.gate-out": Phrase(
            en: "{facility} reported the gate-out of {container} while its seal {seal} was {distance} away",
            vi: "{facility} báo {container} ra cổng trong khi seal {seal} ở cách đó {distance}"),
        "truck-changed": Phrase(
            en: "{container} passed the gate of {facility} on truck {plate}, and not on {expected}",
            vi: "{container} qua cổng {facility} trên xe {plate}, không phải xe {expected}"),
    ].merging(portAlerts) { general, _ in general }
}
