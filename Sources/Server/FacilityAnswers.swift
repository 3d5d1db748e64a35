package import Customs
import Wire

/// A call that was answered after its commit.
package struct AnsweredCall: Sendable {
    package var call: HTTPCall
    package var body: [UInt8]
    package var receivedAt: Timestamp
    package var outcomes: [Outcome]

    /// Joins a call to what became of its observations.
    package init(call: HTTPCall, body: [UInt8], receivedAt: Timestamp, outcomes: [Outcome]) {
        self.call = call
        self.body = body
        self.receivedAt = receivedAt
        self.outcomes = outcomes
    }

    /// The answer in the form of what was posted.
    func text(_ outcomes: ArraySlice<Outcome>) throws -> [UInt8] {
        Array(try CanonicalJSON.encode(GateEventResults(Array(outcomes))))
    }

    /// The answer of an EDIFACT interchange.
    var interchange: [UInt8] {
        EDIAnswer.make(to: body, call: call, outcomes: outcomes, at: receivedAt)
    }

    var isEDIFACT: Bool { PartnerDesk.isEDIFACT(call.contentType) }
}

/// What operators that post over MQTT are told there, once it is stored.
package enum FacilityAnswers {
    /// Results of one message; the broker takes a megabyte, and a result is a few hundred bytes at most.
    package static let resultsInMessage = 1000

    /// The messages that answer a call which came over MQTT; none for any other.
    package static func messages(to answered: AnsweredCall) -> [(topic: String, payload: [UInt8])] {
        guard let via = answered.call.via, via.hasPrefix(PartnerDesk.mqttPrefix) else { return [] }
        let topic = String(via.dropFirst(PartnerDesk.mqttPrefix.count))
        if answered.isEDIFACT { return [("\(topic)/answers", answered.interchange)] }
        return stride(from: 0, to: max(answered.outcomes.count, 1), by: resultsInMessage).compactMap { start in
            let end = min(start + resultsInMessage, answered.outcomes.count)
            return (try? answered.text(answered.outcomes[start..<end])).map { ("\(topic)/results", $0) }
        }
    }
}
