import Customs
import SimulatorKit
import Testing
import Wire

@Suite("JSON grammar and UTF-8")
struct JSONGrammarTests {
    @Test(
        "What is not JSON is one rejection that names the byte and what was expected there",
        arguments: [
            ("", 0, "a value, found the end"),
            ("  ", 2, "a value, found the end"),
            ("{", 1, "a key or “}”, found the end"),
            ("{\"seq\"", 6, "“:”, found the end"),
            ("{\"seq\":", 7, "a value, found the end"),
            ("{\"seq\":1", 8, "“,” or “}”, found the end"),
            ("{\"seq\":1,}", 9, "a key, found “}”"),
            ("{\"seq\":1 \"b\":2}", 9, "“,” or “}”, found “\"”"),
            ("{seq:1}", 1, "a key or “}”, found “s”"),
            ("{\"seq\":01}", 8, "no digit after a leading 0, found “1”"),
            ("{\"seq\":-}", 8, "a digit, found “}”"),
            ("{\"seq\":+1}", 7, "a value, found “+”"),
            ("{\"seq\":.5}", 7, "a value, found “.”"),
            ("{\"seq\":1.}", 9, "a digit after the point, found “}”"),
            ("{\"seq\":1e}", 9, "a digit in the exponent, found “}”"),
            ("{\"seq\":1e+}", 10, "a digit in the exponent, found “}”"),
            ("{\"seq\":NaN}", 7, "a number that JSON can write, found “N”"),
            ("{\"seq\":-Infinity}", 7, "a number that JSON can write, found “-”"),
            ("{\"seq\":NaNa}", 7, "a value, found “N”"),
            ("{\"seq\":True}", 7, "a value, found “T”"),
            ("{\"seq\":tru}", 7, "a value, found “t”"),
            ("{\"seq\":1}x", 9, "the end of the text, found “x”"),
            ("{\"seq\":1}{}", 9, "the end of the text, found “{”"),
            ("[{}", 3, "“,” or “]”, found the end"),
            ("[{},]", 4, "a value, found “]”"),
            ("[{}}", 3, "“,” or “]”, found “}”"),
            ("{\"boot\":\"a", 10, "“\"” to end the string, found the end"),
            ("{\"boot\":\"a\n\"}", 10, "an escape in place of the control character, found byte 10"),
            ("{\"boot\":\"\\x\"}", 10, "one of \" \\ / b f n r t u after “\\”, found “x”"),
            ("{\"boot\":\"\\u12g4\"}", 13, "four hexadecimal digits, found “g”"),
            ("{\"boot\":\"\\udc00\"}", 9, "a high surrogate before the low one, found “\\”"),
            ("{\"boot\":\"\\ud83dx\"}", 15, "a low surrogate, found “x”"),
            ("{\"boot\":\"\\", 10, "an escaped character, found the end"),
            ("\u{feff}{}", 0, "a value, found byte 239"),
        ])
    func malformed(payload: String, offset: Int, rest: String) {
        let detail = "malformed JSON at byte \(offset): expected \(rest)"
        let expected = Rejection(.malformedJSON, detail, subject: .report)
        #expect(Wire.decode(Sample.mqtt(payload)) == [.failure(expected)])
    }

    @Test("A fault in the grammar of an array spoils all of it")
    func malformedArray() {
        #expect(Wire.decode(Sample.mqtt("[\(Sample.report()),\(Sample.report())")).reasons == [.malformedJSON])
    }

    @Test("Nesting up to 32 levels is read, deeper is refused")
    func nesting() {
        func nested(_ levels: Int) -> String {
            Sample.report("\"x\":" + String(repeating: "[", count: levels) + String(repeating: "]", count: levels))
        }
        #expect(Wire.decode(Sample.mqtt(nested(31))).reports.count == 1)
        #expect(Wire.decode(Sample.mqtt(nested(32))).reasons == [.malformedJSON])
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 200_000)
        #expect(Wire.decode(Sample.mqtt(deep)).reasons == [.malformedJSON])
    }

    @Test(
        "Invalid UTF-8 is refused with the byte it starts at",
        arguments: [
            ([0xff], 9), ([0xc0, 0x80], 9), ([0xed, 0xa0, 0x80], 9), ([0xf5, 0x80, 0x80, 0x80], 9),
            ([0x61, 0x62, 0x80], 11), ([0xc3, 0xa9, 0xe2, 0x82], 11), ([0xf0, 0x8f, 0xbf, 0xbf], 9),
        ] as [([UInt8], Int)])
    func invalidUTF8(bytes: [UInt8], offset: Int) {
        let payload = Array("{\"boot\":\"".utf8) + bytes + Array("\"}".utf8)
        let expected = Rejection(.invalidUTF8, "invalid UTF-8 at byte \(offset)", subject: .report)
        #expect(Wire.decode(Sample.mqtt(payload)) == [.failure(expected)])
    }

    @Test("The UTF-8 check agrees with the standard library on 100,000 seeded byte strings")
    func utf8AgreesWithStandardLibrary() {
        var random = SplitMix64(seed: 8)
        for _ in 0..<100_000 {
            let scalars = (0..<Int.random(in: 0...6, using: &random)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x10ffff, using: &random))
            }
            var bytes = scalars.flatMap { Array(String($0).utf8) }
            if Bool.random(using: &random), !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect(bytes.withUnsafeBytes { UTF8Check.firstInvalidOffset($0) == nil } == isValid)
        }
    }
}
