import Customs
import Wire

/// Shared by the tests of decoding.
enum Sample {
    static let received = Timestamp(milliseconds: 1_772_413_500_000)  // 2026-03-02T01:05:00Z
    static let time = "2026-03-02T01:02:03Z"
    static let officer = Account(name: "officer-1", role: .officer)

    static func mqtt(_ payload: String, topic: String = "vasscm/v1/seals/VNSEAL0001/reports") -> Envelope {
        mqtt(Array(payload.utf8), topic: topic)
    }

    static func mqtt(_ payload: [UInt8], topic: String = "vasscm/v1/seals/VNSEAL0001/reports") -> Envelope {
        Envelope(source: .mqtt(broker: "test", topic: topic), receivedAt: received, body: payload)
    }

    static func http(
        _ path: String, _ body: String, method: String = "POST", type: String = "application/json"
    ) -> Envelope {
        let call = HTTPCall(method: method, path: path, contentType: type, account: officer)
        return Envelope(source: .http(call), receivedAt: received, body: Array(body.utf8))
    }

    static func gpsd(_ object: String, seals: [String: String] = ["*": "G1"]) -> Envelope {
        Envelope(source: .gpsd(daemon: "test", seals: seals), receivedAt: received, body: Array(object.utf8))
    }

    /// A report with the required fields and `more`.
    static func report(_ more: String = "") -> String {
        "{\"seq\":1,\"time\":\"\(time)\"" + (more.isEmpty ? "" : ",") + more + "}"
    }
}

extension Array where Element == Result<Observation, Rejection> {
    var reports: [SealReport] {
        compactMap { if case .success(.report(let report, _, _)) = $0 { report } else { nil } }
    }

    var digests: [UInt64] {
        compactMap { if case .success(.report(_, _, let digest)) = $0 { digest } else { nil } }
    }

    var observations: [Observation] { compactMap { try? $0.get() } }

    var rejections: [Rejection] {
        compactMap { if case .failure(let rejection) = $0 { rejection } else { nil } }
    }

    var reasons: [Rejection.Reason] { rejections.map(\.reason) }
}
