/// How congested a gate or a province is, as the National Single Window colours it.
public enum CongestionLevel: String, Sendable, Codable, CaseIterable, Comparable {
    /// There is no evidence.
    case unknown
    case green, yellow, orange, red

    /// Its place from free to blocked; `unknown` comes first.
    public var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (a: CongestionLevel, b: CongestionLevel) -> Bool { a.rank < b.rank }
}
