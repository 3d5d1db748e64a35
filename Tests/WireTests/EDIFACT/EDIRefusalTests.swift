import Customs
import Testing
import Wire

@Suite("What is refused of UN/EDIFACT, and where")
struct EDIRefusalTests {
    private let id = "edi:SENDER:IC7:M1:CSQU3054383:in"

    @Test(
        "A group without container, place or time is refused by its segment, and only that group",
        arguments: [
            (
                "EQD+CN++22G1'DTM+7:202603020802:203'", Rejection.Reason.missingField,
                "8260, the container's number, is missing", false
            ),
            ("EQD+CN+CSQU3054383'LOC+165+VNHPH'", .missingField, "DTM+7, the time of the event, is missing", true),
            (
                "EQD+CN+CSQU/305438'DTM+7:202603020802:203'", .outOfRange,
                "8260, the container's number, is “CSQU/305438”, not 4 to 20 of A-Z 0-9", false
            ),
            (
                "EQD+CN+CSQU3054383'LOC+165+VNHPH'DTM+7:197901010000:203'", .timeBeforeGPSEpoch,
                "time is 1978-12-31T17:00:00Z, before GPS time began (1980-01-06T00:00:00Z)", true
            ),
            (
                "EQD+CN+CSQU3054383'LOC+165+VNHPH'DTM+7:203001010000:203'", .timeInFuture,
                "time is 2029-12-31T17:00:00Z, more than 24 hours after it came (2026-03-02T01:05:00Z)", true
            ),
        ])
    func groups(group: String, reason: Rejection.Reason, text: String, hasId: Bool) {
        let decoded = EDISample.decode(EDISample.interchange(EDISample.equipment + group + EDISample.equipment))
        #expect(decoded.count == 3)
        #expect(decoded.gateEvents.count == 2)
        let detail = "segment 7 (EQD) at byte 159: \(text)"
        #expect(
            decoded.rejections == [Rejection(reason, detail, subject: .gateEvent, eventId: hasId ? id : nil)])
    }

    @Test(
        "A time that cannot be read is refused with its value and the format",
        arguments: [
            ("7:20260302:102", "2379 is 102: it gives the day without the time of day"),
            ("7:20260302:203", "2380 is “20260302”, not a time of format 203 (CCYYMMDDHHMM)"),
            ("7:202613020802:203", "2380 is “202613020802”, not a time of format 203 (CCYYMMDDHHMM)"),
            ("7:202603020802XYZ:303", "2380 is “202603020802XYZ”, whose zone is none of UTC, GMT, ICT or ±HHMM"),
            ("7:1772413320:999", "2379 is “999”, not one of 203, 204, 205, 303, 304"),
            ("7::203", "2380, the time, is missing"),
            ("7:202603020202+0100:205", "it has more than one element: a “+” in a time must be released (“?+”)"),
        ])
    func times(dtm: String, text: String) {
        let decoded = EDISample.decode(EDISample.interchange("EQD+CN+CSQU3054383'DTM+\(dtm)'LOC+165+VNHPH'"))
        #expect(
            decoded.rejections == [
                Rejection(.outOfRange, "segment 5 (DTM) at byte 100: \(text)", subject: .gateEvent, eventId: id)
            ])
    }

    @Test(
        "A broken segment is named by its position and spoils its own group alone",
        arguments: [
            ("SEL+A\u{1}B'", "segment 10 (SEL) at byte 237: byte 242 is 1, a control character"),
            ("SL+AB'", "segment 10 at byte 237: it begins with “SL”, not a tag of three of A-Z 0-9"),
            ("QEL+AB'", "segment 10 (QEL) at byte 237: there is no such segment"),
            (
                "SEL+" + String(repeating: "+", count: 70) + "'",
                "segment 10 (SEL) at byte 237: it has more than 64 elements or 256 components"
            ),
            (
                "SEL+" + String(repeating: ":", count: 300) + "'",
                "segment 10 (SEL) at byte 237: it has more than 64 elements or 256 components"
            ),
            (
                "FTX+" + String(repeating: "x", count: 17_000) + "'",
                "segment 10 (FTX) at byte 237: it is longer than 16384 bytes"
            ),
        ])
    func broken(segment: String, detail: String) {
        let groups = EDISample.equipment + EDISample.equipment + segment + EDISample.equipment
        let decoded = EDISample.decode(EDISample.interchange(groups))
        #expect(decoded.count == 3)
        #expect(decoded.gateEvents.count == 2)
        guard case .failure(let rejection) = decoded[1] else {
            Issue.record("the second group was taken")
            return
        }
        #expect(rejection == Rejection(.malformedEDI, detail, subject: .gateEvent, eventId: id))
    }

    @Test("A broken EQD begins a group, so that what follows it is nobody else's")
    func brokenEQD() {
        let groups = EDISample.equipment + "EQD+CN+\u{2}'DTM+7:202603020101:203'SEL+X'" + EDISample.equipment
        let decoded = EDISample.decode(EDISample.interchange(groups))
        #expect(decoded.count == 3)
        #expect(decoded.gateEvents.map(\.seals) == [nil, nil])
        #expect(decoded.rejections.first?.detail.hasPrefix("segment 7 (EQD) at byte 159: byte 166 is 2") == true)
    }

    @Test("A text that is cut off loses the group in which it was, and names the segment")
    func truncated() {
        let decoded = EDISample.decode(
            EDISample.interchange(EDISample.equipment + "EQD+CN+MSKU1234565'DTM+7:2026", tail: ""))
        #expect(decoded.gateEvents.count == 1)
        #expect(
            decoded.rejections == [
                Rejection(
                    .malformedEDI, "segment 8 (DTM) at byte 178: the text ends without the segment's terminator",
                    subject: .gateEvent, eventId: "edi:SENDER:IC7:M1:MSKU1234565:in")
            ])
    }

    @Test(
        "A message that cannot be placed is one rejection for all of it",
        arguments: [
            (
                "BGM+99++9'", Rejection.Reason.outOfRange,
                "segment 3 (BGM) at byte 69: 1001 is “99”, not one of 34, 36, 44, 46"
            ),
            (
                "BGM+++9'", .missingField,
                "segment 3 (BGM) at byte 69: 1001, the document that says in or out, is missing"
            ),
            (
                "BGM+34++6'", .outOfRange,
                "segment 3 (BGM) at byte 69: 1225 is “6”, not one of 9 (original), 5 (replace), 1 (cancel)"
            ),
            ("RFF+\u{1}'", .malformedEDI, "segment 3 (RFF) at byte 69: byte 73 is 1, a control character"),
            ("", .missingField, "segment 3 (EQD) at byte 69: there is no BGM before it, which would say in or out"),
        ])
    func messages(head: String, reason: Rejection.Reason, detail: String) {
        let groups = EDISample.equipment + EDISample.equipment
        let decoded = EDISample.decode(EDISample.interchange(groups, head: head))
        #expect(decoded == [.failure(Rejection(reason, detail, subject: .gateEvent))])
    }

    @Test("Other messages are named and refused, and their neighbours are taken")
    func otherMessages() {
        for type in ["COPARN", "COPINO", "BAPLIE", "APERAK"] {
            let other = EDISample.interchange(type: "\(type):D:95B:UN", tail: "UNT+6+M1'")
            let good = "UNH+M2+CODECO:D:95B:UN'BGM+34++9'\(EDISample.equipment)UNT+6+M2'UNZ+2+IC7'"
            let decoded = EDISample.decode(other + good)
            #expect(decoded.reasons == [.unsupported])
            #expect(decoded.rejections.first?.detail.contains("(UNH) at byte 40: the message is a \(type)") == true)
            #expect(decoded.gateEvents.count == 1)
        }
    }

    @Test("A test interchange happened nowhere")
    func test() {
        let unb = "UNB+UNOA:2+SENDER+VNCUS+260302:0805+IC7++++++1'"
        let decoded = EDISample.decode(EDISample.interchange(unb: unb))
        #expect(decoded.reasons == [.unsupported])
        #expect(decoded.rejections.first?.detail.contains("(UNB) at byte 0: 0035") == true)
    }

    @Test("What is no EDIFACT, or none with equipment, is one rejection that says where it ends or begins")
    func nothing() {
        let cases = [
            ("", "segment 1 at byte 0: the text ends without a message that reports equipment"),
            ("{\"eventId\":1}", "segment 1 at byte 0: it begins with “{\"eventId\"”, not a tag of three of A-Z 0-9"),
            ("ABC+1'", "segment 1 (ABC) at byte 0: the text begins with neither UNA nor UNB nor UNH"),
            (
                "UNAaaaaaaBGM+1'",
                "segment 1 (UNA) at byte 0: the six characters behind UNA are not service characters that differ from "
                    + "data and one another"
            ),
            (
                "UNB+UNOA:2+A+B+260302:0805+1'UNZ+0+1'",
                "segment 2 (UNZ) at byte 29: the text ends without a message that reports equipment"
            ),
            (
                "UNB+UNOA:2+A+B+260302:0805+1'BGM+34'UNZ+0+1'",
                "segment 2 (BGM) at byte 29: it stands outside a message"
            ),
            (
                "UNH+1+CODECO:D:95B:UN'BGM+34++9'UNT+3+1'",
                "segment 1 (UNH) at byte 0: the message has no EQD: no equipment"
            ),
        ]
        for (text, detail) in cases {
            #expect(EDISample.decode(text).rejections.map(\.detail) == [detail])
        }
    }

    @Test("More seals than the rules allow are refused, however many they are")
    func manySeals() {
        let seals = (0..<5000).map { "SEL+S\($0)'" }.joined()
        let rejections = EDISample.decode(EDISample.interchange(EDISample.equipment + seals)).rejections
        #expect(rejections.map(\.reason) == [.outOfRange])
        #expect(rejections.first?.detail.contains("seals are 51, not at most 50") == true)
    }
}
