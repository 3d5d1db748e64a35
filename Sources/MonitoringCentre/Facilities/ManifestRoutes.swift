import Customs
import HTTPTypes
import Hummingbird

extension Route {
    /// `/v1/manifests/{call}`: what is expected with a call, and what was discharged.
    static let manifests = [
        Route(.put, "/v1/manifests/{call}", .needs(.postClearances)) { call in
            guard case .manifest(let record) = try await call.submitOne(try await call.jsonBody()) else {
                throw Problem.noAnswer("manifest")
            }
            return try .json(record, status: record.version == 1 ? .created : .ok)
        },
        Route(.get, "/v1/manifests/{call}", .signedIn) { call in
            let name = try call.parameter("call")
            let account = try call.requireAccount()
            // The operator that discharges a call reads its manifest too, though no other decision of Customs.
            guard let reconciliation = try await call.source.manifest(call: name),
                account.role.has(.readClearances)
                    || account.role == .operator
                        && account.covers(facility: reconciliation.manifest.manifest.facility)
            else { throw Problem.notFound("There is no manifest of a call \(name)") }
            return try .json(reconciliation)
        },
    ]
}
