import Customs
import Foundation

/// The state-changing calls of the HTTP API: finds the call's route and reads its body.
struct HTTPCallDecoder {
    /// Events of one call; more make several calls.
    static let maximumEvents = 100_000
    /// How UN/EDIFACT is named.
    static let edifactType = "application/edifact"

    let call: HTTPCall
    let receivedAt: Timestamp

    func decode(_ body: [UInt8]) -> Decoded {
        let path = call.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        for route in HTTPRoute.all {
            if let names = route.names(call.method, path) { return route.decode(self, names, body) }
        }
        return [.failure(unsupported())]
    }

    func unsupported() -> Rejection {
        Rejection(.unsupported, "\(call.method) \(call.path.clipped()) is no call that this version takes")
    }

    /// The content type without its parameters, in lower case.
    private var mediaType: String {
        call.contentType.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// - Parameter other: a content type of JSON by another name.
    func json(
        _ body: [UInt8], _ subject: Rejection.Subject, orAlso other: String? = nil
    ) throws(Rejection) -> JSONBody {
        guard mediaType == "application/json" || mediaType == other else {
            let others = subject == .gateEvent ? " or application/edifact" : ""
            throw Rejection(
                .unsupported, "the content type \(mediaType.clipped()) is not application/json\(others)",
                subject: subject)
        }
        return JSONBody(bytes: body, subject: subject)
    }

    func ruled<Value>(_ check: () throws(FieldFault) -> Value) throws(Rejection) -> Value {
        do throws(FieldFault) { return try check() } catch { throw error.rejection(at: nil, subject: .other) }
    }

    // MARK: Gate events

    func gateEvents(_ body: [UInt8]) -> Decoded {
        if mediaType == Self.edifactType {
            return EDIDecoder.decode(body, call: call, receivedAt: receivedAt)
        }
        do throws(Rejection) {
            let json = try json(body, .gateEvent)
            return try json.each(GateEvent.self, name: "gate event", limit: Self.maximumEvents, gateEvent)
        } catch {
            return [.failure(error)]
        }
    }

    private func gateEvent(_ event: GateEvent, at index: Int?) -> Result<Observation, Rejection> {
        do throws(FieldFault) {
            return .success(.gateEvent(try GateEventRules.checked(event, receivedAt: receivedAt), by: call.account))
        } catch {
            var rejection = error.rejection(at: index, subject: .gateEvent)
            if GateEventRules.eventIdBytes.contains(event.eventId.utf8.count) { rejection.eventId = event.eventId }
            return .failure(rejection)
        }
    }
}
