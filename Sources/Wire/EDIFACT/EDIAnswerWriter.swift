import Customs

/// Puts an answer together: the envelope, CONTRL (ISO 9735-4, version 2 release 2) and APERAK (D.96A).
struct EDIAnswerWriter {
    private var writer = EDIWriter()
    private var messages = 0
    private let reference: String
    /// `20260302`, `0105`.
    private let day: String
    private let minute: String

    init(at: Timestamp, reference: String) {
        self.reference = reference
        // The first sixteen characters are the date and the minute.
        let digits = at.rfc3339.prefix(16).filter(\.isNumber)
        day = String(digits.prefix(8))
        minute = String(digits.suffix(4))
    }

    mutating func begin(from sender: String, to recipient: String) {
        writer.segment(
            "UNB", ["UNOC", "3"], [sender], [recipient], [String(day.dropFirst(2)), minute], [reference])
    }

    mutating func end() -> [UInt8] {
        writer.segment("UNZ", [String(messages)], [reference])
        return writer.bytes
    }

    // MARK: CONTRL

    private enum Action: String {
        case rejected = "4"
        case acknowledged = "7"
        /// Received, and nothing in it to be acknowledged.
        case received = "8"
    }

    mutating func control(_ interchange: EDIInterchangeRecord) {
        messages += 1
        writer.beginMessage(messages, ["CONTRL", "2", "2", "UN"])
        let action: Action =
            if interchange.messages.isEmpty {
                interchange.fault == nil ? .received : .rejected
            } else {
                .acknowledged
            }
        let fault = action == .rejected ? interchange.fault : nil
        writer.segment(
            "UCI", [interchange.reference ?? "0"], [interchange.sender ?? "-"],
            [interchange.recipient ?? EDIAnswer.ownName], [action.rawValue], [code(fault)], [fault?.position.tag ?? ""])
        for message in interchange.messages { control(message) }
        writer.endMessage(messages)
    }

    private mutating func control(_ message: EDIMessageRecord) {
        let action = message.refusal == nil ? Action.acknowledged : .rejected
        writer.segment(
            "UCM", [message.reference ?? "0"], message.identifier, [action.rawValue], [code(message.refusal)],
            [message.refusal?.position.tag ?? ""])
        var faults = message.faults
        if let refusal = message.refusal, refusal.position != message.position, !faults.contains(refusal) {
            faults.append(refusal)
        }
        for fault in faults {
            // Counted from the message's own UNH.
            let position = String(fault.position.ordinal - message.position.ordinal + 1)
            if let element = fault.element {
                writer.segment("UCS", [position])
                // The tag is CONTRL's first element.
                writer.segment("UCD", [code(fault)], [String(element + 1)])
            } else {
                writer.segment("UCS", [position], [code(fault)])
            }
        }
    }

    private func code(_ fault: EDIFault?) -> String { fault.map { String($0.code.rawValue) } ?? "" }

    // MARK: APERAK

    /// What became of each item of a message, and what was tolerated.
    mutating func results(
        of reference: String?, _ items: some Collection<EDIAnswerItem>, _ tolerances: EDITolerances
    ) {
        messages += 1
        writer.beginMessage(messages, ["APERAK", "D", "96A", "UN"])
        writer.segment("BGM", ["313"], ["\(self.reference)-\(messages)"], [function(items)])
        writer.segment("DTM", ["137", day + minute + "UTC", "303"])
        writer.segment("RFF", ["ACW", reference ?? "-"])
        for item in items {
            error(item.status.rawValue, item.text + (item.eventId.map { "; event \($0)" } ?? ""), item.container)
            if !item.alerts.isEmpty {
                error("FLG", "flagged: " + item.alerts.joined(separator: ", "), item.container)
            }
        }
        for found in tolerances.all { error("TOL", "tolerated: \(found)", nil) }
        writer.endMessage(messages)
    }

    /// 1225: 29 accepted without amendment, 30 with some in the details, 27 not accepted.
    private func function(_ items: some Collection<EDIAnswerItem>) -> String {
        let good = items.count { $0.status == .accepted || $0.status == .duplicate }
        return good == items.count ? "29" : good > 0 ? "30" : "27"
    }

    private mutating func error(_ code: String, _ text: String, _ container: String?) {
        writer.segment("ERC", [code, "", "ZZZ"])
        for lines in Self.lines(text) { writer.segment("FTX", ["AAO"], [""], [""], lines) }
        if let container { writer.segment("RFF", ["EQ", container]) }
    }

    /// A text in FTX's five lines of 70 characters; a longer one takes several FTX, up to its 4,000th character.
    private static func lines(_ text: String) -> [[String]] {
        var lines: [String] = []
        var rest = text.prefix(4000)
        while !rest.isEmpty {
            var line = rest.prefix(70)
            // Broken between words where there are some: blanks at a line's end mean nothing to a reader.
            if line.count < rest.count, let blank = line.lastIndex(of: " "), blank > line.startIndex {
                line = line[..<blank]
            }
            lines.append(String(line))
            rest = rest[line.endIndex...].drop { $0 == " " }
        }
        return stride(from: 0, to: lines.count, by: 5).map { Array(lines[$0..<min($0 + 5, lines.count)]) }
    }
}
