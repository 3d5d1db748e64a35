/// Reads UN/EDIFACT (ISO 9735, versions 1 to 4) from front to back, segment by segment, without building a tree.
struct EDIReader {
    enum Step {
        case segment
        /// The segment cannot be read; the next one can.
        case broken(EDIFault)
        case end
    }

    /// Bytes of a segment beyond which it is refused.
    static let maximumSegmentBytes = 16 * 1024

    private let bytes: UnsafeRawBufferPointer
    private var index = 0
    private var ordinal = 0
    private var syntax = EDISyntax.standard
    private var characterSet = EDICharacterSet.guessed
    /// An advice may stand before an interchange only.
    private var isBeforeInterchange = true
    /// Terminators with nothing before them so far; they are no segments.
    private(set) var emptySegments = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        // A byte order mark is no data.
        if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { index = 3 }
    }

    /// Reads the next segment.
    mutating func next(_ segment: inout EDISegment) -> Step {
        skipBetween()
        if isBeforeInterchange, starts(with: "UNA"), let fault = readAdvice() { return .broken(fault) }
        skipBetween()
        guard index < bytes.count else { return .end }
        if isBeforeInterchange { chooseSyntax() }
        ordinal += 1
        segment.begin(EDIPosition(ordinal: ordinal, tag: nil, offset: index))
        segment.syntax = syntax
        segment.characterSet = characterSet
        if let fault = scan(&segment) { return .broken(fault) }
        if let fault = nameTag(&segment) { return .broken(fault) }
        if let fault = checkText(segment) { return .broken(fault) }
        switch segment.tag {
        case "UNB":
            isBeforeInterchange = false
            characterSet = EDICharacterSet(syntaxIdentifier: segment.text(1))
        case "UNH": isBeforeInterchange = false
        case "UNZ":
            isBeforeInterchange = true
            characterSet = .guessed
        default: break
        }
        return .segment
    }

    /// Passes what may stand between segments.
    private mutating func skipBetween() {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == syntax.terminator, ordinal > 0 {
                // Those that are blanks too only end a line twice.
                if byte > 0x20 { emptySegments += 1 }
            } else if byte != 0x0a, byte != 0x0d, byte != 0x20, byte != 0x09 {
                return
            }
            index += 1
        }
    }

    private func starts(with tag: StaticString) -> Bool {
        guard index + 3 <= bytes.count else { return false }
        return (0..<3).allSatisfy { bytes[index + $0] == tag.utf8Start[$0] }
    }

    private mutating func readAdvice() -> EDIFault? {
        let end = min(bytes.count, index + EDISyntax.adviceBytes)
        guard let syntax = EDISyntax(advice: UnsafeRawBufferPointer(rebasing: bytes[index..<end])) else {
            let position = EDIPosition(ordinal: ordinal + 1, tag: "UNA", offset: index)
            // Nothing that follows can be read.
            index = bytes.count
            return EDIFault(
                position, .invalidServiceCharacter,
                "the six characters behind UNA are not service characters that differ from data and one another")
        }
        self.syntax = syntax
        index = end
        return nil
    }

    /// Level B's separators print nothing and need no advice.
    private mutating func chooseSyntax() {
        guard starts(with: "UNB") || starts(with: "UNH"), index + 3 < bytes.count else { return }
        let separator = bytes[index + 3]
        if separator == EDISyntax.levelB.element {
            syntax = .levelB
        } else if separator != syntax.element {
            // What the interchange before it was written with holds no more.
            syntax = .standard
        }
    }

    /// Finds the segment's parts and moves behind its terminator.
    private mutating func scan(_ segment: inout EDISegment) -> EDIFault? {
        var start = index
        var isPlain = true
        var fault: (EDIFault.Code, String)?
        let limit = index + Self.maximumSegmentBytes
        scan: while index < bytes.count {
            let meaning = syntax.meaning(bytes[index])
            if meaning != EDISyntax.Meaning.ordinary.rawValue {
                switch meaning {
                case EDISyntax.Meaning.component.rawValue, EDISyntax.Meaning.element.rawValue,
                    EDISyntax.Meaning.terminator.rawValue:
                    if !segment.append(from: start, to: index, isPlain: isPlain) { fault = fault ?? Self.tooMany }
                    if meaning == EDISyntax.Meaning.terminator.rawValue {
                        segment.isTerminated = true
                        index += 1
                        break scan
                    }
                    if meaning == EDISyntax.Meaning.element.rawValue, !segment.beginElement() {
                        fault = fault ?? Self.tooMany
                    }
                    start = index + 1
                    isPlain = true
                case EDISyntax.Meaning.release.rawValue:
                    isPlain = false
                    // The next byte is data, whatever it is.
                    index += 1
                    if index < bytes.count, bytes[index] >= 0x80 { segment.hasHighBytes = true }
                case EDISyntax.Meaning.lineBreak.rawValue:
                    isPlain = false
                    segment.hasLineBreak = true
                case EDISyntax.Meaning.high.rawValue:
                    isPlain = false
                    segment.hasHighBytes = true
                default:
                    let byte = bytes[index]
                    fault = fault ?? (.invalidCharacter, "byte \(index) is \(byte), a control character")
                }
            }
            index += 1
            if index > limit, fault == nil {
                fault = (.tooLong, "it is longer than \(Self.maximumSegmentBytes) bytes")
            }
        }
        index = min(index, bytes.count)
        if !segment.isTerminated, !segment.append(from: start, to: index, isPlain: isPlain) {
            fault = fault ?? Self.tooMany
        }
        guard let fault else { return nil }
        _ = nameTag(&segment)
        return EDIFault(segment.position, fault.0, fault.1)
    }

    private static let tooMany = (
        EDIFault.Code.tooManyConstituents,
        "it has more than \(EDISegment.maximumElements) elements or \(EDISegment.maximumComponents) components"
    )

    private func nameTag(_ segment: inout EDISegment) -> EDIFault? {
        let text = segment.text(0) ?? ""
        guard text.utf8.count == 3, ContainerText.isPlain(text) else {
            return EDIFault(
                segment.position, .invalidValue, "it begins with “\(text.clipped())”, not a tag of three of A-Z 0-9")
        }
        segment.position.tag = text
        return nil
    }

    private func checkText(_ segment: EDISegment) -> EDIFault? {
        guard segment.hasHighBytes, segment.characterSet == .utf8 else { return nil }
        let offset = segment.position.offset
        guard let invalid = UTF8Check.firstInvalidOffset(UnsafeRawBufferPointer(rebasing: bytes[offset..<index]))
        else { return nil }
        return EDIFault(segment.position, .invalidCharacter, "invalid UTF-8 at byte \(offset + invalid)")
    }
}
