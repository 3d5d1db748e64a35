import Customs
import Testing
import Wire

@Suite("The contract's seal reports")
struct SealReportTests {
    private func decode(_ payload: String) -> Decoded { Wire.decode(Sample.mqtt(payload)) }

    @Test("A full report gives every field, with its origin and digest")
    func fullReport() {
        let payload = """
            {"seal":"VNSEAL0001","seq":1208,"boot":"a41f","time":"2026-03-02T08:02:03.250+07:00","mode":2,"lat":20.96758,
            "lon":106.45012,"alt":4.1,"speed":13.9,"track":271.5,"eph":6.2,"satellites":11,"hdop":0.9,"cn0":38.5,
            "state":"unlocked","battery":0.83,"interval":30,"container":"csqu 305438-3","key":"k1","sig":"MEUC"}
            """
        let decoded = decode(payload)
        let expected = SealReport(
            seal: "VNSEAL0001", boot: "a41f", sequence: 1208,
            fixTime: Timestamp(milliseconds: 1_772_413_323_250), mode: 2,
            position: Coordinate(latitude: 20.96758, longitude: 106.45012), altitudeMeters: 4.1,
            speedMetersPerSecond: 13.9, courseDegrees: 271.5, horizontalErrorMeters: 6.2, satellites: 11, hdop: 0.9,
            carrierToNoise: 38.5, state: .unlocked, battery: 0.83, intervalSeconds: 30, container: "CSQU3054383",
            key: "k1", signature: "MEUC")
        let digest = StableHash.of(Array(payload.utf8))
        #expect(decoded == [.success(.report(expected, .seal, digest: digest))])
    }

    @Test("A smallest report gets the defaults: boot 0, mode 1, locked")
    func defaults() {
        let report = decode(Sample.report()).reports.first
        #expect(report?.boot == "0")
        #expect(report?.mode == 1)
        #expect(report?.state == .locked)
        #expect(report?.position == nil)
        #expect(report?.battery == nil)
        #expect(report?.container == nil)
    }

    @Test("With coordinates and no mode the mode is 3")
    func modeWithCoordinates() {
        #expect(decode(Sample.report("\"lat\":20,\"lon\":106")).reports.first?.mode == 3)
    }

    @Test("Null counts as absent, unknown keys are ignored, and of a doubled key the last counts")
    func leniency() {
        let report = decode(
            Sample.report(
                "\"boot\":null,\"lat\":null,\"lon\":null,\"x\":{\"y\":[1,{\"lat\":5}]},\"battery\":7,\"battery\":0.5")
        ).reports.first
        #expect(report?.boot == "0")
        #expect(report?.position == nil)
        #expect(report?.battery == 0.5)
    }

    @Test("A key written with escapes is the same key")
    func escapedKey() {
        let report = decode("{\"s\\u0065q\":3,\"time\":\"2026-03-02T01\\u003a02:03Z\",\"boot\":\"\\ud83d\\udd12\"}")
            .reports.first
        #expect(report?.sequence == 3)
        #expect(report?.boot == "🔒")
    }

    @Test("A track of 360 degrees is north")
    func north() {
        #expect(decode(Sample.report("\"track\":360")).reports.first?.courseDegrees == 0)
    }

    @Test("A container with a wrong check digit stays, without its blanks")
    func container() {
        #expect(decode(Sample.report("\"container\":\"csqu305438-4\"")).reports.first?.container == "CSQU3054384")
    }

    @Test(
        "A bad value is refused with its field, the value and the rule",
        arguments: [
            ("\"lat\":91,\"lon\":106", Rejection.Reason.outOfRange, "lat is 91, not within -90...90"),
            ("\"lat\":20,\"lon\":-180.5", .outOfRange, "lon is -180.5, not within -180...180"),
            ("\"lat\":20", .missingField, "lon is missing, but lat is there"),
            ("\"lon\":20", .missingField, "lat is missing, but lon is there"),
            ("\"lat\":\"20\",\"lon\":106", .wrongType, "lat is \"20\", not a number"),
            ("\"alt\":-1000.5", .outOfRange, "alt is -1000.5, not within -1000...100000"),
            ("\"alt\":1e999", .outOfRange, "alt is 1e999, not within -1000...100000"),
            ("\"speed\":-1", .outOfRange, "speed is -1, not within 0...1000"),
            ("\"track\":360.5", .outOfRange, "track is 360.5, not within 0...360"),
            ("\"eph\":-0.1", .outOfRange, "eph is -0.1, not within 0...100000000"),
            ("\"satellites\":1001", .outOfRange, "satellites is 1001, not within 0...1000"),
            ("\"satellites\":3.5", .wrongType, "satellites is 3.5, not an integer"),
            ("\"hdop\":-1", .outOfRange, "hdop is -1, not within 0...1000000"),
            ("\"cn0\":101", .outOfRange, "cn0 is 101, not within 0...100"),
            ("\"battery\":83", .outOfRange, "battery is 83, not within 0...1"),
            ("\"battery\":true", .wrongType, "battery is true, not a number"),
            ("\"interval\":0", .outOfRange, "interval is 0, not above 0"),
            ("\"interval\":-5", .outOfRange, "interval is -5, not within 0...31536000"),
            ("\"mode\":4", .outOfRange, "mode is 4, not within 0...3"),
            ("\"state\":\"open\"", .outOfRange, "state is \"open\", not locked, unlocked or tampered"),
            ("\"state\":1", .wrongType, "state is 1, not a string"),
            ("\"boot\":\"\"", .outOfRange, "boot is \"\", which has 0 bytes, not 1...64"),
            ("\"boot\":7", .wrongType, "boot is 7, not a string"),
            ("\"container\":\" - \"", .outOfRange, "container is \" - \", not 1 to 20 characters"),
            ("\"seq\":-1", .outOfRange, "seq is -1, not within 0...9007199254740992"),
            ("\"seq\":9007199254740993", .outOfRange, "seq is 9007199254740993, not within 0...9007199254740992"),
            ("\"seq\":\"1\"", .wrongType, "seq is \"1\", not an integer"),
            ("\"seq\":1.5", .wrongType, "seq is 1.5, not an integer"),
            ("\"seq\":null", .missingField, "seq is missing"),
            ("\"time\":null", .missingField, "time is missing"),
            ("\"time\":\"2026-02-30T00:00:00Z\"", .wrongType, "time is \"2026-02-30T00:00:00Z\", not an RFC 3339 time"),
            ("\"time\":1772413323", .wrongType, "time is 1772413323, not an RFC 3339 time"),
            (
                "\"time\":\"1970-01-01T00:00:00Z\"", .timeBeforeGPSEpoch,
                "time is 1970-01-01T00:00:00Z, before GPS time began (1980-01-06T00:00:00Z)"
            ),
            (
                "\"time\":\"2026-03-03T01:05:01Z\"", .timeInFuture,
                "time is 2026-03-03T01:05:01Z, more than 24 hours after it came (2026-03-02T01:05:00Z)"
            ),
            (
                "\"seal\":\"VNSEAL0002\"", .wrongTopic,
                "seal is \"VNSEAL0002\", but this is the topic of another seal, VNSEAL0001"
            ),
        ])
    func badValue(field: String, reason: Rejection.Reason, detail: String) {
        #expect(decode(Sample.report(field)) == [.failure(Rejection(reason, detail, subject: .report))])
    }

    @Test("The ends of the ranges are inside")
    func ends() {
        let decoded = decode(
            Sample.report(
                "\"seq\":9007199254740992,\"time\":\"2026-03-03T01:05:00Z\",\"lat\":-90,\"lon\":180,\"alt\":-1000,"
                    + "\"speed\":1000,\"eph\":0,\"satellites\":1000,\"hdop\":0,\"cn0\":100,\"battery\":1,\"mode\":0"))
        #expect(decoded.reports.first?.sequence == 9_007_199_254_740_992)
        #expect(decode(Sample.report("\"time\":\"1980-01-06T00:00:00Z\"")).reports.count == 1)
    }

    @Test("Whole numbers in other forms are integers too")
    func integerForms() {
        #expect(decode(Sample.report("\"seq\":1e3")).reports.first?.sequence == 1000)
        #expect(decode(Sample.report("\"seq\":7.0")).reports.first?.sequence == 7)
    }

    @Test("A long value is clipped to 60 characters in the detail")
    func clipped() {
        let long = String(repeating: "ă", count: 500)
        let detail = decode(Sample.report("\"state\":\"\(long)\"")).rejections.first?.detail
        #expect(detail == "state is \"\(String(repeating: "ă", count: 59))…, not locked, unlocked or tampered")
    }

    @Test("Signing key and signature are kept up to 1,024 bytes")
    func signature() {
        let long = String(repeating: "s", count: 1024)
        #expect(decode(Sample.report("\"sig\":\"\(long)\"")).reports.first?.signature == long)
        #expect(decode(Sample.report("\"sig\":\"\(long)s\"")).reasons == [.outOfRange])
        #expect(decode(Sample.report("\"key\":\"\(long)s\"")).reasons == [.outOfRange])
    }

    @Test("In an array each element stands for itself, in order, with a digest of its own bytes")
    func array() {
        let good = Sample.report("\"lat\":20,\"lon\":106")
        let payload = " [ \(good) ,\(Sample.report("\"lat\":91,\"lon\":1")), 42, {\"seq\":2}, \(Sample.report()) ] "
        let decoded = decode(payload)
        #expect(decoded.count == 5)
        #expect(decoded.reasons == [.outOfRange, .wrongType, .missingField])
        #expect(
            decoded.rejections.map(\.detail) == [
                "[1].lat is 91, not within -90...90", "[2] is a number, not a report's object", "[3].time is missing",
            ])
        #expect(decoded.digests == [good, Sample.report()].map { StableHash.of(Array($0.utf8)) })
        #expect(decode(good).digests == [decoded.digests[0]])
    }

    @Test("A NaN spoils its own element and no other")
    func notANumberInArray() {
        for word in ["NaN", "-Infinity", "inf", "-nan"] {
            let decoded = decode("[\(Sample.report()),\(Sample.report("\"x\":[\(word)]")),\(Sample.report())]")
            #expect(decoded.reports.count == 2)
            #expect(decoded.reasons == [.malformedJSON])
            #expect(decoded.rejections[0].detail.hasPrefix("[1] malformed JSON at byte "))
        }
    }

    @Test("An empty array is one rejection")
    func emptyArray() {
        #expect(decode(" [ ] ").reasons == [.missingField])
    }

    @Test(
        "A topic under the seals that names no seal's reports is refused",
        arguments: [
            "vasscm/v1/seals//reports", "vasscm/v1/seals/a+b/reports", "vasscm/v1/seals/a/b/reports",
            "vasscm/v1/seals/đ/reports", "vasscm/v1/seals/A/report", "vasscm/v1/seals/reports",
            "vasscm/v1/seals/\(String(repeating: "a", count: 65))/reports",
        ])
    func badTopic(topic: String) {
        #expect(Wire.decode(Sample.mqtt(Sample.report(), topic: topic)).reasons == [.wrongTopic])
    }

    @Test("A payload of 256 KiB is read, one of a byte more is not")
    func size() {
        let padding = [UInt8](repeating: 0x20, count: 256 * 1024)
        let report = Array(Sample.report().utf8)
        let largest = report + padding.dropLast(report.count)
        #expect(Wire.decode(Sample.mqtt(largest)).reports.count == 1)
        let rejections = Wire.decode(Sample.mqtt(largest + [0xff])).rejections
        #expect(
            rejections == [
                Rejection(
                    .payloadTooLarge, "the payload has 262145 bytes; the limit is 262144", subject: .report)
            ])
    }

    @Test("A tick is a tick")
    func tick() {
        #expect(Wire.decode(Envelope(source: .tick, receivedAt: Sample.received)) == [.success(.tick)])
    }
}
