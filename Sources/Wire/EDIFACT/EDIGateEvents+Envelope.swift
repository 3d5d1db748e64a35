import Customs

/// UNB and UNZ.
extension EDIGateEvents {
    mutating func beginInterchange(_ segment: EDISegment) {
        interchange = EDIInterchangeRecord()
        hasRefusedLoose = false
        interchange.position = segment.position
        interchange.sender = segment.text(2)
        interchange.recipient = segment.text(3)
        interchange.reference = segment.text(5)
        interchange.isTest = segment.text(11) == "1"
        guard interchange.isTest else { return }
        let fault = EDIFault(
            segment.position, .testIndicatorNotSupported, .unsupported, element: 11,
            "0035 says that the interchange is a test; nothing of it is taken")
        interchange.fault = fault
        refuseLoose(fault)
    }

    mutating func closeInterchange(_ segment: EDISegment) {
        endMessage(isClosed: false)
        if let count = segment.number(1), Int(exactly: count) != interchange.messages.count, !interchange.isTest {
            interchange.tolerances.note(.interchangeCount, segment.position)
        }
        if segment.text(2) != interchange.reference {
            interchange.tolerances.note(.interchangeReference, segment.position)
        }
        interchange.isClosed = true
        finishInterchange()
    }

    mutating func finishInterchange() {
        endMessage(isClosed: false)
        guard !interchange.isEmpty else { return }
        if interchange.position == nil {
            if !interchange.messages.isEmpty { interchange.tolerances.note(.missingUNB, lastPosition) }
        } else if !interchange.isClosed {
            interchange.tolerances.note(.missingUNZ, lastPosition)
        }
        interchanges.append(interchange)
        interchange = EDIInterchangeRecord()
        hasRefusedLoose = false
    }
}
