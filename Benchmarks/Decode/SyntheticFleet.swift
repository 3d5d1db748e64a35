import Customs
import Foundation
import SimulatorKit

/// Seals that move at random about Viet Nam and report in turn, as `mosquitto_sub -F %J` would print it.
struct SyntheticFleet {
    private var random: SplitMix64
    private var places: [(latitude: Double, longitude: Double)] = []
    private var count = 0

    /// The same fleet for the same seed.
    init(seals: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        places = (0..<max(1, seals)).map { _ in
            (Double.random(in: 10...21.5, using: &random), Double.random(in: 105...108, using: &random))
        }
        self.random = random
    }

    mutating func nextLine(asText: Bool) -> String {
        let seal = count % places.count
        // Each seal's interval is 30 seconds, whatever their number.
        let fixTime = Timestamp(milliseconds: 1_772_413_200_000 + Int64(count * 30_000 / places.count))
        let receivedAt = Timestamp(milliseconds: fixTime.milliseconds + Int64.random(in: 300...3000, using: &random))
        places[seal].latitude += Double.random(in: -0.002...0.002, using: &random)
        places[seal].longitude += Double.random(in: -0.002...0.002, using: &random)
        count += 1
        let payload =
            "{\"seq\":\((count - 1) / places.count + 1),\"time\":\"\(fixTime.rfc3339)\",\"mode\":3,"
            + "\"lat\":\(decimals(places[seal].latitude, 6)),\"lon\":\(decimals(places[seal].longitude, 6)),"
            + "\"speed\":\(decimals(number(0...22), 2)),\"track\":\(decimals(number(0...359), 1)),"
            + "\"eph\":\(decimals(number(2...8), 1)),\"satellites\":\(Int(number(6...14))),"
            + "\"cn0\":\(decimals(number(30...45), 1)),\"state\":\"locked\","
            + "\"battery\":\(decimals(number(0.3...1), 2)),\"interval\":30}"
        let recorded = asText ? "\"" + payload.replacing("\"", with: "\\\"") + "\"" : payload
        return "{\"tst\":\"\(receivedAt.rfc3339)\",\"topic\":\"vasscm/v1/seals/VNSEAL\(padded(seal + 1, 4))/reports\","
            + "\"qos\":1,\"retain\":0,\"payloadlen\":\(payload.utf8.count),\"payload\":\(recorded)}"
    }

    private mutating func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &random) }

    private func decimals(_ value: Double, _ places: Int) -> String {
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((value * Double(scale)).rounded())
        return "\(scaled / scale).\(padded(scaled % scale, places))"
    }

    private func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
