public import Customs
import Geofencing

/// Detects: the level of a gate's queue, or of a province's queues together, rises.
///
/// Inputs: the estimated number of vehicles, and where configured the wait. Each level that is reached is an alert of its
/// own; it ends when the level falls below it. Stale evidence ends nothing. Fooled by what fools the estimate: a share
/// of seen vehicles that changes from one day to the next. Defaults: the levels of the National Single Window's warning.
extension Supervisor {
    private static let mostAlerts = 16

    /// Provinces whose gates have evidence, by name.
    public var provinceCongestions: [ProvinceCongestion] {
        gates.provinces.keys.sorted().compactMap { province in
            guard let gauge = gates.provinceGauges[province] else { return nil }
            return provinceState(province, level: gauge.level)
        }
    }

    mutating func levelChanged(_ gate: Int, rise: CongestionLevel?, into effects: inout [Effect]) {
        guard ruleBook[.congestion].enabled, let state = gates.watches[gate].state else { return }
        var alerts = gates.watches[gate].alerts
        let place = gates.places[gate]
        end(&alerts, above: gates.watches[gate].level, into: &effects)
        if let rise {
            var evidence: [String: EvidenceValue] = [
                "level": .text(rise.rawValue), "vehiclesWaiting": .number(Double(state.vehiclesWaiting ?? 0)),
                "vehiclesSeen": .number(Double(state.vehiclesSeen)),
            ]
            if let wait = state.waitSeconds { evidence["waitSeconds"] = .number(wait) }
            if let share = state.seenShare { evidence["seenShare"] = .number(share) }
            addLimits(ruleBook.congestion.limits(gate: place.code), rise, to: &evidence)
            raise(
                &alerts, subject: place.code, facility: place.code, level: rise, evidence,
                names: (place.name, place.nameVi), at: place.place, into: &effects)
        }
        gates.watches[gate].alerts = alerts
    }

    /// A gate's state is another: its province's may be too.
    mutating func provinceChanged(of place: GatePlace, into effects: inout [Effect]) {
        guard let province = place.province, let members = gates.provinces[province], members.count > 1 else { return }
        let limits = ruleBook.congestion.limits(province: province)
        let vehicles = provinceVehicles(members)
        var gauge = gates.provinceGauges[province] ?? LevelGauge()
        let before = gauge.level
        let isChanged = gauge.take(vehicles: Double(vehicles), waitSeconds: nil, limits: limits)
        gates.provinceGauges[province] = gauge
        guard isChanged, ruleBook[.congestion].enabled else { return }
        var alerts = gates.provinceAlerts[province] ?? []
        end(&alerts, above: gauge.level, into: &effects)
        if gauge.level > before, gauge.level > .green {
            var evidence: [String: EvidenceValue] = [
                "level": .text(gauge.level.rawValue), "vehiclesWaiting": .number(Double(vehicles)),
                "province": .text(province),
                "gates": .text(members.map { gates.places[$0].code }.joined(separator: ", ")),
            ]
            addLimits(limits, gauge.level, to: &evidence)
            raise(
                &alerts, subject: "province-\(province.plainName)", facility: nil, level: gauge.level, evidence,
                names: (province, province), at: nil, into: &effects)
        }
        gates.provinceAlerts[province] = alerts
    }

    private func provinceVehicles(_ members: [Int]) -> Int {
        members.reduce(0) { $0 + (gates.watches[$1].state?.vehiclesWaiting ?? 0) }
    }

    private func provinceState(_ province: String, level: CongestionLevel) -> ProvinceCongestion {
        let members = gates.provinces[province] ?? []
        let isStale = members.contains { congestion(ofGate: $0).isStale }
        return ProvinceCongestion(
            province: province, level: isStale && level == .green ? .unknown : level,
            vehiclesWaiting: provinceVehicles(members), gates: members.map { gates.places[$0].code }, stale: isStale)
    }

    private func addLimits(
        _ limits: CongestionLimits, _ level: CongestionLevel, to evidence: inout [String: EvidenceValue]
    ) {
        let index = max(0, level.rank - 2)
        evidence["vehicles"] = .number(limits.vehicles[index])
        if let wait = limits.waitSeconds { evidence["wait"] = .number(wait[index]) }
    }

    private mutating func raise(
        _ alerts: inout [Alert], subject: String, facility: String?, level: CongestionLevel,
        _ evidence: [String: EvidenceValue], names: (en: String, vi: String), at position: Coordinate?,
        into effects: inout [Effect]
    ) {
        var finding = Finding(rule: .congestion, startedAt: clock, firedAt: clock)
        finding.qualifier = level.rawValue
        finding.facility = facility
        var alert = Alert(
            id: finding.alertID(subject: subject), rule: .congestion, severity: ruleBook[.congestion].severity,
            facility: facility, startedAt: clock, detectedAt: clock, position: position, evidence: evidence)
        (alert.message, alert.messageVi) = words(level, evidence, names)
        if alerts.count >= Self.mostAlerts, let old = alerts.firstIndex(where: { $0.status != .active }) {
            alerts.remove(at: old)
        }
        alerts.append(alert)
        emit(.alert(.raised, alert), at: clock, into: &effects)
    }

    private func words(
        _ level: CongestionLevel, _ evidence: [String: EvidenceValue], _ names: (en: String, vi: String)
    ) -> (en: String, vi: String) {
        func number(_ key: String) -> Double? {
            if case .number(let value)? = evidence[key] { value } else { nil }
        }
        let wait = number("waitSeconds")
        let phrase = wait == nil ? PhraseBook.congestion : PhraseBook.congestionWithWait
        let vehicles = String(Int(number("vehiclesWaiting") ?? 0))
        let name = PhraseBook.name(of: level)
        return (
            phrase.filled([
                "name": names.en, "vehicles": vehicles, "level": name.en, "wait": Words.duration(wait ?? 0),
            ]).en,
            phrase.filled([
                "name": names.vi, "vehicles": vehicles, "level": name.vi,
                "wait": Words.duration(wait ?? 0, .vietnamese),
            ]).vi
        )
    }

    mutating func end(_ alerts: inout [Alert], above level: CongestionLevel?, into effects: inout [Effect]) {
        for index in alerts.indices where alerts[index].status == .active {
            guard case .text(let text)? = alerts[index].evidence["level"],
                level.map({ CongestionLevel(rawValue: text) ?? .unknown > $0 }) ?? true
            else { continue }
            alerts[index].status = .cleared
            alerts[index].clearedAt = clock
            emit(.alert(.cleared, alerts[index]), at: clock, into: &effects)
        }
    }
}

extension String {
    /// What of it may stand in an id.
    fileprivate var plainName: String {
        String(lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}
