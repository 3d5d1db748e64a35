/// Writes UN/EDIFACT in level C (ISO 8859-1) with the standard's service characters.
struct EDIWriter {
    private(set) var bytes: [UInt8] = []
    /// Segments of the message that is open.
    private var segments = 0

    /// Appends a segment of simple and composite elements; empty ones at an end are left out.
    mutating func segment(_ tag: String, _ elements: [String]...) {
        append(tag, elements)
    }

    mutating func beginMessage(_ reference: Int, _ identifier: [String]) {
        segments = 0
        append("UNH", [[String(reference)], identifier])
    }

    mutating func endMessage(_ reference: Int) {
        append("UNT", [[String(segments + 1)], [String(reference)]])
    }

    private mutating func append(_ tag: String, _ elements: [[String]]) {
        segments += 1
        bytes.append(contentsOf: tag.utf8)
        var separators: [UInt8] = []
        for element in elements {
            separators.append(UInt8(ascii: "+"))
            for component in element {
                if !component.isEmpty {
                    bytes.append(contentsOf: separators)
                    separators = []
                    append(data: component)
                }
                separators.append(UInt8(ascii: ":"))
            }
            while separators.last == UInt8(ascii: ":") { separators.removeLast() }
        }
        bytes.append(UInt8(ascii: "'"))
        bytes.append(0x0a)
    }

    private mutating func append(data text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'", "+", ":", "?":
                bytes.append(UInt8(ascii: "?"))
                bytes.append(UInt8(ascii: scalar))
            case "“", "”": bytes.append(UInt8(ascii: "\""))
            case "…": bytes.append(contentsOf: "...".utf8)
            case "–", "—": bytes.append(UInt8(ascii: "-"))
            case _ where scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value): bytes.append(0x20)
            case _ where scalar.value <= 0xff: bytes.append(UInt8(scalar.value))
            // There is no such character in the set.
            default: bytes.append(UInt8(ascii: "_"))
            }
        }
    }
}
