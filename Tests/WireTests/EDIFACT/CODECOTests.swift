import Customs
import Testing
import Wire

@Suite("CODECO and COARRI")
struct CODECOTests {
    private func time(_ text: String) -> Timestamp? { Timestamp(rfc3339: text) }

    @Test("A gate-in is taken with everything that it says")
    func whole() {
        let group =
            "EQD+CN+CSQU 305438-3+22G1:102:5++2+5'RFF+BN:BK1'RFF+BM:MAEU7'RFF+ABT:301234567890'RFF+AAE:299'"
            + "TMD+3'DTM+7:202603020802:203'LOC+9+VNHPH:139:6'LOC+165+XX:139:6+TCHP1:TER:ZZZ'MEA+AAE+G+KGM:11000'"
            + "SEL+VN1+CU+1'SEL+CA2+CA+4'EQA+RG+GENSET1'DAM+1'COD+X'TDT+1+T+3+31+TRUCKER:172:87+++15C-123.45:146'"
        let head = "BGM+34+D1+9'TDT+20+V12N+1++MAEU:172:20+++XNOE:103::SHIP'RFF+VON:999'NAD+CF+MAE:160:166'"
        let decoded = EDISample.decode(EDISample.interchange(group, head: head))
        let expected = GateEvent(
            eventId: "edi:SENDER:IC7:M1:CSQU3054383:in", facility: "VNHPH", type: .gateIn,
            time: Timestamp(milliseconds: 1_772_413_320_000), container: "CSQU3054383", sizeType: "22G1",
            fullEmpty: .full, direction: "export",
            seals: [
                .init(number: "VN1", issuer: .customs, condition: .intact),
                .init(number: "CA2", issuer: .carrier, condition: .broken),
            ], vehicle: .init(plate: "15C-123.45"), declaration: "301234567890", billOfLading: "MAEU7", booking: "BK1",
            call: "V12N")
        #expect(decoded == [.success(.gateEvent(expected, by: Sample.officer))])
    }

    @Test(
        "The document says what happened, the function what it does to an earlier event",
        arguments: [
            ("34", "9", GateEvent.Kind.gateIn, nil, "in"), ("36", "9", .gateOut, nil, "out"),
            ("44", "5", .discharge, GateEvent.Amendment.replace, "in"), ("46", "1", .load, .cancel, "out"),
            ("34", "", .gateIn, nil, "in"), ("36", "7", .gateOut, nil, "out"), ("36", "4", .gateOut, .replace, "out"),
        ] as [(String, String, GateEvent.Kind, GateEvent.Amendment?, String)])
    func documents(
        document: String, function: String, kind: GateEvent.Kind, amends: GateEvent.Amendment?, way: String
    ) {
        let event = EDISample.event(EDISample.equipment, head: "BGM+\(document)+D1+\(function)'")
        #expect(event?.type == kind)
        #expect(event?.amends == amends)
        #expect(event?.eventId.hasSuffix(":CSQU3054383:\(way)") == true)
    }

    @Test("COARRI and D.00B are taken, and a partner's own documents")
    func otherMessages() {
        var text = EDISample.interchange(head: "BGM+46+D1+9'", type: "COARRI:D:00B:UN:SMDG20")
        #expect(EDISample.decode(text).gateEvents.map(\.type) == [.load])
        var partner = EDISample.partner
        partner.documents = ["270": .gateOut]
        text = EDISample.interchange(head: "BGM+270+D1+9'", type: "CODECO:D:99B:UN")
        #expect(EDISample.decode(text, partner: partner).gateEvents.map(\.type) == [.gateOut])
        #expect(EDISample.answer(text, partner: partner).contains("the directory is neither D.95B nor D.00B"))
    }

    @Test(
        "EQD's status and load are found where senders put them",
        arguments: [
            ("22G1:102+2+2+4", "export", GateEvent.FullEmpty.empty), ("22G1:102:5++2+5", "export", .full),
            ("0000:102:5++3+5", "import", .full), ("+2+5", "export", .full), ("22G1+3+4", "import", .empty),
            ("0000:102:5+++4", nil, .empty), ("22G1:6346:306++6+5", "transhipment", .full),
            ("22G1++1", "continental", nil), ("22G1", nil, nil), ("22G1+++2+5", "export", .full),
            ("22G1++9+9", nil, nil),
        ] as [(String, String?, GateEvent.FullEmpty?)])
    func equipment(elements: String, direction: String?, load: GateEvent.FullEmpty?) {
        let event = EDISample.event(
            "EQD+CN+CSQU3054383+\(elements)'DTM+7:202603020802:203'LOC+165+VNHPH'")
        #expect(event?.direction == direction)
        #expect(event?.fullEmpty == load)
        #expect(event?.sizeType == (elements.hasPrefix("22G1") ? "22G1" : nil))
    }

    @Test(
        "Seals: none, not said, and what was seen of them",
        arguments: [
            ("", nil), ("SEL+NA'", nil), ("SEL+NOSEAL'", []), ("SEL+No Seal+CA'SEL+UNKNOWN'", []),
            ("SEL+A1'", [.init(number: "A1")]), ("SEL+A1+XX+9'", [.init(number: "A1")]),
            ("SEL+NOSEAL'SEL+A1+SH+2'", [.init(number: "A1", issuer: .shipper, condition: .damaged)]),
            ("SEL+NA+CU+3'", [.init(number: "", issuer: .customs, condition: .missing)]), ("SEL++CU+1'", nil),
            ("RFF+SN:A1'", [.init(number: "A1")]), ("RFF+SN:NONE'", nil),
            ("RFF+SN:A1'SEL+A1+TO+5'", [.init(number: "A1", issuer: .terminal, condition: .damaged)]),
            ("SEL+A1+AA+1'RFF+SN:A1'", [.init(number: "A1", issuer: .shipper, condition: .intact)]),
        ] as [(String, [GateEvent.Seal]?)])
    func seals(segments: String, expected: [GateEvent.Seal]?) {
        #expect(EDISample.event(EDISample.equipment + segments)?.seals == expected)
    }

    @Test(
        "The time is read by its format, and in the partner's zone where it says none",
        arguments: [
            ("7:202603020802:203", "2026-03-02T01:02:00Z"), ("7:20260302080203:204", "2026-03-02T01:02:03Z"),
            ("7:202603020202?+0100:205", "2026-03-02T01:02:00Z"), ("7:202603020102UTC:303", "2026-03-02T01:02:00Z"),
            ("7:202603020802ICT:303", "2026-03-02T01:02:00Z"), ("7:202603020802:303", "2026-03-02T01:02:00Z"),
            ("7:20260301195803-05:304", "2026-03-02T00:58:03Z"), ("ACT:202603020802:203", "2026-03-02T01:02:00Z"),
            ("203:202603020802:203", "2026-03-02T01:02:00Z"), ("ATA:202603020802:203", "2026-03-02T01:02:00Z"),
            ("7:202603020802", "2026-03-02T01:02:00Z"), ("7:20260302080203", "2026-03-02T01:02:03Z"),
        ])
    func times(dtm: String, expected: String) {
        let event = EDISample.event("EQD+CN+CSQU3054383'DTM+\(dtm)'LOC+165+VNHPH'")
        #expect(event?.time == time(expected))
    }

    @Test("A zone with summer time gives the offset of the day")
    func summerTime() {
        var partner = EDISample.partner
        partner.timeZone = "Europe/Madrid"
        for (text, expected) in [("202601150802", "2026-01-15T07:02:00Z"), ("202508110802", "2025-08-11T06:02:00Z")] {
            let body = EDISample.interchange("EQD+CN+CSQU3054383'DTM+7:\(text):203'LOC+165+VNHPH'")
            #expect(EDISample.decode(body, partner: partner).gateEvents.first?.time == time(expected))
        }
    }

    @Test("The best DTM wins: 7 over ACT, the equipment's own over the message's")
    func timeOrder() {
        let both = EDISample.event(
            "EQD+CN+CSQU3054383'DTM+ACT:202603020702:203'DTM+7:202603020802:203'LOC+165+VNHPH'")
        #expect(both?.time == time("2026-03-02T01:02:00Z"))
        let head = "BGM+34+D1+9'DTM+137:202603010000:203'DTM+7:202603020602:203'LOC+165+VNHPH:139:6'RFF+BN:HEAD'"
        let inherited = EDISample.event("EQD+CN+CSQU3054383'", head: head)
        #expect(inherited?.time == time("2026-03-01T23:02:00Z"))
        #expect(inherited?.facility == "VNHPH")
        #expect(inherited?.booking == "HEAD")
        #expect(EDISample.event(EDISample.equipment + "RFF+BN:OWN'", head: head)?.booking == "OWN")
        let unreadable = "EQD+CN+CSQU3054383'DTM+7:20261345:203'DTM+ACT:202603020802:203'LOC+165+VNHPH'"
        #expect(EDISample.event(unreadable)?.time == time("2026-03-02T01:02:00Z"))
    }

    @Test(
        "The truck's plate is taken from C222, else from the carrier if it looks like one",
        arguments: [
            ("TDT+1++3++:172:ZZZ+++993NGR:146'", "993NGR"), ("TDT+1++3++JKT888:172:87'", "JKT888"),
            ("TDT+1++3++MAEU:172:87'", nil), ("TDT+1++2++JKT888'", nil), ("TDT+20++3++JKT888:172:87'", nil),
            ("RFF+ABZ:15C1'", "15C1"), ("TDT+1++3'RFF+ABZ:15C1'", "15C1"), ("TDT+30+++31++++29H-1'", "29H-1"),
        ])
    func plates(segments: String, plate: String?) {
        #expect(EDISample.event(EDISample.equipment + segments)?.vehicle?.plate == plate)
    }

    @Test("The call is the vessel's conveyance reference, else the reference of its group")
    func calls() {
        #expect(EDISample.event(EDISample.equipment, head: "BGM+34++9'TDT+20+V1+1'")?.call == "V1")
        #expect(EDISample.event(EDISample.equipment, head: "BGM+34++9'TDT+20++1'RFF+VON:V2'")?.call == "V2")
        #expect(EDISample.event(EDISample.equipment, head: "BGM+34++9'TDT+1+T9+3'RFF+ON:V2'")?.call == nil)
        #expect(EDISample.event(EDISample.equipment + "TDT+20+V3'", head: "BGM+34++9'TDT+20+V1+1'")?.call == "V3")
    }

    @Test("The facility is the first known code of LOC+165, else the account's only one, else there is none")
    func facilities() {
        func decode(_ place: String, _ account: Account) -> Decoded {
            EDISample.decode(
                EDISample.interchange("EQD+CN+CSQU3054383'DTM+7:202603020802:203'\(place)"), account: account)
        }
        #expect(decode("LOC+165+QQ:VNCLI:6+TCHP1'", Sample.officer).gateEvents.map(\.facility) == ["VNCLI"])
        #expect(decode("LOC+165+QQ:1:6+TCHP1'", Sample.officer).gateEvents.map(\.facility) == ["VNHPH"])
        #expect(decode("LOC+165+QQ'", EDISample.operatorAccount).gateEvents.map(\.facility) == ["VNHPH"])
        #expect(decode("", EDISample.operatorAccount).gateEvents.map(\.facility) == ["VNHPH"])
        let unknown = decode("LOC+165+QQ'LOC+9+VNHPH'", Sample.officer).rejections
        #expect(unknown.map(\.reason) == [.unknownFacility])
        #expect(unknown.first?.detail.contains("LOC+165") == true)
        #expect(unknown.first?.detail.contains("QQ") == true)
        #expect(unknown.first?.eventId == "edi:SENDER:IC7:M1:CSQU3054383:in")
        let absent = decode("", Sample.officer).rejections
        #expect(absent.map(\.reason) == [.missingField])
        #expect(absent.first?.detail.contains("LOC+165") == true)
    }

    @Test("Without an envelope the sender is NAD+MS, else the account")
    func noEnvelope() {
        let message = EDISample.interchange(unb: "", tail: "CNT+16:1'UNT+7+M1'")
        #expect(EDISample.decode(message).gateEvents.first?.eventId == "edi:officer-1:-:M1:CSQU3054383:in")
        let named = EDISample.interchange(head: "BGM+34++9'NAD+MS+TERM:160:ZZZ'", unb: "", tail: "")
        #expect(EDISample.decode(named).gateEvents.first?.eventId == "edi:TERM:-:M1:CSQU3054383:in")
    }

    @Test("Several messages and several interchanges in one text are taken in order")
    func several() {
        let second =
            "UNH+M2+CODECO:D:95B:UN'BGM+36++9'\(EDISample.equipment)CNT+16:1'UNT+7+M2'UNZ+2+IC7'"
        let first = EDISample.interchange(tail: "CNT+16:1'UNT+7+M1'")
        let other = EDISample.interchange(unb: "UNA:+.? 'UNB+UNOC:3+OTHER+X+260302:0805+IC8'")
        let decoded = EDISample.decode(first + second + "\r\n" + other)
        #expect(
            decoded.gateEvents.map(\.eventId) == [
                "edi:SENDER:IC7:M1:CSQU3054383:in", "edi:SENDER:IC7:M2:CSQU3054383:out",
                "edi:OTHER:IC8:M1:CSQU3054383:in",
            ])
    }

    @Test("A chassis is passed over, and what follows it is not the container's")
    func otherEquipment() {
        let decoded = EDISample.decode(
            EDISample.interchange(EDISample.equipment + "EQD+CH+CHAS1'DTM+7:202603020101:203'SEL+X1'"))
        #expect(decoded.count == 1)
        #expect(decoded.gateEvents.first?.time == time("2026-03-02T01:02:00Z"))
        #expect(decoded.gateEvents.first?.seals == nil)
    }
}
