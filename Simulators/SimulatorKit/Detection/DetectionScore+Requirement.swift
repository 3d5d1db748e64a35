import Customs

extension DetectionScore {
    /// Overall, of what was found and of what was there.
    public static let leastPrecision = 0.98
    public static let leastRecall = 0.98
    /// Of each rule.
    public static let leastRuleRecall = 0.95
    /// A rule that was tried less often than this is not judged by its recall.
    public static let leastTruths = 20
    /// Fewer than this in 1,000 hours that transits were open.
    public static let mostFalsePerThousandHours = 1.0
    public static let leastTransits = 1000

    /// What is not as good as it must be, in words; empty where all is.
    public var shortfalls: [String] {
        var found = transits < Self.leastTransits ? ["\(transits) transits of \(Self.leastTransits)"] : []
        let rate = falsePerThousandHours(overall)
        if rate >= Self.mostFalsePerThousandHours {
            found.append("\(ReportText.fixed(rate, 2)) false alerts in 1,000 hours")
        }
        return found + yardShortfalls
    }

    /// The same for yards, which have no transits to count hours of.
    public var yardShortfalls: [String] {
        var found: [String] = []
        func demand(_ isReached: Bool, _ text: String) {
            if !isReached { found.append(text) }
        }
        let all = overall
        demand(all.precision >= Self.leastPrecision, "precision \(ReportText.fixed(all.precision, 4))")
        demand(all.recall >= Self.leastRecall, "recall \(ReportText.fixed(all.recall, 4))")
        for rule in rules {
            let row = rows[rule] ?? Row()
            demand(row.truths >= Self.leastTruths, "\(rule.rawValue): tried \(row.truths) times")
            demand(row.recall >= Self.leastRuleRecall, "\(rule.rawValue): recall \(ReportText.fixed(row.recall, 3))")
        }
        return found
    }
}
