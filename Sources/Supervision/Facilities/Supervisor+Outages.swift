import Customs
import Geofencing

extension Supervisor {
    /// An operator says that it cannot report.
    mutating func announce(
        _ order: OutageOrder, facility: String, by account: Account, receivedAt: Timestamp, into effects: inout [Effect]
    ) -> Outcome {
        if let refusal = refusal(ofOutageAt: facility, by: account) { return .rejected(refusal) }
        if let id = order.outage, outages.contains(id) {
            return .rejected(Rejection(.conflict, "there is an outage “\(id)” already"))
        }
        let outage = Customs.Outage(
            outage: order.outage ?? outages.newName(), facility: facility, startsAt: order.startsAt,
            announcedAt: receivedAt, announcedBy: account.name, reason: order.reason)
        outages.insert(outage)
        emit(.outage(outage), at: outage.startsAt, into: &effects)
        return .outage(outage)
    }

    /// An operator says that its system works again.
    mutating func endOutage(
        _ id: String, facility: String, endsAt: Timestamp?, by account: Account, receivedAt: Timestamp,
        into effects: inout [Effect]
    ) -> Outcome {
        if let refusal = refusal(ofOutageAt: facility, by: account) { return .rejected(refusal) }
        guard var outage = outages.outage(id, facility: facility) else {
            return .rejected(Rejection(.notFound, "there is no outage “\(id)” of “\(facility)”"))
        }
        if let ended = outage.endsAt {
            return .rejected(Rejection(.conflict, "outage “\(id)” ended at \(ended.rfc3339) already"))
        }
        let end = endsAt ?? receivedAt
        guard end >= outage.startsAt else {
            return .rejected(
                Rejection(
                    .outOfRange, "endsAt: is \(end.rfc3339), before the outage's start \(outage.startsAt.rfc3339)"))
        }
        outage.endsAt = end
        outage.endAnnouncedAt = receivedAt
        outages.update(outage)
        emit(.outage(outage), at: end, into: &effects)
        return .outage(outage)
    }

    private func refusal(ofOutageAt facility: String, by account: Account) -> Rejection? {
        guard account.role.has(.announceOutages), account.covers(facility: facility) else {
            return Rejection(.forbidden, "facility: account “\(account.name)” may not speak for “\(facility)”")
        }
        guard !world.zones.handles(facility: facility).isEmpty else {
            return Rejection(.unknownFacility, "facility: no zone has the facility code “\(facility)”")
        }
        return nil
    }
}
