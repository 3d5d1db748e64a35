/// The service characters of an interchange (ISO 9735), and for every byte what it means under them.
struct EDISyntax {
    /// What a byte does in the text of a segment.
    enum Meaning: UInt8 {
        case ordinary, component, element, release, terminator, lineBreak, control
        /// Of no ASCII character.
        case high
    }

    /// The length of the service string advice: `UNA` and six characters.
    static let adviceBytes = 9

    let component: UInt8
    let element: UInt8
    let decimalMark: UInt8
    /// `nil` where the interchange uses none.
    let release: UInt8?
    let terminator: UInt8
    private let meanings: [UInt8]

    /// Level A's characters, which nearly everybody uses.
    static let standard = EDISyntax(
        component: UInt8(ascii: ":"), element: UInt8(ascii: "+"), decimalMark: UInt8(ascii: "."),
        release: UInt8(ascii: "?"), terminator: UInt8(ascii: "'"))
    /// Level B's, which print nothing: IS1, IS3 and IS4.
    static let levelB = EDISyntax(
        component: 0x1f, element: 0x1d, decimalMark: UInt8(ascii: "."), release: nil, terminator: 0x1c)

    private init(component: UInt8, element: UInt8, decimalMark: UInt8, release: UInt8?, terminator: UInt8) {
        self.component = component
        self.element = element
        self.decimalMark = decimalMark
        self.release = release
        self.terminator = terminator
        var meanings = (0...255).map { (byte: Int) -> UInt8 in
            switch byte {
            case 0x0a, 0x0d: Meaning.lineBreak.rawValue
            case 0x09: Meaning.ordinary.rawValue
            case 0x00..<0x20, 0x7f: Meaning.control.rawValue
            case 0x80...: Meaning.high.rawValue
            default: Meaning.ordinary.rawValue
            }
        }
        meanings[Int(component)] = Meaning.component.rawValue
        meanings[Int(element)] = Meaning.element.rawValue
        if let release { meanings[Int(release)] = Meaning.release.rawValue }
        meanings[Int(terminator)] = Meaning.terminator.rawValue
        self.meanings = meanings
    }

    /// Reads the six characters behind `UNA`; `nil` where they cannot be told from data or from one another.
    init?(advice: UnsafeRawBufferPointer) {
        guard advice.count == Self.adviceBytes else { return nil }
        let release: UInt8? = advice[6] == 0x20 ? nil : advice[6]
        let used = [advice[3], advice[4], advice[8]] + (release.map { [$0] } ?? [])
        guard Set(used).count == used.count, used.allSatisfy({ !Self.isData($0) }) else { return nil }
        self.init(
            component: advice[3], element: advice[4], decimalMark: advice[5], release: release, terminator: advice[8])
    }

    @inline(__always)
    func meaning(_ byte: UInt8) -> UInt8 { meanings[Int(byte)] }

    private static func isData(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x20, 0x80...:
            true
        default: false
        }
    }
}
