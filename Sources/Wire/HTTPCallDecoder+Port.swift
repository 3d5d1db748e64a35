import Customs

/// Clearances, manifests and outages.
extension HTTPCallDecoder {
    /// A decision whose declaration the path names.
    private struct Decision: Decodable {
        var containers: [String]?
        var status: ClearanceStatus
        var reason: String?
        var decidedAt: Timestamp?
    }

    func clearance(_ declaration: String, _ body: [UInt8]) throws(Rejection) -> Observation {
        let sent = try json(body, .other).one(Decision.self)
        let order = ClearanceOrder(
            declaration: declaration, containers: sent.containers, status: sent.status, reason: sent.reason,
            decidedAt: sent.decidedAt)
        return .clearance(
            try ruled { () throws(FieldFault) in try ClearanceRules.checked(order, receivedAt: receivedAt) },
            by: call.account)
    }

    /// Many decisions, each of which stands for itself.
    func clearances(_ body: [UInt8]) -> Decoded {
        do throws(Rejection) {
            return try json(body, .other).each(
                ClearanceOrder.self, name: "decision", limit: ClearanceRules.maximumDecisions
            ) { order, index in
                do throws(FieldFault) {
                    return .success(
                        .clearance(try ClearanceRules.checked(order, receivedAt: receivedAt), by: call.account))
                } catch {
                    return .failure(error.rejection(at: index, subject: .other))
                }
            }
        } catch {
            return [.failure(error)]
        }
    }

    /// A manifest whose call the path names.
    private struct CallManifest: Decodable {
        var facility: String
        var vessel: String?
        var voyage: String?
        var expectedAt: Timestamp?
        var containers: [Manifest.Container]
    }

    func manifest(_ name: String, _ body: [UInt8]) throws(Rejection) -> Observation {
        let sent = try json(body, .other).one(CallManifest.self)
        let manifest = Manifest(
            call: name, facility: sent.facility, vessel: sent.vessel, voyage: sent.voyage, expectedAt: sent.expectedAt,
            containers: sent.containers)
        return .manifest(try ruled { () throws(FieldFault) in try ManifestRules.checked(manifest) }, by: call.account)
    }

    func announceOutage(_ facility: String, _ body: [UInt8]) throws(Rejection) -> Observation {
        try checkFacility(facility)
        let order = try json(body, .other).one(OutageOrder.self)
        return .announceOutage(
            try ruled { () throws(FieldFault) in try OutageRules.checked(order) }, facility: facility, by: call.account)
    }

    private struct OutageEnd: Decodable { var endsAt: Timestamp? }

    func endOutage(_ facility: String, _ id: String, _ body: [UInt8]) throws(Rejection) -> Observation {
        try checkFacility(facility)
        guard Identifier.isValid(id) else { throw Rejection(.notFound, "there is no outage “\(id.clipped())”") }
        let endsAt = body.isEmpty ? nil : try json(body, .other).one(OutageEnd.self).endsAt
        let checked = try ruled { () throws(FieldFault) -> Timestamp? in
            guard let endsAt else { return nil }
            return try FixTimeRule.checked(endsAt, "endsAt", receivedAt: receivedAt)
        }
        return .endOutage(id: id, facility: facility, endsAt: checked, by: call.account)
    }

    private func checkFacility(_ facility: String) throws(Rejection) {
        guard Identifier.isValid(facility) else {
            throw Rejection(.unknownFacility, "there is no facility “\(facility.clipped())”")
        }
    }
}
