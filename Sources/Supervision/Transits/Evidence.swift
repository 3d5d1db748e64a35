import Customs

/// One item of a seal's history, in the form that the fold needs: small, and the same from the journal as live.
struct Evidence: Codable, Sendable, Hashable {
    enum Kind: UInt8, Codable, Sendable {
        /// A transit begins; `transit` says which.
        case transitStarts
        case report
        case gateIn, gateOut
        /// An officer ended the transit.
        case transitEnds
    }

    var key: EvidenceKey
    var kind: Kind
    var position: Coordinate?
    var horizontalErrorMeters: Double?
    var state: SealState = .locked
    var interval: Double?
    /// Position of the transit in the Supervisor's list.
    var transit: Int32 = -1
    /// Facility code of a gate event.
    var facility: String?
    /// The gate event's key, to find it when it is corrected.
    var gateEvent: String?

    var time: Timestamp { key.time }

    init(key: EvidenceKey, kind: Kind) {
        self.key = key
        self.kind = kind
    }

    /// A report as evidence. Where the device's clock runs ahead, the time received is the latest it can have happened.
    init(report: SealReport, receivedAt: Timestamp, ordinal: Int64) {
        key = EvidenceKey(
            time: min(report.fixTime, receivedAt), rank: Kind.report.rawValue, sequence: report.sequence ?? 0,
            ordinal: ordinal)
        kind = .report
        position = report.fix
        horizontalErrorMeters = report.horizontalErrorMeters
        state = report.state
        interval = report.intervalSeconds
    }
}

/// The order of evidence: by time; at one moment a start comes before reports, and they before an end.
struct EvidenceKey: Codable, Sendable, Hashable, Comparable {
    var time: Timestamp
    var rank: UInt8
    var sequence: Int64
    /// The ledger's number of the observation, so that the order is total.
    var ordinal: Int64

    static let first = EvidenceKey(time: .distantPast, rank: 0, sequence: 0, ordinal: 0)

    static func < (a: EvidenceKey, b: EvidenceKey) -> Bool {
        if a.time != b.time { return a.time < b.time }
        if a.rank != b.rank { return a.rank < b.rank }
        if a.sequence != b.sequence { return a.sequence < b.sequence }
        return a.ordinal < b.ordinal
    }
}
