extension PhraseBook {
    /// Why a container may not leave, or what else the gate ought to know.
    ///
    /// - Parameter detail: the reason that Customs gave.
    static func release(_ code: ReleaseCheck.Reason.Code, declaration: String, detail: String?) -> Phrase {
        let phrase =
            releaseReasons[code]?.filled(["declaration": declaration]) ?? Phrase(en: code.rawValue, vi: code.rawValue)
        guard let detail, !detail.isEmpty else { return phrase }
        return Phrase(en: "\(phrase.en): \(detail)", vi: "\(phrase.vi): \(detail)")
    }

    private static let releaseReasons: [ReleaseCheck.Reason.Code: Phrase] = [
        .noClearance: Phrase(
            en: "Customs has not released this container", vi: "Hải quan chưa cho phép container này thông quan"),
        .revoked: Phrase(
            en: "The release under declaration {declaration} was revoked",
            vi: "Quyết định thông quan của tờ khai {declaration} đã bị thu hồi"),
        .releaseUsed: Phrase(
            en: "The release under declaration {declaration} was for a departure that has been",
            vi: "Quyết định thông quan của tờ khai {declaration} đã dùng cho lần ra trước"),
        .held: Phrase(
            en: "Held by Customs under declaration {declaration}", vi: "Hải quan tạm giữ theo tờ khai {declaration}"),
        .scan: Phrase(
            en: "Selected for scanning under declaration {declaration}",
            vi: "Được chọn soi chiếu theo tờ khai {declaration}"),
        .inspection: Phrase(
            en: "Selected for inspection under declaration {declaration}",
            vi: "Được chọn kiểm tra thực tế theo tờ khai {declaration}"),
        .notInStock: Phrase(
            en: "No gate-in or discharge says that it stands in this facility",
            vi: "Không có thông tin container đang ở trong khu vực này"),
        .empty: Phrase(
            en: "Reported as empty: it leaves without a declaration",
            vi: "Khai là container rỗng: ra không cần tờ khai"),
        .numberInvalid: Phrase(
            en: "The number's check digit is wrong (ISO 6346)", vi: "Số container sai chữ số kiểm tra (ISO 6346)"),
    ]

    /// Why an alert is withdrawn when the operator corrects its event, or takes it back.
    public static func correction(isCancelled: Bool) -> Phrase {
        isCancelled
            ? Phrase(en: "the operator took the event back", vi: "doanh nghiệp đã hủy thông báo")
            : Phrase(en: "the operator corrected the event", vi: "doanh nghiệp đã sửa thông báo")
    }

    /// Messages of the alerts of gate events, stays and calls; part of `alerts`.
    static let portAlerts: [String: Phrase] = [
        "gate-out-without-clearance": Phrase(
            en: "{container} left {facility} without clearance: {reason}",
            vi: "{container} ra khỏi {facility} khi chưa được phép: {reason}"),
        "gate-out-on-hold": Phrase(
            en: "{container} left {facility} although it may not: {reason}",
            vi: "{container} ra khỏi {facility} khi đang bị giữ: {reason}"),
        "seal-mismatch": Phrase(
            en: "{facility} lists seal {listed} on {container}; the record has {expected}",
            vi: "{facility} ghi seal {listed} trên {container}; hồ sơ ghi {expected}"),
        "seal-missing": Phrase(
            en: "Seal {seals} is missing from {container} at {facility}",
            vi: "Seal {seals} không còn trên {container} tại {facility}"),
        "seal-missing.broken": Phrase(
            en: "Seal {seals} on {container} is broken at {facility}",
            vi: "Seal {seals} trên {container} bị đứt tại {facility}"),
        "container-number-invalid": Phrase(
            en: "{facility} reported {container}, which is no right container number (ISO 6346)",
            vi: "{facility} báo số container {container} không hợp lệ (ISO 6346)"),
        "storage-overdue": Phrase(
            en: "{container} has stood in {facility} since {since}, longer than {limit}",
            vi: "{container} lưu tại {facility} từ {since}, quá {limit}"),
        "gate-report-late": Phrase(
            en: "{account} reported {container} at {facility} {lateness} after the event; the deadline is {limit}",
            vi: "{account} báo {container} tại {facility} chậm {lateness} sau sự kiện; thời hạn là {limit}"),
        "manifest-discrepancy": Phrase(
            en: "Call {call} at {facility}: {missing} containers of the manifest missing, {unexpected} not on it",
            vi: "Chuyến {call} tại {facility}: thiếu {missing} container so với bản khai, thừa {unexpected}"),
    ]
}
