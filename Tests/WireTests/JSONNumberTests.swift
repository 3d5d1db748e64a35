import SimulatorKit
import Testing
import Wire

@Suite("Numbers are read exactly")
struct JSONNumberTests {
    private func number(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBytes { try? JSONScanner.check($0) }?.number
    }

    @Test("100,000 seeded literals give the very bits that Double(String) gives")
    func exactness() {
        var random = SplitMix64(seed: 2026)
        var differing: [String] = []
        for _ in 0..<100_000 {
            let text = literal(&random)
            if number(text)?.bitPattern != Double(text)?.bitPattern { differing.append(text) }
        }
        #expect(differing.isEmpty)
    }

    @Test("200,000 seeded coordinates as devices print them are exact")
    func coordinates() {
        var random = SplitMix64(seed: 7)
        var differing: [String] = []
        for _ in 0..<200_000 {
            let digits = Int.random(in: 1...9, using: &random)
            let fraction = String(String(random.next()).prefix(digits))
            let text = "\(Int.random(in: -180...180, using: &random)).\(fraction)"
            if number(text)?.bitPattern != Double(text)?.bitPattern { differing.append(text) }
        }
        #expect(differing.isEmpty)
    }

    @Test(
        "Hard cases are exact",
        arguments: [
            "0", "-0", "-0.0", "1e22", "1e23", "9007199254740992", "9007199254740993", "18446744073709551615",
            "18446744073709551616", "99999999999999999999", "0.1", "0.30000000000000004", "2.2250738585072011e-308",
            "5e-324", "2.4703282292062327e-324", "1.7976931348623157e308", "1.7976931348623159e308", "1e-400", "0e999",
            "0.000000000000000000000000000000000001", "123456789012345678901234567890e-20", "1E0000000000000000000005",
        ])
    func hardCases(text: String) {
        #expect(number(text)?.bitPattern == Double(text)?.bitPattern)
    }

    /// Any literal that JSON allows: short and long mantissas, with and without point and exponent.
    private func literal(_ random: inout SplitMix64) -> String {
        var text = Bool.random(using: &random) ? "-" : ""
        let digits = String(
            (0..<Int.random(in: 1...24, using: &random)).map { _ in
                Character(String(Int.random(in: 0...9, using: &random)))
            })
        let whole = String(digits.drop { $0 == "0" })
        text += whole.isEmpty ? "0" : whole
        if Bool.random(using: &random) {
            text += "." + String(String(random.next()).prefix(Int.random(in: 1...19, using: &random)))
        }
        if Bool.random(using: &random) {
            text += ["e", "E", "e+", "e-", "E-"][Int.random(in: 0...4, using: &random)]
            text += String(Int.random(in: 0...(Bool.random(using: &random) ? 25 : 330), using: &random))
        }
        return text
    }
}
