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

    private struct ActionsBody: Decodable {
        var alerts: [String]
        var action: String
        var comment: String?
        var assignee: String?
    }

    /// Alerts that one call acts on.
    static let maximumAlerts = 1000

    /// One action on each of many alerts, each of which stands for itself.
    func alertActions(_ body: [UInt8]) -> Decoded {
        do throws(Rejection) {
            let sent = try json(body, .other).one(ActionsBody.self)
            guard let kind = AlertAction.Kind(rawValue: sent.action) else {
                let known = AlertAction.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw Rejection(.wrongType, "action is “\(sent.action.clipped())”, not one of \(known)")
            }
            guard !sent.alerts.isEmpty else { throw Rejection(.missingField, "alerts holds no id") }
            guard sent.alerts.count <= Self.maximumAlerts else {
                throw Rejection(
                    .payloadTooLarge, "alerts holds more than \(Self.maximumAlerts) ids: none is acted on")
            }
            var seen: Set<String> = []
            for (index, id) in sent.alerts.enumerated() where !seen.insert(id).inserted {
                throw Rejection(.outOfRange, "alerts[\(index)] is “\(id.clipped())”, which it holds already")
            }
            let action = try action(kind, comment: sent.comment, assignee: sent.assignee)
            return sent.alerts.map { id in
                guard 1...256 ~= id.utf8.count else {
                    return .failure(Rejection(.notFound, "there is no alert “\(id.clipped())”"))
                }
                return .success(.alertAction(id: id, action))
            }
        } catch {
            return [.failure(error)]
        }
    }

    private func action(
        _ kind: AlertAction.Kind, comment: String?, assignee: String?
    ) throws(Rejection) -> AlertAction {
        try ruled { () throws(FieldFault) in
            let comment = try TextRules.optionalSentence(comment, "comment", isRequired: kind == .comment)
            let assignee = try TextRules.optionalSentence(assignee, "assignee", isRequired: kind == .assign)
            return AlertAction(
                kind: kind, at: receivedAt, by: call.account.name, comment: comment, assignee: assignee)
        }
    }

    func alertAction(_ id: String, _ name: String, _ body: [UInt8]) throws(Rejection) -> Observation {
        guard let kind = AlertAction.Kind(rawValue: name) else { throw unsupported() }
        guard 1...256 ~= id.utf8.count else { throw Rejection(.notFound, "there is no alert “\(id.clipped())”") }
        let sent = body.isEmpty ? ActionBody() : try json(body, .other).one(ActionBody.self)
        return .alertAction(id: id, try action(kind, comment: sent.comment, assignee: sent.assignee))
    }
}
