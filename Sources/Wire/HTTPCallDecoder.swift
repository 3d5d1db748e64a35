import Customs
import Foundation

/// The state-changing calls of the HTTP API (the contract's section 4).
struct HTTPCallDecoder {
    let call: HTTPCall
    let receivedAt: Timestamp

    func decode(_ body: [UInt8]) -> Decoded {
        let segments = call.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        guard call.method == "POST", segments.first == "v1" else { return [.failure(unsupported())] }
        switch segments.count {
        case 2 where segments[1] == "gate-events": return gateEvents(body)
        case 2 where segments[1] == "transits": return single { () throws(Rejection) in try openTransit(body) }
        case 4 where segments[1] == "transits":
            switch segments[3] {
            case "close": return single { () throws(Rejection) in try endTransit(segments[2], .closed, body) }
            case "cancel": return single { () throws(Rejection) in try endTransit(segments[2], .cancelled, body) }
            default: return [.failure(unsupported())]
            }
        case 4 where segments[1] == "alerts":
            guard let kind = AlertAction.Kind(rawValue: segments[3]) else { return [.failure(unsupported())] }
            return single { () throws(Rejection) in try alertAction(segments[2], kind, body) }
        default: return [.failure(unsupported())]
        }
    }

    private func single(_ decode: () throws(Rejection) -> Observation) -> Decoded {
        do throws(Rejection) { return [.success(try decode())] } catch { return [.failure(error)] }
    }

    private func gateEvents(_ body: [UInt8]) -> Decoded {
        let events: [Result<GateEvent, Rejection>]
        do throws(Rejection) {
            events = try json(body, .gateEvent).each(GateEvent.self)
        } catch {
            return [.failure(error)]
        }
        guard !events.isEmpty else {
            return [.failure(Rejection(.missingField, "the array holds no gate event", subject: .gateEvent))]
        }
        // An index is of use only where there is an array.
        let isArray = body.first { ![0x20, 0x0a, 0x0d, 0x09].contains($0) } == UInt8(ascii: "[")
        return events.enumerated().map { index, event in
            event.flatMap { event in
                do throws(FieldFault) {
                    let checked = try GateEventRules.checked(event, receivedAt: receivedAt)
                    return .success(.gateEvent(checked, by: call.account))
                } catch {
                    return .failure(error.rejection(at: isArray ? index : nil, subject: .gateEvent))
                }
            }
        }
    }

    private func openTransit(_ body: [UInt8]) throws(Rejection) -> Observation {
        let order = try json(body, .other).one(TransitOrder.self)
        return .openTransit(
            try ruled { () throws(FieldFault) in try TransitRules.checked(order) }, by: call.account)
    }

    private struct Reason: Decodable { var reason: String }

    private func endTransit(
        _ id: String, _ status: TransitStatus, _ body: [UInt8]
    ) throws(Rejection) -> Observation {
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

    private func alertAction(
        _ id: String, _ kind: AlertAction.Kind, _ body: [UInt8]
    ) throws(Rejection) -> Observation {
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

    private func ruled<Value>(_ check: () throws(FieldFault) -> Value) throws(Rejection) -> Value {
        do throws(FieldFault) { return try check() } catch { throw error.rejection(at: nil, subject: .other) }
    }

    private func json(_ body: [UInt8], _ subject: Rejection.Subject) throws(Rejection) -> JSONBody {
        let type = call.contentType.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard type == "application/json" else {
            throw Rejection(
                .unsupported, "the content type \(type.clipped()) is not application/json", subject: subject)
        }
        return JSONBody(bytes: body, subject: subject)
    }

    private func unsupported() -> Rejection {
        Rejection(.unsupported, "\(call.method) \(call.path.clipped()) is no call that this version takes")
    }
}
