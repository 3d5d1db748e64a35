import Customs

extension RuleCode {
    /// Whether what is missing decides: while a backlog comes in pieces, nothing is said of it.
    var waitsForBacklog: Bool { [.sealSignalLost, .sealSequenceGap, .leftWithoutGateOut].contains(self) }
}
