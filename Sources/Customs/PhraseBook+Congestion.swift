extension PhraseBook {
    /// What the board of the gates says, and the names of levels and flows, by key; the console has them too.
    public static let board: [String: Phrase] = [
        "level.unknown": Phrase(en: "No data", vi: "Chưa có số liệu"),
        "level.green": Phrase(en: "Clear", vi: "Thông thoáng"),
        "level.yellow": Phrase(en: "Busy", vi: "Đông xe"),
        "level.orange": Phrase(en: "Very busy", vi: "Rất đông xe"),
        "level.red": Phrase(en: "Jammed", vi: "Ùn tắc"),
        "level.stale": Phrase(en: "Out of date", vi: "Số liệu cũ"),
        "flow.normal": Phrase(en: "Normal", vi: "Bình thường"),
        "flow.reduced": Phrase(en: "Slower than usual", vi: "Chậm hơn thường lệ"),
        "flow.stopped": Phrase(en: "Stopped", vi: "Ngừng thông xe"),
        "flow.reduced.since": Phrase(en: "Slower since {time}", vi: "Chậm hơn thường lệ từ {time}"),
        "flow.stopped.since": Phrase(en: "Stopped since {time}", vi: "Ngừng thông xe từ {time}"),

        "board.title": Phrase(en: "Border gate queues", vi: "Hàng xe chờ tại cửa khẩu"),
        "board.link": Phrase(en: "Public board", vi: "Bảng công bố"),
        "board.all": Phrase(en: "All gates", vi: "Tất cả cửa khẩu"),
        "board.others": Phrase(en: "Other gates", vi: "Các cửa khẩu khác"),
        "board.none": Phrase(en: "No gate's queue is watched.", vi: "Chưa theo dõi hàng xe của cửa khẩu nào."),
        "board.no-gate": Phrase(
            en: "There is no gate {gate} whose queue is watched.",
            vi: "Không có cửa khẩu {gate} nào được theo dõi hàng xe."),
        "board.loading": Phrase(en: "Loading…", vi: "Đang tải…"),
        "board.live": Phrase(en: "Up to date", vi: "Đang cập nhật"),
        "board.lost": Phrase(
            en: "No connection since {time}. What is shown is {age} old.",
            vi: "Mất kết nối từ {time}. Số liệu đang hiện đã cũ {age}."),
        "board.lost-empty": Phrase(
            en: "The server cannot be reached. Trying again…", vi: "Không kết nối được máy chủ. Đang thử lại…"),
        "board.console": Phrase(en: "For officers", vi: "Dành cho cán bộ"),
        "board.terms": Phrase(
            en: "Estimates from counts of vehicles; no vehicle is identified. Road signs and officers come first.",
            vi: "Số liệu ước tính theo số lượng xe, không nhận dạng xe nào. "
                + "Luôn theo biển báo và hướng dẫn của cán bộ."),

        "board.wait": Phrase(en: "Wait if you join now", vi: "Thời gian chờ nếu vào hàng lúc này"),
        "board.wait-short": Phrase(en: "Wait now", vi: "Chờ lúc này"),
        "board.vehicles": Phrase(en: "Vehicles waiting", vi: "Xe đang chờ"),
        "board.vehicles-unit": Phrase(en: "vehicles", vi: "xe"),
        "board.between": Phrase(en: "{low} to {high}", vi: "từ {low} đến {high}"),
        "board.unknown": Phrase(en: "not known", vi: "chưa rõ"),
        "board.was": Phrase(en: "last: {level}", vi: "lần cuối: {level}"),
        "board.open-until": Phrase(en: "Open until {time}", vi: "Mở đến {time}"),
        "board.open-always": Phrase(en: "Open day and night", vi: "Mở cả ngày đêm"),
        "board.closed": Phrase(en: "Closed", vi: "Đóng cửa"),
        "board.closed-until": Phrase(en: "Closed until {time}", vi: "Đóng đến {time}"),
        "board.open-stopped": Phrase(en: "Nothing passes", vi: "Không có xe qua"),
        "board.flow": Phrase(en: "Flow", vi: "Thông xe"),
        "board.expected": Phrase(en: "Expected: {level} at {time}", vi: "Dự báo: {level} lúc {time}"),
        "board.advice": Phrase(en: "Go to {gate}: saves {saved}", vi: "Nên đi {gate}: nhanh hơn {saved}"),
        "board.advice-parts": Phrase(
            en: "{road} on the road, then {wait} of waiting", vi: "đi đường {road}, rồi chờ {wait}"),
        "board.advice-more": Phrase(en: "Also {gate}: saves {saved}", vi: "Hoặc {gate}: nhanh hơn {saved}"),
        "board.no-advice": Phrase(
            en: "No gate for the same goods is known to be faster.",
            vi: "Chưa thấy cửa khẩu nào cùng loại hàng nhanh hơn."),
        "board.measured": Phrase(en: "Those who just passed waited", vi: "Xe vừa qua đã chờ"),
        "board.rates": Phrase(en: "In and out", vi: "Vào và qua"),
        "board.rates-value": Phrase(en: "{in} join, {out} pass an hour", vi: "{in} xe vào, {out} xe qua mỗi giờ"),
        "board.capacity": Phrase(en: "Capacity", vi: "Năng lực"),
        "board.capacity-of": Phrase(en: "{seen} of {set} an hour", vi: "{seen}/{set} xe mỗi giờ"),
        "board.capacity-seen": Phrase(en: "{seen} an hour, observed", vi: "{seen} xe mỗi giờ (thực tế)"),
        "board.capacity-set": Phrase(en: "{set} an hour, as configured", vi: "{set} xe mỗi giờ (theo cấu hình)"),
        "board.seen": Phrase(en: "Seen", vi: "Ghi nhận"),
        "board.seen-value": Phrase(en: "{share} of all", vi: "{share} số xe"),
        "board.age": Phrase(en: "{age} ago", vi: "cách đây {age}"),
        "board.age-now": Phrase(en: "just now", vi: "vừa xong"),
        "board.evidence": Phrase(en: "Data", vi: "Số liệu"),
        "board.no-evidence": Phrase(en: "none yet", vi: "chưa có"),

        "board.plot": Phrase(en: "Last 24 hours and next 12", vi: "24 giờ qua và 12 giờ tới"),
        "board.plot-show": Phrase(en: "Plots show", vi: "Biểu đồ"),
        "board.plot-vehicles": Phrase(en: "Vehicles", vi: "Số xe"),
        "board.plot-wait": Phrase(en: "Wait", vi: "Giờ chờ"),
        "board.plot-now": Phrase(en: "now", vi: "lúc này"),
        "board.plot-empty": Phrase(en: "Nothing to plot yet", vi: "Chưa có gì để vẽ"),
        "board.plot-label": Phrase(
            en: "{what} at {gate}: last 24 hours and forecast. Arrow keys read values.",
            vi: "{what} tại {gate}: 24 giờ qua và dự báo. Dùng phím mũi tên để đọc số."),
        "board.plot-past": Phrase(en: "{time}: {value}", vi: "{time}: {value}"),
        "board.plot-future": Phrase(
            en: "{time}: {value}, likely {low} to {high}", vi: "{time}: {value}, khoảng {low} đến {high}"),
        "board.plot-opens": Phrase(en: "opens", vi: "mở"),
        "board.plot-closes": Phrase(en: "closes", vi: "đóng"),
        "board.key-past": Phrase(en: "so far", vi: "đã qua"),
        "board.key-forecast": Phrase(en: "forecast", vi: "dự báo"),
        "board.key-band": Phrase(en: "8 times in 10", vi: "8 trong 10 lần"),
        "board.key-closed": Phrase(en: "closed", vi: "đóng cửa"),

        "board.forecast": Phrase(en: "If you join the queue at …", vi: "Nếu vào hàng lúc …"),
        "board.forecast-at": Phrase(en: "At", vi: "Lúc"),
        "board.forecast-level": Phrase(en: "Level", vi: "Mức"),
        "board.scores": Phrase(en: "How good the forecasts were", vi: "Dự báo đã đúng đến đâu"),
        "board.scores-note": Phrase(
            en: "Last 30 days: mean error of the wait, and how often it fell in the band (8 times in 10 is right).",
            vi: "30 ngày qua: sai số trung bình của thời gian chờ, và tỷ lệ nằm trong khoảng dự báo (đúng là 80 %)."),
        "board.scores-ahead": Phrase(en: "Ahead", vi: "Dự báo trước"),
        "board.scores-error": Phrase(en: "Error", vi: "Sai số"),
        "board.scores-now": Phrase(en: "“As now” would err", vi: "Nếu coi như hiện tại"),
        "board.scores-usual": Phrase(en: "“As usual” would err", vi: "Nếu coi như thường lệ"),
        "board.scores-band": Phrase(en: "In the band", vi: "Trong khoảng"),
        "board.scores-count": Phrase(en: "Forecasts", vi: "Số dự báo"),
        "board.scores-line": Phrase(
            en: "Forecasts {ahead} ahead: wait off by {error}, in the band {band}",
            vi: "Dự báo trước {ahead}: sai {error}, trong khoảng {band}"),
        "board.scores-none": Phrase(en: "No forecast has been scored yet.", vi: "Chưa có dự báo nào được chấm."),
        "board.gates-empty": Phrase(en: "No gate has evidence yet.", vi: "Chưa có số liệu của cửa khẩu nào."),

        "unit.minutes": Phrase(en: "{m} min", vi: "{m} phút"),
        "unit.hours": Phrase(en: "{h} h", vi: "{h} giờ"),
        "unit.hours-minutes": Phrase(en: "{h} h {m} min", vi: "{h} giờ {m} phút"),
        "unit.days": Phrase(en: "{d} d", vi: "{d} ngày"),
        "unit.days-hours": Phrase(en: "{d} d {h} h", vi: "{d} ngày {h} giờ"),
        "unit.under-minute": Phrase(en: "under 1 min", vi: "dưới 1 phút"),
    ]
}

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
