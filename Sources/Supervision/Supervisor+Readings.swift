public import Customs

/// What the outside may read of the state between two observations.
extension Supervisor {
    /// Every seal that was heard, in the order of its first report.
    public var sealStatuses: [SealStatus] { seals.indices.compactMap { status(of: $0) } }

    /// What is known of a seal; `nil` where it was never heard.
    public func sealStatus(_ name: String) -> SealStatus? {
        sealHandles[name].flatMap { status(of: Int($0)) }
    }

    /// What to tell a seal of the reports of one boot; `nil` where none is stored.
    ///
    /// Every report up to `seq` is stored, except those in `missing`: also those before the first that came, for a device may send its newest report before its backlog. Where the gaps are too many to list, it
    /// speaks only up to the first that is not listed.
    public func acknowledgement(seal: String, boot: String, mostGaps: Int = 1000) -> SealAcknowledgement? {
        guard let handle = sealHandles[seal],
            let record = seals[Int(handle)].boots.first(where: { $0.name == boot }),
            let highest = record.stored.highest, let lowest = record.stored.ranges.first?.lowerBound
        else { return nil }
        let missing = (lowest > 1 ? [0...(lowest - 1)] : []) + record.stored.missing
        let listed = missing.prefix(mostGaps).map { [$0.lowerBound, $0.upperBound] }
        let upTo = missing.count > mostGaps ? missing[mostGaps].lowerBound - 1 : highest
        return SealAcknowledgement(boot: boot, seq: upTo, missing: listed.isEmpty ? nil : listed)
    }

    /// The newest boot of each seal: after a restart it is told again what is stored, for the last word may be lost.
    public var newestBoots: [(seal: String, boot: String)] {
        seals.compactMap { record in record.boots.last.map { (record.name, $0.name) } }
    }

    private func status(of index: Int) -> SealStatus? {
        let record = seals[index]
        guard let last = record.lastReport else { return nil }
        let open = record.transits.last { !transits[$0].transit.status.isEnded }.map { transits[$0].transit }
        return SealStatus(
            seal: record.name, container: open?.container ?? record.declaredContainer, transit: open?.transit,
            lastReport: last, receivedAt: record.lastReceivedAt, lastFix: record.lastFix, missing: record.missing,
            isSuspect: record.isSuspect)
    }
}
