/// Number plates as gates write them.
enum Plate {
    /// Letters and digits alone, upper case: `51C-123.45` and `51c 12345` are one lorry.
    static func normalised(_ text: String) -> String {
        String(text.filter { $0.isLetter || $0.isNumber }).uppercased()
    }
}
