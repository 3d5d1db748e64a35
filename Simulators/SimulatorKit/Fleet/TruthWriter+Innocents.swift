import Customs

extension TruthWriter {
    func innocents() -> [TransitTruth.Innocent] {
        var innocents = ofStops() + ofRadio()
        func add(_ kind: TransitTruth.Innocent.Kind, _ seconds: Range<Int>) {
            innocents.append(innocent(kind, seconds))
        }
        for part in device.sky {
            switch part.sky {
            case .weak: add(.mountainRoad, part.seconds)
            case .covered: add(.tunnel, part.seconds)
            case .noisy, .jammed, .open: break
            }
        }
        if let unordered = device.unordered { add(.lateReports, unordered) }
        if let spike = device.speedSpike { add(.speedSpike, spike) }
        switch scenario {
        case .innocent(.motorway):
            for stretch in journeyPlan.stretches where stretch.metersPerSecond.upperBound > 26 {
                add(.motorway, journey.seconds(ofMeters: stretch.meters))
            }
        case .innocent(.corridorDetour), .innocent(.shortExcursion):
            guard let meters = journeyPlan.offRoute else { break }
            add(
                scenario == .innocent(.corridorDetour) ? .corridorDetour : .shortExcursion,
                journey.seconds(ofMeters: meters))
        default: break
        }
        for incident in paperwork.innocents {
            innocents.append(
                TransitTruth.Innocent(
                    kind: incident.kind, startedAt: incident.from, endedAt: incident.to ?? incident.from,
                    position: place(at: incident.from)))
        }
        let unlocked = heard.first { $0.emission.report.state == .unlocked && $0.emission.second > journey.close }
        if let unlocked, let last = heard.last {
            add(.unlockedAfterClose, unlocked.emission.second..<last.emission.second)
        }
        return innocents.sorted { ($0.startedAt, $0.kind.rawValue) < ($1.startedAt, $1.kind.rawValue) }
    }

    private func ofStops() -> [TransitTruth.Innocent] {
        var innocents: [TransitTruth.Innocent] = []
        for stop in journey.stops {
            let kind: TransitTruth.Innocent.Kind?
            switch (stop.plan.purpose, scenario) {
            case (.rest, _): kind = .restStop
            case (.short, .innocent(.nearLimitStop)) where stop.seconds.count > 1500: kind = .nearLimitStop
            case (.short, _), (.unlocking, _): kind = .shortStop
            case (.parking, .innocent(.fenceParking)): kind = .fenceParking
            case (.parking, .innocent(.sleepyDevice)): kind = .sleepyDevice
            case (.parking, _): kind = .longRest
            case (.company, .innocent(.restAreaCompany)): kind = .restAreaCompany
            case (.company, .innocent(.standingApart)): kind = .standingApart
            default: kind = nil
            }
            if let kind { innocents.append(innocent(kind, stop.seconds, zone: stop.plan.zone)) }
        }
        func span(_ purpose: PlannedStop.Purpose, _ kind: TransitTruth.Innocent.Kind) {
            let stops = journey.stops.filter { $0.plan.purpose == purpose }
            guard let first = stops.first, let last = stops.last else { return }
            innocents.append(
                innocent(kind, first.seconds.lowerBound..<last.seconds.upperBound, zone: first.plan.zone))
        }
        span(.queue, scenario == .innocent(.borderQueue) ? .borderQueue : .queueWait)
        span(.creeping, .nightTraffic)
        return innocents
    }

    private func ofRadio() -> [TransitTruth.Innocent] {
        func isHole(_ seconds: Range<Int>) -> Bool { holes.contains(seconds) }
        // The first silence of a lost signal is the anomaly itself.
        let silences = scenario == .anomaly(.signalLost) ? device.silences.dropFirst() : device.silences[...]
        return silences.map { innocent(isHole($0) ? .coverageHole : .gap, $0) }
            + device.backlogs.map { backlog in
                innocent(
                    isHole(backlog.seconds) ? .coverageHole : backlog.seconds.count > 900 ? .longBacklog : .backlog,
                    backlog.seconds)
            }
    }

    private func innocent(
        _ kind: TransitTruth.Innocent.Kind, _ seconds: Range<Int>, zone: String? = nil
    ) -> TransitTruth.Innocent {
        let from = journey.time(seconds.lowerBound)
        return TransitTruth.Innocent(
            kind: kind, startedAt: from, endedAt: journey.time(seconds.upperBound), position: place(at: from),
            zone: zone)
    }
}
