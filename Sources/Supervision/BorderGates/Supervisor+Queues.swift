import Customs
import Geofencing
import HeapModule

/// Looking at a gate: what its evidence says now, what is expected, and what of it the outside is told.
extension Supervisor {
    /// A gate's deadline fell due.
    mutating func gateFellDue(_ handle: Int32, at time: Timestamp, into effects: inout [Effect]) {
        let gate = Int(handle)
        guard gate < gates.watches.count, !gates.places[gate].isRemoved else { return }
        if gates.watches[gate].queuedDeadline <= time { gates.watches[gate].queuedDeadline = .distantFuture }
        let place = gates.places[gate]
        let settings = ruleBook.congestion
        let isForecast = clock.seconds(since: gates.watches[gate].forecastAt) >= GateWatch.forecastSeconds
        if isForecast { letGoOfSilent(gate) }
        let look = gates.watches[gate].look(at: clock, place, settings)
        if isForecast {
            let scored = gates.watches[gate].forecast(
                at: clock, place, settings, approaching: approaching(place.code))
            gates.watches[gate].advise(advice(for: gate))
            for score in scored { emit(.forecastScored(score), at: score.forecast.at, into: &effects) }
        }
        if let state = gates.watches[gate].state, gates.watches[gate].isWorthSaying(state, at: clock),
            let said = gates.watches[gate].say()
        {
            emit(.congestion(said), at: said.at, into: &effects)
        }
        if look.isLevelChanged { levelChanged(gate, rise: look.rise, into: &effects) }
        provinceChanged(of: place, into: &effects)
        // Without evidence there is nothing to look at, but for saying once that it is stale.
        guard !look.state.isStale else { return }
        lookAgain(at: gate, by: clock.advanced(bySeconds: GateWatch.forecastSeconds))
    }

    /// A seen vehicle whose seal has fallen silent in the queue, and that others have overtaken, is seen no more.
    private mutating func letGoOfSilent(_ gate: Int) {
        let last = gates.watches[gate].log.crossings.last?.enteredAt ?? .distantPast
        for (vehicle, known) in gates.watches[gate].log.waiting {
            let record = seals[Int(vehicle)]
            let silence = clock.seconds(since: record.lastReceivedAt)
            let usual = 5 * (record.lastReport?.intervalSeconds ?? 0)
            guard silence > max(GateWatch.silenceSeconds, usual) else { continue }
            if known.enteredAt < last || silence > GateWatch.longestSilenceSeconds {
                gates.watches[gate].log.giveUp(vehicle)
            }
        }
    }

    /// When the seen vehicles that are on their way to a gate are expected there.
    private func approaching(_ gate: String) -> [Timestamp] {
        var arrivals: [Timestamp] = []
        for seal in seals.indices {
            for fold in seals[seal].history.head.transits {
                guard let plan = world.plans[fold.handle], plan.destination == gate,
                    transits[fold.handle].transit.status == .inTransit,
                    clock.seconds(since: seals[seal].lastReceivedAt) < 2 * 3600, seals[seal].gate < 0,
                    let seconds = secondsToGo(fold, plan)
                else { continue }
                arrivals.append(clock.advanced(bySeconds: seconds))
            }
        }
        return arrivals.sorted()
    }

    /// The rest of the way, by what earlier transits needed for it.
    private func secondsToGo(_ fold: TransitFold, _ plan: TransitPlan) -> Double? {
        guard let way = plan.way, fold.road.wayMeters >= 0 else { return nil }
        let meters = Double(fold.road.wayMeters)
        let experience = world.experience.version(at: clock)?.route(way) ?? RouteExperience()
        return experience.forecast(from: meters, to: way.endMeters, at: clock).seconds
    }

    /// Gates for the same goods that take less time than waiting here, the road between them included.
    private func advice(for gate: Int) -> [GateAdvice] {
        let place = gates.places[gate]
        guard let here = gates.watches[gate].state?.waitSeconds, let from = place.place, !place.goods.isEmpty else {
            return []
        }
        return gates.places.indices.compactMap { other in
            guard other != gate, !gates.places[other].isRemoved, let to = gates.places[other].place,
                !place.goods.isDisjoint(with: gates.places[other].goods),
                let state = gates.watches[other].state, !state.isStale, state.flow != .stopped
            else { return nil }
            let road = Geodesy.distanceMeters(from, to) * GateAdvice.roadsLonger / GateAdvice.metersPerSecond
            guard let wait = state.expectedWait(afterSeconds: road) else { return nil }
            let saved = here - road - wait
            guard saved >= GateAdvice.leastSavedSeconds else { return nil }
            return GateAdvice(
                gate: gates.places[other].code, name: gates.places[other].name, nameVi: gates.places[other].nameVi,
                roadSeconds: road.rounded(), waitSeconds: wait.rounded(), savedSeconds: saved.rounded())
        }.sorted { ($1.savedSeconds, $0.gate) < ($0.savedSeconds, $1.gate) }
    }
}

extension GateAdvice {
    /// Roads in the mountains along the border against the straight line; a lorry's mean speed on them.
    static let roadsLonger = 1.5
    static let metersPerSecond = 10.0
    /// A smaller gain is not worth the way.
    static let leastSavedSeconds = 1800.0
}

extension GateCongestion {
    /// The wait of one who joins in some time, between the forecasts.
    func expectedWait(afterSeconds ahead: Double) -> Double? {
        guard let now = waitSeconds else { return nil }
        var before = (seconds: 0.0, wait: now)
        for item in forecast {
            let after = (seconds: item.horizonSeconds, wait: item.waitSeconds.p50)
            if after.seconds >= ahead {
                let share = (ahead - before.seconds) / max(1, after.seconds - before.seconds)
                return before.wait + share * (after.wait - before.wait)
            }
            before = after
        }
        return before.wait
    }
}
