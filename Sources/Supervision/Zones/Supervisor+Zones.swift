public import Customs
import Geofencing

/// Zones that are put in the place of others while seals are on the road.
extension Supervisor {
    /// The zones by which it judges now.
    public var zones: [Zone] { edition?.zones ?? baseZones }

    /// Puts zones in force from now on; evidence that comes late is folded by them too.
    mutating func put(_ edit: ZoneEdit, by account: Account, into effects: inout [Effect]) -> Outcome {
        if let refusal = refusal(of: edit) { return .rejected(refusal) }
        let places = ZonePlaces.layout(world.zones.zones, replacedBy: edit.zones)
        guard places.count <= ZonePlaces.limit else {
            return .rejected(
                Rejection(
                    .payloadTooLarge,
                    "with those that were removed these are \(places.count) zones, more than \(ZonePlaces.limit)"))
        }
        let edition = ZonesEdition(
            number: (edition?.number ?? 0) + 1, at: clock, by: account.name, zones: edit.zones, geoJSON: edit.geoJSON)
        self.edition = edition
        replaceZones(by: ZoneIndex(zones: places))
        replaceGates(into: &effects)
        emit(.zones(edition), at: clock, into: &effects)
        return .zones(edition)
    }

    private mutating func replaceZones(by index: ZoneIndex) {
        let old = world.plans
        world = World(zones: index, rules: world.rules, plans: world.plans, experience: world.experience)
        facilitiesOnRoute = Self.facilitiesOnRoutes(index)
        let plans = transits.map(vacant: TransitPlan?.none) { [self] record in plan(of: record.transit) }
        changeWorld { $0.plans = plans }
        for handle in transits.handles where old[handle]?.way?.direction != plans[handle]?.way?.direction {
            // It drove some of the old road and some of the new one: it teaches of neither.
            transits[handle].isLearned = true
        }
        for seal in seals.indices { seals[seal].history.zonesChanged(index) }
    }

    /// Gates keep their numbers; what is known of one that is removed is forgotten.
    private mutating func replaceGates(into effects: inout [Effect]) {
        let old = gates
        var new = BorderGates(world.zones, ruleBook.congestion, codes: old.places.map(\.code))
        new.beganAt = old.beganAt
        new.provinceGauges = old.provinceGauges.filter { new.isProvince($0.key) }
        new.provinceAlerts = old.provinceAlerts
        for gate in old.watches.indices { new.watches[gate] = old.watches[gate] }
        gates = new
        for gate in gates.places.indices where gates.places[gate].isRemoved {
            var alerts = gates.watches[gate].alerts
            end(&alerts, above: nil, into: &effects)
            gates.watches[gate] = GateWatch()
            gates.watches[gate].alerts = alerts
        }
        for province in gates.provinceAlerts.keys.sorted() where !gates.isProvince(province) {
            var alerts = gates.provinceAlerts[province] ?? []
            end(&alerts, above: nil, into: &effects)
            gates.provinceAlerts[province] = alerts
        }
        for seal in seals.indices where seals[seal].gate >= 0 && gates.places[Int(seals[seal].gate)].isRemoved {
            seals[seal].gate = -1
        }
    }

    /// Why zones cannot be put in force: others than those that were edited are, or open transits rest on what would go.
    private func refusal(of edit: ZoneEdit) -> Rejection? {
        let number = edition?.number ?? 0
        if let basedOn = edit.basedOn, basedOn != number {
            return Rejection(
                .conflict, "the edit is of edition \(basedOn) of the zones, but edition \(number) is in force")
        }
        var facilities: [String: Set<ZoneKind>] = [:]
        for zone in edit.zones where zone.kind.isFacility {
            if let code = zone.facility { facilities[code, default: []].insert(zone.kind) }
        }
        let routes = Set(edit.zones.filter { $0.kind == .route }.map(\.id))
        for handle in transits.handles where !transits[handle].transit.status.isEnded {
            let transit = transits[handle].transit
            for (key, code) in [("origin", transit.origin), ("destination", transit.destination)] {
                let before = Set(world.zones.handles(facility: code).map { world.zones[$0].kind })
                guard !before.isEmpty else { continue }
                guard let after = facilities[code] else {
                    return refusal("the facility \(code) is not among them", key, of: transit)
                }
                guard after.isSubset(of: before) else {
                    return refusal("the facility \(code) is of another kind", key, of: transit)
                }
            }
            if let route = transit.route, world.zones.handle(id: route) != nil, !routes.contains(route) {
                return refusal("“\(route)” is not among them as a route", "route", of: transit)
            }
        }
        return nil
    }

    private func refusal(_ fault: String, _ key: String, of transit: Transit) -> Rejection {
        Rejection(.conflict, "\(fault), but it is the \(key) of the open transit \(transit.transit)")
    }
}

extension BorderGates {
    /// Whether several gates count for the province together.
    fileprivate func isProvince(_ name: String) -> Bool { (provinces[name]?.count ?? 0) > 1 }
}
