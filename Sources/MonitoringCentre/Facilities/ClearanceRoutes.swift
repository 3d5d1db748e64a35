import Customs
import Foundation
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/clearances`: what Customs decided, as its own system puts it.
    static let clearances = [
        Route(.put, "/v1/clearances/{declaration}", .needs(.postClearances)) { call in
            guard case .clearance(let decision) = try await call.submitOne(try await call.jsonBody()) else {
                throw Problem.noAnswer("clearance")
            }
            return try .json(decision)
        },
        Route(.put, "/v1/clearances", .needs(.postClearances)) { call in
            let body = try await call.jsonBody()
            let outcomes = try await call.submit(body)
            if let refusal = JSONBatch.refusalOfAll(outcomes, body: body) { throw refusal }
            return try .json(ClearanceResults(outcomes, body: body))
        },
        Route(.get, "/v1/clearances/{declaration}", .needs(.readClearances)) { call in
            let declaration = try call.parameter("declaration")
            guard let record = try await call.source.clearance(declaration: declaration) else {
                throw Problem.notFound("Nothing was decided under a declaration \(declaration)")
            }
            return try .json(record)
        },
        Route(.get, "/v1/containers/{number}/clearances", .needs(.readClearances)) { call in
            let number = ContainerNumber.normalised(try call.parameter("number"))
            return try .json(Page(items: try await call.source.clearances(container: number), next: nil))
        },
    ]
}

/// The answer to an array of clearances: one result for each, in the order in which they were put.
struct ClearanceResults: Encodable {
    struct Result: Encodable {
        enum Status: String, Encodable { case accepted, rejected }

        /// As far as the order said it.
        var declaration: String?
        var status: Status
        var sequence: Int64?
        var reason: Rejection.Reason?
        var detail: String?
    }

    private(set) var results: [Result]

    init(_ outcomes: [Outcome], body: [UInt8]) {
        // A rejection does not say which declaration it was about; its place in the array does.
        lazy var posted = (try? JSONSerialization.jsonObject(with: Data(body))) as? [Any] ?? []
        results = []
        results.reserveCapacity(outcomes.count)
        for (index, outcome) in outcomes.enumerated() {
            switch outcome {
            case .clearance(let decision):
                results.append(
                    Result(declaration: decision.declaration, status: .accepted, sequence: decision.sequence))
            case .rejected(let rejection):
                let order = posted.indices.contains(index) ? posted[index] as? [String: Any] : nil
                results.append(
                    Result(
                        declaration: order?["declaration"] as? String, status: .rejected, reason: rejection.reason,
                        detail: rejection.detail))
            default: results.append(Result(status: .accepted))
            }
        }
    }
}
