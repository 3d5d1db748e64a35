import Customs

/// What officers decide of transits and alerts.
extension HTTPCallDecoder {
    func openTransit(_ body: [UInt8]) throws(Rejection) -> Observation {
        let order = try json(body, .other).one(TransitOrder.self)
        return .openTransit(
            try ruled { () throws(FieldFault) in try TransitRules.checked(order) }, by: call.account)
    }

    private struct Reason: Decodable { var reason: String }

    func endTransit(_ id: String, _ status: TransitStatus, _ body: [UInt8]) throws(Rejection) -> Observation {
        guard Identifier.isValid(id) else {
            throw Rejection(.notFound, "there is no transit “\(id.clipped())”")
        }
        let reason = try json(body, .other).one(Reason.self).reason
        let checked = try ruled { () throws(FieldFault) in try TextRules.sentence(reason, "reason") }
        return .endTransit(id: id, status: status, reason: checked, by: call.account)
    }

    private struct ActionBody: Decodable {
        var comment: String?
        var assignee: String?
    }

    func alertAction(_ id: String, _ name: String, _ body: [UInt8]) throws(Rejection) -> Observation {
        guard let kind = AlertAction.Kind(rawValue: name) else { throw unsupported() }
        guard 1...256 ~= id.utf8.count else { throw Rejection(.notFound, "there is no alert “\(id.clipped())”") }
        let sent = body.isEmpty ? ActionBody() : try json(body, .other).one(ActionBody.self)
        let action = try ruled { () throws(FieldFault) in
            let comment = try TextRules.optionalSentence(sent.comment, "comment", isRequired: kind == .comment)
            let assignee = try TextRules.optionalSentence(sent.assignee, "assignee", isRequired: kind == .assign)
            return AlertAction(
                kind: kind, at: receivedAt, by: call.account.name, comment: comment, assignee: assignee)
        }
        return .alertAction(id: id, action)
    }
}
