import Customs
import Testing
import Wire

@Suite("State-changing calls of the HTTP API")
struct HTTPCallTests {
    private let event =
        "{\"eventId\":\"e-1\",\"facility\":\"VNHPH\",\"type\":\"gate-in\",\"time\":\"2026-03-02T01:02:03Z\","
        + "\"container\":\"csqu 305438-3\""

    private let order =
        "\"container\":\"CSQU3054383\",\"seal\":\"VNSEAL0001\",\"declaration\":\"301234567890\",\"origin\":\"VNHPH\","
        + "\"destination\":\"VNHNG\""

    private func post(_ path: String, _ body: String) -> Decoded { Wire.decode(Sample.http(path, body)) }

    @Test("A gate event is taken with all its fields and its container in normal form")
    func gateEvent() {
        let decoded = post(
            "/v1/gate-events",
            event + ",\"sizeType\":\"22G1\",\"fullEmpty\":\"full\",\"direction\":\"import\",\"call\":\"C1\","
                + "\"seals\":[{\"number\":\"S1\",\"issuer\":\"customs\",\"condition\":\"broken\"}],"
                + "\"vehicle\":{\"plate\":\"15C-1\",\"trailer\":\"15R-2\"},\"replaces\":\"e-0\",\"unknown\":1}")
        var expected = GateEvent(
            eventId: "e-1", facility: "VNHPH", type: .gateIn, time: Timestamp(milliseconds: 1_772_413_323_000),
            container: "CSQU3054383", sizeType: "22G1", fullEmpty: .full, direction: "import",
            seals: [.init(number: "S1", issuer: .customs, condition: .broken)],
            vehicle: .init(plate: "15C-1", trailer: "15R-2"), call: "C1", replaces: "e-0")
        #expect(decoded == [.success(.gateEvent(expected, by: Sample.officer))])
        expected.container = "CSQU3054384"
        let wrongDigit = "{\"eventId\":\"e-1\"," + event.dropFirst(17).replacing("305438-3", with: "305438-4") + "}"
        #expect(post("/v1/gate-events", wrongDigit).observations.count == 1)
    }

    @Test("In an array each event stands for itself, in order, and its errors carry the whole path")
    func gateEventArray() {
        let bad = event + ",\"seals\":[{\"number\":\"S1\",\"issuer\":\"police\"}]}"
        let decoded = post("/v1/gate-events", "[\(event)},\(bad),{\"eventId\":\"e-3\"},null,\(event)}]")
        #expect(decoded.count == 5)
        #expect(decoded.observations.count == 2)
        #expect(decoded.reasons.prefix(2) == [.wrongType, .missingField])
        #expect(decoded.rejections.allSatisfy { $0.subject == .gateEvent })
        #expect(
            decoded.rejections.map(\.detail).prefix(2) == [
                "[1].seals[0].issuer is \"police\", not one of carrier, customs, shipper, terminal",
                "[2].facility is missing",
            ])
        #expect(decoded.rejections[2].detail.hasPrefix("[3] is "))
    }

    @Test(
        "A bad gate event is refused with its field, the value and the rule",
        arguments: [
            ("\"eventId\":\"\"", Rejection.Reason.outOfRange, "eventId is “”, which has 0 bytes, not 1...200"),
            ("\"facility\":\"a b\"", .outOfRange, "facility is “a b”, not 1 to 64 of A-Z a-z 0-9 . _ -"),
            ("\"container\":\"AB1\"", .outOfRange, "container is “AB1”, not 4 to 20 of A-Z 0-9"),
            ("\"container\":\"CSQU/305438\"", .outOfRange, "container is “CSQU/305438”, not 4 to 20 of A-Z 0-9"),
            ("\"container\":5", .wrongType, "container is 5, not a string"),
            (
                "\"type\":\"gate\"", .wrongType,
                "type is \"gate\", not one of gate-in, gate-out, discharge, load, stuffing, stripping, scan, "
                    + "inspection, damage, seal-affixed, seal-removed"
            ),
            ("\"time\":\"today\"", .wrongType, "time is \"today\", not an RFC 3339 time such as 2026-03-02T08:00:00Z"),
            (
                "\"time\":\"1970-01-01T00:00:00Z\"", .timeBeforeGPSEpoch,
                "time is 1970-01-01T00:00:00Z, before GPS time began (1980-01-06T00:00:00Z)"
            ),
            (
                "\"time\":\"2026-03-03T01:05:01Z\"", .timeInFuture,
                "time is 2026-03-03T01:05:01Z, more than 24 hours after it came (2026-03-02T01:05:00Z)"
            ),
            ("\"fullEmpty\":\"half\"", .wrongType, "fullEmpty is \"half\", not one of full, empty"),
            ("\"seals\":{}", .wrongType, "seals is {}, not an array"),
            ("\"vehicle\":[]", .wrongType, "vehicle is [], not an object"),
            ("\"seals\":[{}]", .missingField, "seals[0].number is missing"),
        ])
    func badGateEvent(field: String, reason: Rejection.Reason, detail: String) {
        let name = String(field.prefix { $0 != ":" })
        let others = [
            "\"eventId\":\"e-1\"", "\"facility\":\"VNHPH\"", "\"type\":\"gate-in\"",
            "\"time\":\"2026-03-02T01:02:03Z\"", "\"container\":\"CSQU3054383\"",
        ].filter { !$0.hasPrefix(name + ":") }
        let decoded = post("/v1/gate-events", "{" + ([field] + others).joined(separator: ",") + "}")
        let eventId = name == "\"eventId\"" ? nil : "e-1"
        #expect(decoded == [.failure(Rejection(reason, detail, subject: .gateEvent, eventId: eventId))])
    }

    @Test("Bodies that are no JSON objects are one rejection")
    func badBodies() {
        let cases: [(String, Rejection.Reason)] = [
            ("", .malformedJSON), ("{\"a\":NaN}", .malformedJSON), ("[{}", .malformedJSON), ("[]", .missingField),
            ("5", .wrongType), ("\"x\"", .wrongType), ("null", .missingField),
        ]
        for (body, reason) in cases {
            let rejections = post("/v1/gate-events", body).rejections
            #expect(rejections.map(\.reason) == [reason], "\(body): \(rejections)")
            #expect(rejections.first?.subject == .gateEvent)
        }
    }

    @Test("Only JSON and EDIFACT are taken")
    func contentType() {
        for type in ["application/xml", "text/plain", ""] {
            #expect(Wire.decode(Sample.http("/v1/gate-events", "UNA", type: type)).reasons == [.unsupported])
        }
        #expect(
            Wire.decode(Sample.http("/v1/transits", "UNA", type: "application/edifact")).reasons == [.unsupported])
        let decoded = Wire.decode(
            Sample.http("/v1/gate-events", event + "}", type: "Application/JSON; charset=utf-8"))
        #expect(decoded.observations.count == 1)
    }

    @Test("A transit is opened")
    func openTransit() {
        let decoded = post(
            "/v1/transits",
            "{\"transit\":\"T1\",\(order),\"route\":\"R1\",\"startsAt\":\"2026-03-02T00:00:00Z\","
                + "\"deadline\":\"2026-03-02T08:00:00Z\",\"plate\":\"15C\"}")
        let expected = TransitOrder(
            transit: "T1", container: "CSQU3054383", seal: "VNSEAL0001", declaration: "301234567890",
            origin: "VNHPH", destination: "VNHNG", route: "R1",
            startsAt: Timestamp(milliseconds: 1_772_409_600_000),
            deadline: Timestamp(milliseconds: 1_772_438_400_000), plate: "15C")
        #expect(decoded == [.success(.openTransit(expected, by: Sample.officer))])
    }

    @Test("A bad transit is refused with its field")
    func badTransit() {
        let deadline = ",\"deadline\":\"2026-03-02T08:00:00Z\""
        let cases = [
            ("{\(order)}", Rejection.Reason.missingField, "deadline is missing"),
            (
                "{\(order)\(deadline),\"startsAt\":\"2026-03-02T08:00:00Z\"}", .outOfRange,
                "deadline is 2026-03-02T08:00:00Z, not after startsAt (2026-03-02T08:00:00Z)"
            ),
            (
                "{\"transit\":\"a/b\",\(order)\(deadline)}", .outOfRange,
                "transit is “a/b”, not 1 to 64 of A-Z a-z 0-9 . _ -"
            ),
            (
                "{\(order)\(deadline),\"route\":\"\"}", .outOfRange,
                "route is “”, not 1 to 64 of A-Z a-z 0-9 . _ -"
            ),
        ]
        for (body, reason, detail) in cases {
            #expect(post("/v1/transits", body) == [.failure(Rejection(reason, detail))])
        }
        for field in ["seal", "origin", "destination"] {
            let broken = "{\(order)\(deadline)}".replacing("\"\(field)\":\"", with: "\"\(field)\":\"+")
            #expect(post("/v1/transits", broken).rejections.first?.detail.hasPrefix("\(field) is “+") == true)
        }
    }

    @Test("A transit is closed and cancelled, with a reason; its id is percent-decoded")
    func endTransit() {
        #expect(
            post("/v1/transits/T%2D1/close", "{\"reason\":\"seal checked\"}") == [
                .success(.endTransit(id: "T-1", status: .closed, reason: "seal checked", by: Sample.officer))
            ])
        #expect(
            post("/v1/transits/T1/cancel", "{\"reason\":\"ordered twice\"}") == [
                .success(.endTransit(id: "T1", status: .cancelled, reason: "ordered twice", by: Sample.officer))
            ])
        #expect(post("/v1/transits/T1/close", "{}").reasons == [.missingField])
        #expect(post("/v1/transits/T1/close", "{\"reason\":\"  \"}").reasons == [.missingField])
        #expect(post("/v1/transits/T1/close", "").reasons == [.malformedJSON])
        #expect(post("/v1/transits/a%2Fb/close", "{\"reason\":\"x\"}").reasons == [.notFound])
    }

    @Test("Officers act on alerts at the received time")
    func alertActions() {
        func action(_ kind: AlertAction.Kind, _ comment: String?, _ assignee: String?) -> Decoded {
            let action = AlertAction(
                kind: kind, at: Sample.received, by: "officer-1", comment: comment, assignee: assignee)
            return [.success(.alertAction(id: "seal-tampered.T1.x", action))]
        }
        let alert = "/v1/alerts/seal-tampered.T1.x/"
        #expect(post(alert + "acknowledge", "") == action(.acknowledge, nil, nil))
        #expect(post(alert + "clear", "{\"comment\":\"seen\"}") == action(.clear, "seen", nil))
        #expect(post(alert + "clear", "{\"comment\":\"\",\"assignee\":null}") == action(.clear, nil, nil))
        #expect(post(alert + "assign", "{\"assignee\":\"lan\",\"comment\":\"go\"}") == action(.assign, "go", "lan"))
        #expect(post(alert + "comment", "{\"comment\":\"hm\"}") == action(.comment, "hm", nil))
        #expect(post(alert + "assign", "{\"comment\":\"x\"}").reasons == [.missingField])
        #expect(post(alert + "comment", "").reasons == [.missingField])
        #expect(post(alert + "comment", "{\"comment\":\" \"}").reasons == [.missingField])
        let long = String(repeating: "a", count: 4001)
        #expect(post(alert + "comment", "{\"comment\":\"\(long)\"}").reasons == [.outOfRange])
    }

    @Test("One call acts on many alerts, in the order in which it names them")
    func manyAlertActions() {
        let path = "/v1/alerts/actions"
        let action = AlertAction(kind: .assign, at: Sample.received, by: "officer-1", comment: "go", assignee: "lan")
        #expect(
            post(
                path,
                "{\"alerts\":[\"b.T1.x\",\"a.T1.x\"],\"action\":\"assign\",\"comment\":\"go\",\"assignee\":\"lan\"}")
                == [.success(.alertAction(id: "b.T1.x", action)), .success(.alertAction(id: "a.T1.x", action))])
        func reasons(_ alerts: String, _ action: String = "clear", _ more: String = "") -> [Rejection.Reason] {
            post(path, "{\"alerts\":\(alerts),\"action\":\"\(action)\"\(more)}").reasons
        }
        #expect(reasons("[\"a\",\"b\"]").isEmpty)
        #expect(reasons("[]") == [.missingField])
        #expect(reasons("[\"a\",\"b\",\"a\"]") == [.outOfRange])
        #expect(reasons("[\"a\"]", "destroy") == [.wrongType])
        #expect(reasons("[\"a\",\"b\"]", "comment") == [.missingField])
        #expect(reasons("[\"a\",\"\"]") == [.notFound])
        #expect(reasons("\"a\"") == [.wrongType])
        let ids = (0..<1001).map { "\"a\($0)\"" }
        #expect(reasons("[\(ids.joined(separator: ","))]") == [.payloadTooLarge])
        #expect(
            post(path, "{\"alerts\":[\(ids.dropLast().joined(separator: ","))],\"action\":\"clear\"}").count == 1000)
    }

    @Test("Calls that this version does not take are unsupported")
    func unsupported() {
        for (method, path) in [
            ("POST", "/v1/clearances/301"), ("PUT", "/v1/manifests"), ("DELETE", "/v1/gate-events"),
            ("PUT", "/v1/facilities/A/outages"), ("POST", "/v1/facilities/A/outages/O1"),
            ("POST", "/v1/alerts/a/destroy"), ("POST", "/v1/transits/a/open"), ("POST", "/"), ("POST", "/v2/transits"),
        ] {
            #expect(Wire.decode(Sample.http(path, "{}", method: method)).reasons == [.unsupported])
        }
    }
}
