import Customs

extension Findings {
    /// The rule's last finding, open or ended.
    func last(_ rule: RuleCode) -> Finding? { all.last { $0.rule == rule } }

    /// Opens the rule's last finding again if it ended at most so long ago: what flickers is one finding.
    ///
    /// - Returns: Whether there was one.
    mutating func resume(_ rule: RuleCode, within seconds: Double, at time: Timestamp) -> Bool {
        guard var finding = last(rule), let endedAt = finding.endedAt, time.seconds(since: endedAt) <= seconds else {
            return false
        }
        finding.endedAt = nil
        open(finding)
        return true
    }
}
