public import Customs

/// The answer to a posted interchange, itself an interchange: CONTRL says whether it could be read, and for each
/// message an APERAK what became of each container and what was tolerated.
public enum EDIAnswer {
    /// The sender's name where the interchange does not say whom it was for.
    public static let ownName = "VASSCM"

    /// The answer's bytes, ISO 8859-1.
    ///
    /// - Parameters:
    ///   - outcomes: one for each item of the decoded body, in order; an item without one was not processed.
    ///   - at: when it is given; it is the answer's date, in UTC.
    public static func make(to body: [UInt8], call: HTTPCall, outcomes: [Outcome], at: Timestamp) -> [UInt8] {
        var events = EDIGateEvents(EDIProfile(call: call, receivedAt: at))
        var items: [EDIAnswerItem] = []
        let interchanges = body.withUnsafeBytes { bytes in
            events.read(bytes) { item in
                items.append(EDIAnswerItem(item, items.count < outcomes.count ? outcomes[items.count] : nil))
            }
        }
        var hash = StableHash()
        body.withUnsafeBytes { hash.combine(bytes: $0) }
        hash.combine(String(at.milliseconds))
        let hexadecimal = String(hash.value, radix: 16, uppercase: true)
        var answer = EDIAnswerWriter(at: at, reference: "A" + String(hexadecimal.prefix(13)))
        answer.begin(
            from: interchanges.first?.recipient ?? ownName,
            to: interchanges.first?.sender ?? call.account.name)
        for interchange in interchanges {
            answer.control(interchange)
            if !interchange.looseItems.isEmpty || !interchange.tolerances.all.isEmpty {
                answer.results(
                    of: interchange.reference, interchange.looseItems.map { items[$0] }, interchange.tolerances)
            }
            for message in interchange.messages {
                answer.results(of: message.reference, items[message.items], message.tolerances)
            }
        }
        return answer.end()
    }
}
