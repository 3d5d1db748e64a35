import Customs

/// `ContainerNumber.normalised` without its cost for a number that needs no change, as nearly all do.
enum ContainerText {
    @inline(__always)
    static func normalised(_ text: String) -> String {
        isPlain(text) ? text : ContainerNumber.normalised(text)
    }

    /// Whether it is all of `A-Z 0-9`.
    @inline(__always)
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        }
    }
}
