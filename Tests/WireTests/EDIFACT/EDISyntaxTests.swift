import Customs
import Testing
import Wire

@Suite("The syntax of UN/EDIFACT")
struct EDISyntaxTests {
    private func segments(_ text: String) -> [[[String]]] { EDIDecoder.segments(Array(text.utf8)).segments }

    @Test("Elements, components and the release character")
    func parts() {
        #expect(
            segments("TDT+20++?'a?+b?:c??+x:y::z'") == [[["TDT"], ["20"], [""], ["'a+b:c?"], ["x", "y", "", "z"]]])
        #expect(segments("SEL'") == [[["SEL"]]])
        #expect(segments("SEL+ a b ?'") == [[["SEL"], ["a b '"]]])
    }

    @Test("UNA says which characters serve, level B's need no saying")
    func serviceCharacters() {
        let expected = [[["UNB"], ["UNOA", "1"]], [["RFF"], ["a'b", "c+d"]]]
        #expect(segments("UNA|*,\\ ~UNB*UNOA|1~RFF*a'b|c+d~") == expected)
        #expect(segments("UNA:+,? 'UNB+UNOA:1'RFF+a?'b:c?+d'") == expected)
        #expect(
            segments("UNB\u{1d}UNOB\u{1f}1\u{1c}RFF\u{1d}a'b\u{1f}c+d\u{1c}")
                == [[["UNB"], ["UNOB", "1"]], [["RFF"], ["a'b", "c+d"]]])
        // Without a release character, `?` is data.
        #expect(segments("UNA:+.  'UNB+UNOA:1'RFF+a?'") == [[["UNB"], ["UNOA", "1"]], [["RFF"], ["a?"]]])
        // The characters of one interchange are not the next one's.
        #expect(
            segments("UNA|*,\\ ~UNB*UNOA|1~UNZ*0*1~UNB+UNOA:1'RFF+a'").suffix(2)
                == [[["UNB"], ["UNOA", "1"]], [["RFF"], ["a"]]])
        // A line feed as terminator.
        #expect(segments("UNA:+.? \nUNB+UNOA:1\nRFF+a\n\n") == [[["UNB"], ["UNOA", "1"]], [["RFF"], ["a"]]])
    }

    @Test("A message with other service characters means the same")
    func overrides() {
        let plain = EDISample.interchange()
        let other = plain.map { ["+": "*", ":": "|", "'": "~"][$0] ?? $0 }
        #expect(EDISample.decode("UNA|*.? ~" + String(other)) == EDISample.decode(plain))
    }

    @Test("Line breaks between and within segments are passed over, a byte order mark too")
    func lineBreaks() {
        let plain = EDISample.interchange()
        let expected = EDISample.decode(plain)
        #expect(expected.observations.count == 1)
        #expect(EDISample.decode(plain.replacing("'", with: "'\r\n")) == expected)
        #expect(EDISample.decode("\r\n \(plain)\n\n") == expected)
        #expect(EDISample.decode("\u{feff}" + plain) == expected)
        var wrapped = ""
        for (index, character) in plain.enumerated() { wrapped += (index % 80 == 79 ? "\r\n" : "") + String(character) }
        #expect(EDISample.decode(wrapped) == expected)
    }

    @Test("The character set decides what bytes beyond ASCII are")
    func characterSets() {
        func seal(_ set: String, _ bytes: [UInt8]) -> Decoded {
            let unb = "UNB+\(set):3+S+R+260302:0805+1'"
            let text = EDISample.interchange(EDISample.equipment + "SEL+#'", unb: unb)
            return EDISample.decode(text.utf8.flatMap { $0 == UInt8(ascii: "#") ? bytes : [$0] })
        }
        func number(_ decoded: Decoded) -> String? { decoded.gateEvents.first?.seals?.first?.number }
        #expect(number(seal("UNOC", [0xe9])) == "é")
        #expect(number(seal("UNOC", Array("é".utf8))) == "Ã©")
        #expect(number(seal("UNOY", Array("é".utf8))) == "é")
        #expect(number(seal("UNOW", Array("ế".utf8))) == "ế")
        #expect(number(seal("UNOA", Array("é".utf8))) == "é")
        #expect(number(seal("UNOA", [0xe9])) == "é")
        #expect(number(seal("QQQQ", [0xe9])) == "é")
        let invalid = seal("UNOY", [0xe9]).rejections
        #expect(invalid.map(\.reason) == [.malformedEDI])
        #expect(invalid.first?.detail.contains("(SEL) at byte") == true)
        #expect(invalid.first?.detail.contains("invalid UTF-8 at byte") == true)
    }

    @Test("The envelope says who sent it to whom before anything is decoded")
    func envelope() {
        let body = Array(EDISample.interchange(unb: "UNA:+.? 'UNB+UNOA:2+SEN?'DER:ZZ+VNCUS:14+260302:0805+1'").utf8)
        #expect(EDIInterchange.sender(of: body) == "SEN'DER")
        for text in ["", "UNH+1+CODECO:D:95B:UN'", "{}", "UNB'", "UNB", "UNA"] {
            #expect(EDIInterchange.sender(of: Array(text.utf8)) == nil)
        }
    }
}
