import Customs
import Foundation

/// A report as a seal makes it: exact decimals, whole seconds.
struct SentReport: Hashable, Sendable {
    var sequence: Int64
    var time: Timestamp
    /// 1e-7 degrees, so that the text on the wire is exact.
    var latitudeE7: Int
    var longitudeE7: Int
    var altitude: Double?
    var speed: Double?
    var state = SealState.locked
    var interval: Int?

    var latitude: Double { Double(latitudeE7) / 1e7 }
    var longitude: Double { Double(longitudeE7) / 1e7 }

    /// The contract's object.
    var json: String {
        var members = [
            "\"seq\":\(sequence)", "\"time\":\"\(time.rfc3339)\"", "\"mode\":3",
            "\"lat\":\(Self.decimal(latitudeE7))", "\"lon\":\(Self.decimal(longitudeE7))",
        ]
        if let altitude { members.append("\"alt\":\(altitude)") }
        if let speed { members.append("\"speed\":\(speed)") }
        if state != .locked { members.append("\"state\":\"\(state.rawValue)\"") }
        if let interval { members.append("\"interval\":\(interval)") }
        return "{\(members.joined(separator: ","))}"
    }

    var payload: [UInt8] { Array(json.utf8) }

    /// Several as a backlog.
    static func backlog(_ reports: some Sequence<SentReport>) -> [UInt8] {
        Array("[\(reports.map(\.json).joined(separator: ","))]".utf8)
    }

    private static func decimal(_ value: Int) -> String {
        let digits = String(value.magnitude % 10_000_000)
        let padded = String(repeating: "0", count: 7 - digits.count) + digits
        return "\(value < 0 ? "-" : "")\(value.magnitude / 10_000_000).\(padded)"
    }
}

/// The topic that a seal reports to.
func reportsTopic(_ seal: String) -> String { "vasscm/v1/seals/\(seal)/reports" }

/// This moment in whole seconds, some seconds ago.
func now(before seconds: Double = 0) -> Timestamp {
    Timestamp(seconds: (Date().timeIntervalSince1970 - seconds).rounded(.down))
}

/// A container number whose check digit is right.
func containerNumber(_ serial: Int) -> String {
    let digits = String(serial)
    let stem = "VSCU" + String(repeating: "0", count: 6 - digits.count) + digits
    return stem + String(ContainerNumber.checkDigit(stem + "0") ?? 0)
}
