import Customs
import Testing
import Wire

@Suite("Clearances, manifests and outages over HTTP")
struct PortCallTests {
    private func put(_ path: String, _ body: String) -> Decoded { Wire.decode(Sample.http(path, body, method: "PUT")) }

    private func post(_ path: String, _ body: String) -> Decoded { Wire.decode(Sample.http(path, body)) }

    @Test("A clearance names its containers once each, in normal form and order, or all that were named")
    func clearance() {
        let body =
            "{\"containers\":[\"msku 123456-5\",\"CSQU3054383\",\"MSKU1234565\"],\"status\":\"held\",\"reason\":\"x\"}"
        #expect(
            put("/v1/clearances/30%2F1", body) == [
                .success(
                    .clearance(
                        ClearanceOrder(
                            declaration: "30/1", containers: ["CSQU3054383", "MSKU1234565"], status: .held,
                            reason: "x"),
                        by: Sample.officer))
            ])
        #expect(
            put("/v1/clearances/301", "{\"status\":\"revoked\",\"reason\":\"\"}") == [
                .success(
                    .clearance(
                        ClearanceOrder(declaration: "301", containers: nil, status: .revoked), by: Sample.officer))
            ])
        let early = "{\"status\":\"held\",\"decidedAt\":\"2026-03-02T07:00:00+07:00\"}"
        #expect(
            put("/v1/clearances/301", early) == [
                .success(
                    .clearance(
                        ClearanceOrder(
                            declaration: "301", containers: nil, status: .held,
                            decidedAt: Timestamp(rfc3339: "2026-03-02T00:00:00Z")),
                        by: Sample.officer))
            ])
    }

    @Test(
        "A bad clearance is refused with its field",
        arguments: [
            ("{}", Rejection.Reason.missingField, "status is missing"),
            (
                "{\"status\":\"free\"}", .wrongType,
                "status is \"free\", not one of released, held, scan, inspection, revoked"
            ),
            ("{\"status\":\"held\",\"containers\":[]}", .outOfRange, "containers are 0, not 1 to 10000"),
            (
                "{\"status\":\"held\",\"containers\":[\"A\"]}", .outOfRange,
                "containers[0] is “A”, not 4 to 20 of A-Z 0-9"
            ),
            (
                "{\"status\":\"held\",\"containers\":[\"CSQU3054383\",7]}", .wrongType,
                "containers[1] is 7, not a string"
            ),
            ("{\"status\":\"held\",\"reason\":\" \"}", .missingField, "reason is empty"),
            (
                "{\"status\":\"held\",\"decidedAt\":\"today\"}", .wrongType,
                "decidedAt is \"today\", not an RFC 3339 time such as 2026-03-02T08:00:00Z"
            ),
        ])
    func badClearance(body: String, reason: Rejection.Reason, detail: String) {
        #expect(put("/v1/clearances/301", body) == [.failure(Rejection(reason, detail))])
    }

    @Test("Thousands of decisions in one call stand each for itself")
    func clearances() {
        let good = (0..<9998).map {
            "{\"declaration\":\"D\($0)\",\"containers\":[\"CSQU3054383\"],\"status\":\"released\"}"
        }
        let bad = ["{\"declaration\":\"\",\"status\":\"held\"}", "{\"declaration\":\"D\",\"status\":\"free\"}"]
        let decoded = put("/v1/clearances", "[" + (good + bad).joined(separator: ",") + "]")
        #expect(decoded.count == 10_000)
        #expect(decoded.observations.count == 9998)
        #expect(
            decoded.rejections.map(\.detail) == [
                "[9998].declaration is empty",
                "[9999].status is \"free\", not one of released, held, scan, inspection, revoked",
            ])
        let tooMany = "[" + String(repeating: "0,", count: 10_000) + "0]"
        #expect(put("/v1/clearances", tooMany).reasons == [.payloadTooLarge])
        #expect(put("/v1/clearances", "[]").reasons == [.missingField])
        #expect(put("/v1/clearances", "{\"declaration\":\"D\",\"status\":\"held\"}").observations.count == 1)
    }

    @Test("A manifest has its containers in normal form, a repeated line once")
    func manifest() {
        let lines =
            "{\"number\":\"csqu 3054383\",\"billOfLading\":\"B1\"},"
            + "{\"number\":\"CSQU3054383\",\"billOfLading\":\"B1\"},"
            + "{\"number\":\"CSQU3054383\",\"billOfLading\":\"B2\"},{\"number\":\"MSKU1234565\"}"
        let body =
            "{\"facility\":\"VNHPH\",\"vessel\":\"SHIP\",\"voyage\":\"V1\",\"expectedAt\":\"2026-03-05T00:00:00Z\","
            + "\"containers\":[\(lines)]}"
        let manifest = Manifest(
            call: "V1N", facility: "VNHPH", vessel: "SHIP", voyage: "V1",
            expectedAt: Timestamp(rfc3339: "2026-03-05T00:00:00Z"),
            containers: [
                .init(number: "CSQU3054383", billOfLading: "B1"), .init(number: "CSQU3054383", billOfLading: "B2"),
                .init(number: "MSKU1234565"),
            ])
        #expect(put("/v1/manifests/V1N", body) == [.success(.manifest(manifest, by: Sample.officer))])
    }

    @Test("A bad manifest is refused with its field; 30,000 containers are taken and one more is not")
    func badManifest() {
        func body(_ count: Int) -> String {
            let line = "{\"number\":\"CSQU3054383\"}"
            return "{\"facility\":\"VNHPH\",\"containers\":[" + repeatElement(line, count: count).joined(separator: ",")
                + "]}"
        }
        #expect(put("/v1/manifests/C", body(30_000)).observations.count == 1)
        let cases = [
            (body(30_001), "containers are 30001, not at most 30000"),
            ("{\"facility\":\"VNHPH\"}", "containers is missing"),
            ("{\"facility\":\"a b\",\"containers\":[]}", "facility is “a b”, not 1 to 64 of A-Z a-z 0-9 . _ -"),
            (
                "{\"facility\":\"V\",\"containers\":[{\"number\":\"?\"}]}",
                "containers[0].number is “?”, not 4 to 20 of A-Z 0-9"
            ),
            ("{\"facility\":\"V\",\"containers\":[{}]}", "containers[0].number is missing"),
        ]
        for (body, detail) in cases { #expect(put("/v1/manifests/C", body).rejections.map(\.detail) == [detail]) }
    }

    @Test("An outage is announced and ended")
    func outages() {
        let path = "/v1/facilities/VNHPH/outages"
        let startsAt = Timestamp(milliseconds: 1_772_413_200_000)
        let order = OutageOrder(outage: "O1", startsAt: startsAt, reason: "line cut")
        #expect(
            post(path, "{\"outage\":\"O1\",\"startsAt\":\"2026-03-02T01:00:00Z\",\"reason\":\"line cut\"}") == [
                .success(.announceOutage(order, facility: "VNHPH", by: Sample.officer))
            ])
        let end = Observation.endOutage(id: "O1", facility: "VNHPH", endsAt: startsAt, by: Sample.officer)
        #expect(post(path + "/O1/end", "{\"endsAt\":\"2026-03-02T01:00:00Z\"}") == [.success(end)])
        let now = Observation.endOutage(id: "O1", facility: "VNHPH", endsAt: nil, by: Sample.officer)
        #expect(post(path + "/O1/end", "") == [.success(now)])
        #expect(post(path + "/O1/end", "{}") == [.success(now)])

        #expect(post(path, "{\"reason\":\"x\"}").rejections.map(\.detail) == ["startsAt is missing"])
        #expect(
            post(path, "{\"startsAt\":\"2026-03-02T01:00:00Z\",\"reason\":\" \"}").rejections.map(\.detail)
                == ["reason is empty"])
        #expect(
            post(path, "{\"outage\":\"a/b\",\"startsAt\":\"2026-03-02T01:00:00Z\",\"reason\":\"x\"}").reasons
                == [.outOfRange])
        #expect(post(path + "/O1/end", "{\"endsAt\":\"2026-03-09T01:00:00Z\"}").reasons == [.timeInFuture])
        #expect(post("/v1/facilities/a%20b/outages", "{}").reasons == [.unknownFacility])
        #expect(post(path + "/a%20b/end", "{}").reasons == [.notFound])
    }

    @Test("A correction is made in one way, and a refused event keeps its id")
    func corrections() {
        let event =
            "\"eventId\":\"e-1\",\"facility\":\"VNHPH\",\"type\":\"gate-in\",\"time\":\"2026-03-02T01:02:03Z\","
            + "\"container\":\"CSQU3054383\""
        for amends in GateEvent.Amendment.allCases {
            let decoded = post("/v1/gate-events", "{\(event),\"amends\":\"\(amends.rawValue)\"}")
            #expect(decoded.gateEvents.map(\.amends) == [amends])
        }
        let one = "an event has one of replaces, cancels and amends"
        let cases = [
            (
                "\"replaces\":\"a\",\"cancels\":\"b\"", Rejection.Reason.outOfRange,
                "cancels is “b” beside replaces: \(one)"
            ),
            ("\"cancels\":\"b\",\"amends\":\"cancel\"", .outOfRange, "amends is “cancel” beside cancels: \(one)"),
            ("\"amends\":\"undo\"", .wrongType, "amends is \"undo\", not one of replace, cancel"),
            ("\"result\":{}", .missingField, "result.verdict is missing"),
            (
                "\"result\":{\"verdict\":\"bad\"}", .wrongType,
                "result.verdict is \"bad\", not one of clear, suspicious, inconclusive"
            ),
            (
                "\"result\":{\"verdict\":\"clear\",\"imageSHA256\":\"AB\"}", .outOfRange,
                "result.imageSHA256 is “AB”, not 64 of 0-9 a-f, a SHA-256 in hexadecimal"
            ),
        ]
        for (field, reason, detail) in cases {
            let expected = Rejection(reason, detail, subject: .gateEvent, eventId: "e-1")
            #expect(post("/v1/gate-events", "{\(event),\(field)}") == [.failure(expected)])
            var inArray = expected
            inArray.detail = "[0]." + detail
            #expect(post("/v1/gate-events", "[{\(event),\(field)}]") == [.failure(inArray)])
        }
    }

    @Test("A scanner's result is taken with its image's hash")
    func results() {
        let hash = String(repeating: "0a", count: 32)
        let body =
            "{\"eventId\":\"e-1\",\"facility\":\"VNHPH\",\"type\":\"scan\",\"time\":\"2026-03-02T01:02:03Z\","
            + "\"container\":\"CSQU3054383\",\"result\":{\"verdict\":\"suspicious\",\"reference\":\"scan/1\","
            + "\"imageSHA256\":\"\(hash)\",\"device\":\"HCVM-2\"}}"
        #expect(
            post("/v1/gate-events", body).gateEvents.first?.result
                == .init(verdict: .suspicious, reference: "scan/1", imageSHA256: hash, device: "HCVM-2"))
    }

    @Test("A body full of errors costs no more than its own size")
    func manyErrors() {
        let decoded = post(
            "/v1/gate-events", "[" + repeatElement("{\"eventId\":1}", count: 100_000).joined(separator: ",") + "]")
        #expect(decoded.count == 100_000)
        #expect(decoded.rejections.last?.detail.hasPrefix("[99999].") == true)
        let tooMany = "[" + repeatElement("1", count: 100_001).joined(separator: ",") + "]"
        #expect(post("/v1/gate-events", tooMany).reasons == [.payloadTooLarge])
    }

    @Test("EDIFACT is known by its content type, whatever its case and parameters")
    func contentTypes() {
        for type in ["application/edifact", "application/EDIFACT; charset=utf-8"] {
            let decoded = Wire.decode(
                Envelope(
                    source: .http(EDISample.call(type: type)), receivedAt: Sample.received,
                    body: Array(EDISample.interchange().utf8)))
            #expect(decoded.gateEvents.count == 1)
        }
        let byDefault = EDISample.decode(
            EDISample.interchange(), account: EDISample.operatorAccount, partner: nil)
        #expect(byDefault.gateEvents.map(\.time) == [Timestamp(milliseconds: 1_772_413_320_000)])
    }
}
