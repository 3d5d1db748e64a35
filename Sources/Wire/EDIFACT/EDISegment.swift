/// One segment: where its elements and components stand in the text. It is filled again for every segment.
struct EDISegment {
    /// Elements of a segment beyond which it is refused; the directories' largest has under 20.
    static let maximumElements = 64
    /// Components of a whole segment beyond which it is refused.
    static let maximumComponents = 256

    private struct Component {
        var start: Int
        var end: Int
        /// Printable ASCII without a release character: its bytes are its text.
        var isPlain: Bool
    }

    private let bytes: UnsafeRawBufferPointer
    private var components: [Component] = []
    /// The index of each element's first component; the tag is element 0.
    private var elements: [Int] = []

    var position = EDIPosition(ordinal: 0, tag: nil, offset: 0)
    var syntax = EDISyntax.standard
    var characterSet = EDICharacterSet.guessed
    /// Whether its terminator was there.
    var isTerminated = false
    var hasLineBreak = false
    var hasHighBytes = false

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var tag: String { position.tag ?? "" }

    /// How many elements follow the tag.
    var elementCount: Int { max(0, elements.count - 1) }

    mutating func begin(_ position: EDIPosition) {
        self.position = position
        components.removeAll(keepingCapacity: true)
        elements.removeAll(keepingCapacity: true)
        elements.append(0)
        isTerminated = false
        hasLineBreak = false
        hasHighBytes = false
    }

    /// Adds what stands before a separator; `false` where there are too many.
    @inline(__always)
    mutating func append(from start: Int, to end: Int, isPlain: Bool) -> Bool {
        guard components.count < Self.maximumComponents else { return false }
        components.append(Component(start: start, end: end, isPlain: isPlain))
        return true
    }

    /// Says that an element begins; `false` where there are too many.
    @inline(__always)
    mutating func beginElement() -> Bool {
        guard elements.count <= Self.maximumElements else { return false }
        elements.append(components.count)
        return true
    }

    /// The number of an element's components; 0 where it is not there.
    func componentCount(_ element: Int) -> Int {
        guard element < elements.count else { return 0 }
        return (element + 1 < elements.count ? elements[element + 1] : components.count) - elements[element]
    }

    /// The text of a component without blanks around it; `nil` where it is absent or empty. Both count from 1, as the
    /// directories do; element 0 is the tag.
    func text(_ element: Int, _ component: Int = 1) -> String? {
        guard 1...max(1, componentCount(element)) ~= component, element < elements.count,
            case let index = elements[element] + component - 1, index < components.count
        else { return nil }
        var part = components[index]
        while part.start < part.end, bytes[part.start] == 0x20 { part.start += 1 }
        if part.isPlain {
            while part.start < part.end, bytes[part.end - 1] == 0x20 { part.end -= 1 }
            guard part.start < part.end else { return nil }
            return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[part.start..<part.end]), as: UTF8.self)
        }
        return unusualText(part)
    }

    /// The number of a component, in the interchange's own notation; `nil` where it is none.
    func number(_ element: Int, _ component: Int = 1) -> Double? {
        guard let text = text(element, component), text.utf8.count <= 35 else { return nil }
        let mark = Character(Unicode.Scalar(syntax.decimalMark))
        // ISO 9735 lets readers take either mark.
        return Double(String(text.map { $0 == mark || $0 == "," ? "." : $0 }))
    }

    @inline(never)
    private func unusualText(_ part: Component) -> String? {
        var text: [UInt8] = []
        var index = part.start
        while index < part.end {
            var byte = bytes[index]
            if byte == syntax.release, index + 1 < part.end {
                index += 1
                byte = bytes[index]
                text.append(byte)
            } else if byte != 0x0a, byte != 0x0d {
                text.append(byte)
            }
            index += 1
        }
        while text.last == 0x20 { text.removeLast() }
        return text.isEmpty ? nil : characterSet.text(text)
    }
}
