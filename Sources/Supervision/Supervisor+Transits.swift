import Customs
import Geofencing

extension Supervisor {
    /// Opens a transit; evidence from its start on that is known already is folded into it.
    mutating func open(
        _ order: TransitOrder, by account: Account, receivedAt: Timestamp, into effects: inout [Effect]
    ) -> Outcome {
        if let refusal = refusal(of: order) { return .rejected(refusal) }
        let id = order.transit ?? newTransitName()
        let sealIndex = Int(sealHandle(order.seal))
        let transit = Transit(order: order, id: id, openedAt: receivedAt, openedBy: account.name)
        let atGates = portFold(of: order.container)
        let handle = transits.append(TransitRecord(transit: transit, seal: Int32(sealIndex)))
        transitHandles[id] = handle
        transitsByContainer[order.container, default: []].append(handle)
        seals[sealIndex].transits.append(handle)
        let plan = plan(of: transit)
        changeWorld { _ = $0.plans.append(plan) }
        emit(.transit(transit), at: transit.startsAt, into: &effects)

        // A start in the future must not make every report until then look late.
        let start = Evidence(transit: handle, .transitStarts, at: min(transit.startsAt, receivedAt))
        insert(start, into: sealIndex, into: &effects)
        foldKnownGateEvents(into: handle, into: &effects)
        judgeAgain(order.container, from: atGates, into: &effects)
        return .transit(transits[handle].transit)
    }

    /// What the transit's rules are held against.
    func plan(of transit: Transit) -> TransitPlan {
        TransitPlan(
            transit, zones: world.zones, facilitiesOnRoute: transit.route.flatMap { facilitiesOnRoute[$0] } ?? [])
    }

    /// An officer closes or cancels a transit.
    mutating func end(
        _ id: String, as status: TransitStatus, reason: String, by account: Account, receivedAt: Timestamp,
        into effects: inout [Effect]
    ) -> Outcome {
        guard let handle = transitHandles[id] else {
            return .rejected(Rejection(.notFound, "there is no transit “\(id)”"))
        }
        let record = transits[handle]
        guard !record.transit.status.isEnded else {
            return .rejected(
                Rejection(.conflict, "transit “\(id)” is \(record.transit.status.rawValue) already"))
        }
        let atGates = portFold(of: record.transit.container)
        let end = Evidence(transit: handle, .transitEnds, at: receivedAt)
        transits[handle].transit.status = status
        transits[handle].transit.endedAt = receivedAt
        transits[handle].transit.endedBy = account.name
        transits[handle].transit.reason = reason
        ended.append(handle)
        insert(end, into: Int(record.seal), into: &effects)
        let transit = transits[handle].transit
        emit(.transit(transit), at: receivedAt, into: &effects)
        judgeAgain(transit.container, from: atGates, into: &effects)
        letGoOfOldTransits()
        return .transit(transit)
    }

    private func refusal(of order: TransitOrder) -> Rejection? {
        if let id = order.transit, transitHandles[id] != nil || retiredTransits.contains(id) {
            return Rejection(.conflict, "there is a transit “\(id)” already")
        }
        for (key, code) in [("origin", order.origin), ("destination", order.destination)]
        where world.zones.handles(facility: code).isEmpty {
            return Rejection(.unknownFacility, "\(key): no zone has the facility code “\(code)”")
        }
        if let route = order.route {
            guard let handle = world.zones.handle(id: route), world.zones[handle].kind == .route else {
                return Rejection(.unknownRoute, "route: no zone of kind route has the id “\(route)”")
            }
        }
        let ofContainer = (transitsByContainer[order.container] ?? []).map { transits[$0].transit }
        if let open = ofContainer.last(where: { !$0.status.isEnded }) {
            return Rejection(.conflict, "container \(order.container) is in the open transit “\(open.transit)”")
        }
        if let seal = sealHandles[order.seal],
            let open = seals[Int(seal)].transits.map({ transits[$0].transit }).first(where: {
                !$0.status.isEnded
            })
        {
            return Rejection(.conflict, "seal \(order.seal) is in the open transit “\(open.transit)”")
        }
        return nil
    }

    private mutating func newTransitName() -> String {
        while true {
            let number = String(nextTransitNumber)
            nextTransitNumber += 1
            let name = "T-" + String(repeating: "0", count: max(0, 6 - number.count)) + number
            if transitHandles[name] == nil, !retiredTransits.contains(name) { return name }
        }
    }

    /// Transits that ended long ago, and whose alerts are all dealt with, leave the memory; the ledger has them.
    private mutating func letGoOfOldTransits() {
        // Some wait for an officer; only the oldest few are looked at each time.
        for handle in ended.prefix(64) {
            let record = transits[handle]
            guard let endedAt = record.transit.endedAt,
                clock.seconds(since: endedAt) > Self.retentionSeconds,
                !record.alerts.contains(where: { $0.status == .active })
            else { continue }
            keepPast(record.transit)
            ended.removeAll { $0 == handle }
            transits.remove(handle)
            changeWorld { $0.plans.remove(handle) }
            transitHandles[record.transit.transit] = nil
            retiredTransits.insert(record.transit.transit)
            seals[Int(record.seal)].transits.removeAll { $0 == handle }
            transitsByContainer[record.transit.container]?.removeAll { $0 == handle }
            if transitsByContainer[record.transit.container]?.isEmpty ?? false {
                transitsByContainer[record.transit.container] = nil
            }
        }
    }
}
