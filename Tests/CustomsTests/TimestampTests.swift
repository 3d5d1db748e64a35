import Customs
import Testing

@Suite("A timestamp")
struct TimestampTests {
    @Test(
        "reads RFC 3339 and what mosquitto prints",
        arguments: [
            ("2026-03-02T01:02:03Z", "2026-03-02T01:02:03Z"),
            ("2026-03-02T08:02:03+07:00", "2026-03-02T01:02:03Z"),
            ("2026-03-02T01:02:03.4567Z", "2026-03-02T01:02:03.456Z"),
            ("2026-03-02T08:02:03.123456Z+0700", "2026-03-02T01:02:03.123Z"),
            ("2024-02-29 23:59:60Z", "2024-03-01T00:00:00Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
        ])
    func reads(text: String, canonical: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == canonical)
    }

    @Test(
        "refuses what is no moment",
        arguments: [
            "2026-03-02T01:02:03", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-02T24:00:00Z",
            "2026-03-02T01:02:03.Z", "2026-03-02", "", "NaN", "2026-03-02T01:02:03Zx",
            "0000-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-03-02T01:02:03+7",
        ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("reads back every moment that it writes")
    func roundTrips() {
        var milliseconds: Int64 = -62_135_596_800_000
        while milliseconds < 253_402_300_799_999 {
            let time = Timestamp(milliseconds: milliseconds)
            #expect(Timestamp(rfc3339: time.rfc3339) == time)
            milliseconds += 7_919_483_647_123
        }
    }
}
