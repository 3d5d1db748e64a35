import Customs
import Foundation

/// The answer to one action on many alerts: one result for each, in the order in which they were named.
struct AlertActionResults: Encodable {
    struct Result: Encodable {
        enum Status: String, Encodable { case done, rejected }

        var id: String
        var status: Status
        var alert: Alert?
        var reason: Rejection.Reason?
        var detail: String?
    }

    private(set) var results: [Result]

    private struct Sent: Decodable { var alerts: [String] }

    /// - Throws: why nothing was done, where the body as a whole was refused.
    init(_ outcomes: [Outcome], body: [UInt8]) throws {
        let ids = (try? CanonicalJSON.decode(Sent.self, from: Data(body)))?.alerts ?? []
        if outcomes.count == 1, case .rejected(let rejection) = outcomes[0],
            ids.count != 1 || !Self.isOfOneAlert(rejection)
        {
            throw rejection
        }
        guard ids.count == outcomes.count else { throw Problem.noAnswer("alerts") }
        results = try zip(ids, outcomes).map { id, outcome in
            switch outcome {
            case .alert(let alert): Result(id: id, status: .done, alert: alert)
            case .rejected(let rejection):
                Result(id: id, status: .rejected, reason: rejection.reason, detail: rejection.detail)
            default: throw Problem.noAnswer("alerts")
            }
        }
    }

    /// What may be wrong with an alert; all else is wrong with the call.
    private static func isOfOneAlert(_ rejection: Rejection) -> Bool {
        rejection.reason == .notFound || rejection.reason == .conflict
    }
}
