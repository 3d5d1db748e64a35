import Customs
import Testing
import Wire

@Suite("The answer to an interchange")
struct EDIAnswerTests {
    private func segments(_ answer: String) -> [[[String]]] {
        let read = EDIDecoder.segments(Array(answer.utf8))
        #expect(read.faults.isEmpty)
        return read.segments
    }

    private func all(_ tag: String, _ answer: String) -> [[[String]]] {
        segments(answer).filter { $0[0] == [tag] }.map { Array($0.dropFirst()) }
    }

    /// FTX's texts, joined.
    private func texts(_ answer: String) -> [String] { all("FTX", answer).map { $0[3].joined(separator: " ") } }

    @Test("A good interchange is acknowledged, each container with its receipt")
    func good() {
        let answer = EDISample.answer(EDISample.interchange(tail: "CNT+16:1'UNT+7+M1'UNZ+1+IC7'"))
        #expect(
            all("UNB", answer).map { Array($0.prefix(4)) }
                == [[["UNOC", "3"], ["VNCUS"], ["SENDER"], ["260302", "0105"]]])
        #expect(all("UCI", answer) == [[["IC7"], ["SENDER"], ["VNCUS"], ["7"]]])
        #expect(all("UCM", answer) == [[["M1"], ["CODECO", "D", "95B", "UN", "ITG14"], ["7"]]])
        #expect(all("ERC", answer) == [[["ACC", "", "ZZZ"]]])
        #expect(texts(answer) == ["accepted, receipt 17; event edi:SENDER:IC7:M1:CSQU3054383:in"])
        #expect(all("RFF", answer) == [[["ACW", "M1"]], [["EQ", "CSQU3054383"]]])
        #expect(all("BGM", answer).map { $0[2] } == [["29"]])
    }

    @Test("Its own counts and references are right, and it is the same every time")
    func form() {
        let body = EDISample.interchange(EDISample.equipment + "SEL+\u{1}'" + EDISample.equipment)
        let answer = EDISample.answer(body)
        #expect(EDISample.answer(body) == answer)
        var open: (reference: [String], start: Int)?
        let read = segments(answer)
        for (index, segment) in read.enumerated() {
            if segment[0] == ["UNH"] { open = (segment[1], index) }
            if segment[0] == ["UNT"] {
                #expect(segment[1] == [String(index - (open?.start ?? 0) + 1)])
                #expect(segment[2] == open?.reference)
            }
        }
        let messages = read.count { $0[0] == ["UNH"] }
        #expect(all("UNZ", answer) == [[[String(messages)], read[0][5]]])
        #expect(all("FTX", answer).allSatisfy { $0[3].count <= 5 && $0[3].allSatisfy { $0.count <= 70 } })
        // Read as a gate message it is refused by its type, not by its form.
        #expect(EDISample.decode(answer).reasons.allSatisfy { $0 == .unsupported })
    }

    @Test("A broken segment is named in CONTRL by its place in its message, and its container is refused")
    func broken() {
        let answer = EDISample.answer(EDISample.interchange(EDISample.equipment + "SEL+\u{1}'" + EDISample.equipment))
        #expect(all("UCM", answer).map { $0[2] } == [["7"]])
        #expect(all("UCS", answer) == [[["6"], ["21"]]])
        #expect(all("ERC", answer).map { $0[0][0] }.prefix(2) == ["REJ", "ACC"])
        #expect(all("BGM", answer).map { $0[2] } == [["30"]])
        #expect(texts(answer).first?.contains("segment 7 (SEL) at byte 159") == true)
    }

    @Test("A refused message has the action 4, the code and the element")
    func refused() {
        let other = EDISample.answer(EDISample.interchange(type: "COPARN:D:95B:UN"))
        #expect(all("UCM", other) == [[["M1"], ["COPARN", "D", "95B", "UN"], ["4"], ["15"], ["UNH"]]])
        #expect(all("BGM", other).map { $0[2] } == [["27"]])
        let document = EDISample.answer(EDISample.interchange(head: "BGM+99++9'"))
        #expect(all("UCS", document) == [[["2"]]])
        #expect(all("UCD", document) == [[["12"], ["2"]]])
    }

    @Test("What is no interchange is answered with the action 4, an empty one with 8, a test with 25")
    func unreadable() {
        #expect(all("UCI", EDISample.answer("hello")) == [[["0"], ["-"], ["VASSCM"], ["4"], ["12"]]])
        let empty = EDISample.answer("UNB+UNOA:2+A+B+260302:0805+1'UNZ+0+1'")
        #expect(all("UCI", empty) == [[["1"], ["A"], ["B"], ["8"]]])
        let test = EDISample.answer(EDISample.interchange(unb: "UNB+UNOA:2+A+B+260302:0805+1++++++1'"))
        #expect(all("UCI", test) == [[["1"], ["A"], ["B"], ["4"], ["25"], ["UNB"]]])
    }

    @Test("Duplicates, refusals of the server and alerts are told apart; a missing outcome is no success")
    func outcomes() {
        let body = Array(EDISample.interchange(String(repeating: EDISample.equipment, count: 4)).utf8)
        let receipt = Receipt(sequence: 9, receivedAt: Sample.received)
        let outcomes: [Outcome] = [
            .gateEvent(.init(eventId: "e", status: .duplicate, receipt: receipt)),
            .rejected(Rejection(.eventIdReused, "said otherwise", subject: .gateEvent, eventId: "e")),
            .gateEvent(.init(eventId: "e", status: .accepted, receipt: receipt, alerts: ["seal-missing.a", "b"])),
        ]
        let answer = EDIAnswer.make(to: body, call: EDISample.call(), outcomes: outcomes, at: Sample.received)
        let text = String(decoding: answer, as: UTF8.self)
        #expect(all("ERC", text).map { $0[0][0] }.prefix(5) == ["DUP", "REJ", "ACC", "FLG", "NON"])
        #expect(
            texts(text).prefix(4) == [
                "known already, receipt 9; event e", "event-id-reused: said otherwise; event e",
                "accepted, receipt 9; event e", "flagged: seal-missing.a, b",
            ])
    }

    @Test(
        "What was tolerated is said, with the segment",
        arguments: [
            (
                EDISample.interchange(tail: "CNT+16:1'UNT+9+M1'UNZ+1+IC7'"),
                "UNT counts another number of segments (segment 8 (UNT)"
            ),
            (EDISample.interchange(tail: "CNT+16:1'UNT+7+M9'UNZ+1+IC7'"), "UNT and UNH have different references"),
            (EDISample.interchange(tail: "CNT+16:1'UNT+7+M1'"), "UNZ is missing"),
            (EDISample.interchange(tail: "CNT+16:1'UNT+7+M1'UNZ+2+IC7'"), "UNZ counts another number of messages"),
            (EDISample.interchange(tail: "CNT+16:1'UNT+7+M1'UNZ+1+IC8'"), "UNZ and UNB have different references"),
            (EDISample.interchange(tail: "UNT+6+M1'UNZ+1+IC7'"), "CNT+16 is missing"),
            (EDISample.interchange(tail: "CNT+16:2'UNT+7+M1'UNZ+1+IC7'"), "CNT+16 counts another number of equipment"),
            (EDISample.interchange(tail: "CNT+16:1'"), "UNT is missing"),
            (EDISample.interchange(tail: "CNT+16:1'UNT+7+M1'UNZ+1+IC7"), "the last segment has no terminator"),
            (EDISample.interchange(unb: "", tail: "CNT+16:1'UNT+7+M1'"), "there is no UNB"),
            (EDISample.interchange(head: "BGM+34'"), "BGM has no function (1225)"),
            (EDISample.interchange(EDISample.equipment + "EQD+CH+X'"), "EQD that is no container was passed over"),
            (EDISample.interchange(EDISample.equipment.replacing("++3+5", with: "+3+5")), "EQD's elements are shifted"),
            (EDISample.interchange(EDISample.equipment + "DTM+ACT:202603020802:203'"), "DTM 2005 is not 7"),
            (
                EDISample.interchange(EDISample.equipment + "TDT+1++3++JKT888'"),
                "TDT has the plate in the carrier's composite"
            ),
            (EDISample.interchange(EDISample.equipment + "SEL+1+QQ'"), "SEL 9303 is no known party"),
            (EDISample.interchange(EDISample.equipment + "'"), "an empty segment was passed over"),
        ])
    func tolerated(body: String, text: String) {
        #expect(EDISample.decode(body).gateEvents.count == 1)
        let answer = EDISample.answer(body)
        #expect(texts(answer).contains { $0.hasPrefix("tolerated: \(text)") }, "\(texts(answer))")
    }
}
