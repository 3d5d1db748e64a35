/// Numbers of mechanical and electronic seals as people write them.
enum SealNumber {
    /// Upper case, without blanks and hyphens.
    static func normalised(_ text: String) -> String {
        String(text.uppercased().filter { $0 != " " && $0 != "-" })
    }
}
