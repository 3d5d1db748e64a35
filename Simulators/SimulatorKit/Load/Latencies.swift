/// How long calls took, in seconds.
public struct Latencies: Sendable, Hashable {
    private var sorted: [Double]

    public init(_ seconds: [Double]) { sorted = seconds.sorted() }

    public var count: Int { sorted.count }

    /// The value that so large a share of the calls did not exceed; `nil` of none.
    ///
    /// - Parameter share: 0...1; nearest rank.
    public func quantile(_ share: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    public var largest: Double? { sorted.last }

    /// `p50 1.2, p95 3.4, p99 5.6, max 7.8 ms`.
    public var text: String {
        func milliseconds(_ value: Double?) -> String { value.map { ReportText.fixed($0 * 1000, 1) } ?? "-" }
        return "p50 \(milliseconds(quantile(0.5))), p95 \(milliseconds(quantile(0.95))), "
            + "p99 \(milliseconds(quantile(0.99))), max \(milliseconds(largest)) ms"
    }
}
