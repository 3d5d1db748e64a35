import Customs

/// Why a segment, and with it an equipment or a message, cannot be taken.
struct EDIFault: Error, Hashable {
    /// What CONTRL says of it: data element 0085 (ISO 9735-4).
    enum Code: Int {
        case invalidValue = 12
        case missing = 13
        case notSupportedHere = 15
        case tooManyConstituents = 16
        case unspecified = 18
        case invalidCharacter = 21
        case invalidServiceCharacter = 22
        case testIndicatorNotSupported = 25
        case tooLong = 39
    }

    var position: EDIPosition
    var code: Code
    var reason: Rejection.Reason
    /// The element at fault, counted from 1 behind the tag.
    var element: Int?
    /// What is wrong, to be read after the position.
    var text: String

    init(
        _ position: EDIPosition, _ code: Code, _ reason: Rejection.Reason, element: Int? = nil,
        _ text: String
    ) {
        self.position = position
        self.code = code
        self.reason = reason
        self.element = element
        self.text = text
    }

    /// For what is no EDIFACT.
    init(_ position: EDIPosition, _ code: Code, _ text: String) {
        self.init(position, code, .malformedEDI, text)
    }

    /// `segment 17 (SEL) at byte 512: ...`.
    var detail: String { "\(position): \(text)" }

    func rejection(eventId: String? = nil) -> Rejection {
        Rejection(reason, detail, subject: .gateEvent, eventId: eventId)
    }
}
