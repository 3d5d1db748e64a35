package import Customs

/// Gate events as a terminal's system writes them in UN/EDIFACT: CODECO D.95B, times in whole minutes of Vietnam.
package enum CodecoText {
    /// The zone that the times are in; it has no daylight saving.
    package static let timeZone = "Asia/Ho_Chi_Minh"
    private static let zoneSeconds = 7 * 3600.0

    /// One interchange of one message.
    ///
    /// - Parameters:
    ///   - events: of one facility and one type; no longer than 9,999.
    ///   - reference: of the interchange; it tells one from the next of the same sender.
    package static func interchange(
        _ events: [GateEvent], sender: String, reference: Int, at time: Timestamp
    ) -> String {
        let made = Self.time(time)
        var segments = ["UNH+1+CODECO:D:95B:UN:ITG12", "BGM+\(document(of: events.first?.type))+\(reference)+9"]
        for event in events { segments += equipment(event) }
        segments += ["CNT+16:\(events.count)"]
        segments.append("UNT+\(segments.count + 1)+1")
        let head = "UNB+UNOA:2+\(sender)+VASSCM+\(made.dropFirst(2).prefix(6)):\(made.suffix(4))+\(reference)"
        return ([head] + segments + ["UNZ+1+\(reference)"]).map { "\($0)'\n" }.joined()
    }

    /// BGM 1001: 34 and 36 are the gate's; 44 and 46 are COARRI's, for what the quay reports.
    private static func document(of type: GateEvent.Kind?) -> Int {
        switch type {
        case .gateOut: 36
        case .discharge: 44
        case .load: 46
        default: 34
        }
    }

    private static func equipment(_ event: GateEvent) -> [String] {
        let state = event.fullEmpty == .empty ? 4 : 5
        var segments = ["EQD+CN+\(escaped(event.container))+\(event.sizeType ?? "22G1"):102:5++3+\(state)"]
        if let booking = event.booking { segments.append("RFF+BN:\(escaped(booking))") }
        if let bill = event.billOfLading { segments.append("RFF+BM:\(escaped(bill))") }
        if let declaration = event.declaration { segments.append("RFF+ABT:\(escaped(declaration))") }
        segments.append("DTM+7:\(time(event.time)):203")
        segments.append("LOC+165+\(escaped(event.facility)):139:6")
        for seal in event.seals ?? [] {
            let issuer = seal.issuer == .carrier ? "CA" : "CU"
            segments.append("SEL+\(escaped(seal.number))+\(issuer)+1")
        }
        if let plate = event.vehicle?.plate {
            segments.append("TDT+1++3++:172:ZZZ+++\(escaped(plate)):146")
        }
        return segments
    }

    /// `CCYYMMDDHHMM`, the minute that the moment is in.
    private static func time(_ time: Timestamp) -> String {
        String(time.advanced(bySeconds: zoneSeconds).compact.filter(\.isNumber).prefix(12))
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "?'+:".contains(character) { result.append("?") }
            result.append(character)
        }
        return result
    }
}
