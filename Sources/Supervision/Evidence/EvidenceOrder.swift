import Customs

/// The order of evidence: by time; at one moment a start comes before reports, and they before an end.
///
/// It depends on what the evidence says alone, not on when it came: any order of arrival ends in the same state.
struct EvidenceOrder: Codable, Sendable, Hashable, Comparable {
    var time: Timestamp
    /// The kind of evidence.
    var rank: UInt8
    var sequence: Int64
    var tie: UInt32

    static let first = EvidenceOrder(time: .distantPast, rank: 0, sequence: 0, tie: 0)

    static func < (a: EvidenceOrder, b: EvidenceOrder) -> Bool {
        if a.time != b.time { return a.time < b.time }
        if a.rank != b.rank { return a.rank < b.rank }
        if a.sequence != b.sequence { return a.sequence < b.sequence }
        return a.tie < b.tie
    }
}
