import Customs

/// What of one transit is held against the others.
struct EncounterEntry: Codable, Sendable, Hashable {
    /// Stands outside places where it may stand.
    var stays: [StandStay] = []
    var outages: [Outage] = []

    var isEmpty: Bool { stays.isEmpty && outages.isEmpty }

    init() {}

    /// What the transit's evidence says now.
    init(_ fold: TransitFold) {
        stays = fold.stands.all
        outages = fold.outages.all
        for index in outages.indices {
            outages[index].isToldAlone = fold.findings.all.contains { Self.covers($0, outages[index]) }
        }
        guard let end = fold.endedAt else { return }
        for index in stays.indices where !stays[index].isOver {
            stays[index].until = min(stays[index].until, end)
            stays[index].isOver = true
        }
        for index in outages.indices where !outages[index].isOver {
            outages[index].until = end
            outages[index].isOver = true
        }
    }

    private static func covers(_ finding: Finding, _ outage: Outage) -> Bool {
        finding.rule == .gnssJamming && (finding.endedAt ?? .distantFuture) > outage.from
            && finding.startedAt < (outage.isOver ? outage.until : .distantFuture)
    }
}
