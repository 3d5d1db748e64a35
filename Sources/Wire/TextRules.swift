import Customs

/// The forms of texts that people and partners send.
enum TextRules {
    /// Bytes of a comment or a reason.
    static let sentenceBytes = 4000

    static func identifier(_ text: String, _ name: String) throws(FieldFault) {
        guard Identifier.isValid(text) else {
            throw FieldFault(
                .outOfRange, name,
                "is “\(text.clipped())”, not 1 to \(Identifier.maximumLength) of A-Z a-z 0-9 . _ -")
        }
    }

    /// The number in its normal form; a wrong check digit is a fact and stays.
    static func container(_ text: String, _ name: String) throws(FieldFault) -> String {
        // Long before it is normalised, so that the work has a bound.
        guard text.utf8.count <= 64, case let number = ContainerText.normalised(text), 4...20 ~= number.utf8.count,
            ContainerText.isPlain(number)
        else { throw FieldFault(.outOfRange, name, "is “\(text.clipped())”, not 4 to 20 of A-Z 0-9") }
        return number
    }

    static func length(_ text: String?, _ name: String, bytes range: ClosedRange<Int>) throws(FieldFault) {
        guard let text, !range.contains(text.utf8.count) else { return }
        throw FieldFault(
            .outOfRange, name,
            "is “\(text.clipped())”, which has \(text.utf8.count) bytes, not \(range.lowerBound)...\(range.upperBound)")
    }

    /// The name of a declaration or a call: what partners write, blanks alone excepted.
    static func reference(_ text: String, _ name: String) throws(FieldFault) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw FieldFault(.missingField, name, "is empty") }
        try length(text, name, bytes: 1...200)
    }

    /// A text that says something.
    static func sentence(_ text: String, _ name: String) throws(FieldFault) -> String {
        guard text.contains(where: { !$0.isWhitespace }) else { throw FieldFault(.missingField, name, "is empty") }
        try length(text, name, bytes: 1...sentenceBytes)
        return text
    }

    static func optionalSentence(_ text: String?, _ name: String, isRequired: Bool) throws(FieldFault) -> String? {
        guard let text else {
            if isRequired { throw .missing(name) }
            return nil
        }
        if !isRequired, text.isEmpty { return nil }
        return try sentence(text, name)
    }
}
