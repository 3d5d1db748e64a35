import Customs
import Foundation

/// The names and numbers of one transit.
struct TransitIdentity {
    let transit: String
    let seal: String
    private(set) var container: String
    let declaration: String
    let plate: String
    let sizeType: String

    /// Owner codes of lines that call at Vietnamese ports.
    private static let owners = ["MSCU", "TGHU", "TEMU", "HLXU", "ONEU", "OOLU", "EGHU", "VSCU"]

    init(number: Int, day: Timestamp, origin: Zone, random: inout SplitMix64) {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        seal = "VNSEAL\(padded)"
        transit = "TR-\(day.compact.prefix(8))-\(padded)"
        container = Self.container(random: &random)
        declaration = "10" + (0..<10).map { _ in String(random.whole(0...9)) }.joined()
        // Plates of Hai Phong and of Ho Chi Minh City.
        let isNorthern = (origin.shape.middle?.latitude ?? 0) > 16
        plate = "\(isNorthern ? 15 : 51)C-\(random.whole(100...999)).\(random.whole(10...99))"
        sizeType = random.chance(0.7) ? "45G1" : "22G1"
    }

    /// Gives its container a number whose check digit is wrong.
    mutating func spoilNumber() {
        let digit = container.last.flatMap(\.wholeNumberValue) ?? 0
        container = String(container.dropLast()) + String((digit + 3) % 10)
    }

    /// A number with the check digit that ISO 6346 asks for.
    static func container(random: inout SplitMix64) -> String {
        while true {
            let owner = owners[random.whole(0...(owners.count - 1))]
            let stem = owner + String(String(random.whole(1_000_000...1_999_999)).dropFirst())
            guard let digit = ContainerNumber.checkDigit(stem) else { continue }
            return "\(stem)\(digit)"
        }
    }
}
