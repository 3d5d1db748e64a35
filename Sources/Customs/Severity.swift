/// How grave an alert is, after ITU-T X.733.
public enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case warning, minor, major, critical

    public static func < (a: Severity, b: Severity) -> Bool {
        allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }
}
