import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// How punctually operators report, by day.
    static let reporting = [
        Route(.get, "/v1/facilities/{code}/reporting", .needs(.readFacilities)) { call in
            let facility = try await call.readableFacility()
            return try await reportingTable(call, facilities: [facility.code], name: facility.code)
        },
        Route(.get, "/v1/reporting", .needs(.readFacilities)) { call in
            let account = try call.requireAccount()
            // Refused events that name no facility are under "": an operator sees its own of them.
            let own = account.role == .operator ? account.facilities + [""] : nil
            return try await reportingTable(call, facilities: own, name: "all")
        },
    ]

    private enum Format: String, CaseIterable { case json, csv }

    private static func reportingTable(_ call: Call, facilities: [String]?, name: String) async throws -> Response {
        let format = try call.query.choice("format", of: Format.self) ?? .json
        let days = try reportingDays(call)
        let query = ReportingQuery(
            facilities: facilities, fromDay: SiteTime.day(number: days.lowerBound),
            toDay: SiteTime.day(number: days.upperBound), timeZone: call.centre.configuration.timeZone)
        let account = try call.requireAccount()
        let rows = try await call.source.reporting(query).filter { row in
            !row.facility.isEmpty || account.role != .operator || row.account == account.name
        }
        switch format {
        case .json: return try .json(Page(items: rows, next: nil))
        case .csv:
            let file = "reporting-\(name)-\(query.fromDay)-\(query.toDay).csv"
            let disposition = Identifier.isValid(name) ? "attachment; filename=\"\(file)\"" : "attachment"
            return .bytes(
                ReportingTable.csv(rows), "text/csv; charset=utf-8", headers: [.contentDisposition: disposition])
        }
    }

    /// `from` to `to`, both included; the last seven days where they are absent.
    private static func reportingDays(_ call: Call) throws -> ClosedRange<Int> {
        let today = SiteTime.number(ofDay: call.siteTime.day(of: call.source.now)) ?? 0
        func day(_ name: String) throws -> Int? {
            guard let text = try call.query.text(name) else { return nil }
            guard let number = SiteTime.number(ofDay: text) else {
                throw BadRequest("\(name) is “\(text)”, but must be a day such as 2026-03-02")
            }
            return number
        }
        let from = try day("from")
        let to = try day("to") ?? max(today, from ?? today)
        let first = from ?? to - 6
        guard first <= to else { throw BadRequest("from is after to") }
        guard to - first < 366 else { throw BadRequest("from and to are more than 366 days apart") }
        return first...to
    }
}

/// The reporting table as a file.
enum ReportingTable {
    /// RFC 4180, with a header; delays in seconds.
    static func csv(_ rows: [ReportingRow]) -> [UInt8] {
        var writer = ByteWriter(capacity: 128 + rows.count * 80)
        writer.append("day,account,facility,events,medianDelay,percentile95Delay,late,backlog,corrections,")
        writer.append("cancellations,rejections\r\n")
        for row in rows {
            writer.append(row.day)
            writer.append(",")
            writer.csv(row.account)
            writer.append(",")
            writer.csv(row.facility)
            writer.append(",")
            writer.integer(Int64(row.events))
            for delay in [row.medianDelay, row.percentile95Delay] {
                writer.append(",")
                if let delay { writer.number(delay) }
            }
            for count in [row.late, row.backlog, row.corrections, row.cancellations, row.rejections] {
                writer.append(",")
                writer.integer(Int64(count))
            }
            writer.append("\r\n")
        }
        return writer.bytes
    }
}
