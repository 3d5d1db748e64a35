import Customs

/// Writes down what really happened on a transit, by what its reports can show of it.
struct TruthWriter {
    let journey: Journey
    let journeyPlan: JourneyPlan
    let device: DevicePlan
    let interval: Int
    let scenario: Scenario
    let deadline: Timestamp
    let corridor: Zone?
    let rendezvous: Rendezvous?
    /// Seconds in which the road has no network.
    let holes: [Range<Int>]
    /// What came of the seal itself, in the order of its making.
    let heard: [ReportDelivery.Arrival]
    let made: [Emission]
    let clone: [ReportDelivery.Arrival]
    let paperwork: Paperwork

    /// Seconds that a rule may take to see the end of a silence or of a stretch.
    private var margin: Double { Double(2 * interval + 60) }

    func anomalies() -> [TransitTruth.Anomaly] {
        var anomalies = routeDeviations().filter(\.isCertain).map(\.anomaly)
        if case .anomaly(let kind) = scenario { anomalies += own(kind) }
        for stop in journey.stops where stop.plan.zone == nil && stop.seconds.count > 1900 {
            if [.company, .unauthorised].contains(stop.plan.purpose) {
                anomalies.append(
                    anomaly(
                        .unauthorisedStop, journey.time(stop.seconds.lowerBound), journey.time(stop.seconds.upperBound),
                        "stands \(stop.seconds.count) s by the road"))
            }
        }
        anomalies += paperwork.anomalies.map { anomaly($0.kind, $0.from, $0.to, $0.note) }
        return anomalies.sorted { ($0.startedAt, $0.rule.rawValue) < ($1.startedAt, $1.rule.rawValue) }
    }

    func allowances() -> [TransitTruth.Allowance]? {
        var allowances = routeDeviations().filter { !$0.isCertain }.map { deviation in
            TransitTruth.Allowance(
                rule: .routeDeviation, startedAt: deviation.anomaly.startedAt,
                endedAt: deviation.anomaly.endedAt ?? deviation.anomaly.startedAt)
        }
        func allow(_ rule: RuleCode, _ from: Timestamp, _ to: Timestamp) {
            allowances.append(.init(rule: rule, startedAt: from, endedAt: to))
        }
        if scenario == .anomaly(.overdue) {
            allow(.transitLateForecast, journey.time(journey.departure), journey.time(journey.arrival))
        }
        // The places that a spoofer gives are far from the road, and it takes a leap to get there and back.
        if let spoof = device.spoof {
            let (from, to) = (journey.time(spoof.seconds.lowerBound), journey.time(spoof.seconds.upperBound))
            allow(.routeDeviation, from, to.advanced(bySeconds: margin))
            allow(.positionJump, from, to.advanced(bySeconds: margin))
        }
        // A receiver that wakes up is all the way further on at once.
        if let frozen = device.frozen {
            allow(
                .positionJump, journey.time(frozen.lowerBound),
                journey.time(frozen.upperBound).advanced(bySeconds: margin))
        }
        for incident in paperwork.allowances { allow(incident.kind, incident.from, incident.to ?? incident.from) }
        return allowances.isEmpty ? nil : allowances
    }

    // MARK: By kind

    private func own(_ kind: AnomalyKind) -> [TransitTruth.Anomaly] {
        switch kind {
        case .tampered, .tamperedInBacklog, .unlocked, .batteryLow: ofSeal(kind)
        case .signalLost, .sequenceGap, .reportReplayed, .clockWrong, .cloned: ofReports(kind)
        case .positionJump, .positionFrozen, .jamming, .spoofing: ofReceiver(kind)
        case .overdue, .forbiddenZone, .wrongDestination, .overspeed, .lateForecast, .meeting: ofJourney(kind)
        // From where the lorry was and how long it stood, whatever the scenario.
        case .unauthorisedStop, .routeDeviation: []
        // From the papers.
        case .noClearance, .revoked, .gateOutOnHold, .noGateOut, .lateGateOut, .phantomGateIn, .sealMismatch,
            .sealMissing, .invalidNumber, .lateReport, .truckChanged:
            []
        }
    }

    private func ofSeal(_ kind: AnomalyKind) -> [TransitTruth.Anomaly] {
        switch kind {
        case .tampered, .tamperedInBacklog:
            guard let first = heard.first(where: { $0.emission.report.state == .tampered }) else { return [] }
            let delay = Int(first.receivedAt.seconds(since: first.emission.report.fixTime))
            return [
                anomaly(
                    .sealTampered, first.emission.report.fixTime, nil,
                    "cable cut; the first report that says so, \(delay) s on its way")
            ]
        case .unlocked:
            guard let unlocking = journey.stops.first(where: { $0.plan.purpose == .unlocking })?.seconds,
                let first = heard.first(where: { $0.emission.report.state == .unlocked })
            else { return [] }
            let again = heard.first { $0.emission.second >= unlocking.upperBound }
            return [
                anomaly(
                    .sealUnlocked, first.emission.report.fixTime, again?.emission.report.fixTime,
                    "unlocked by the road; from the first report that says so")
            ]
        case .batteryLow:
            guard let first = heard.first(where: { $0.emission.report.battery ?? 1 < 0.2 }) else { return [] }
            return [anomaly(.sealBatteryLow, first.emission.report.fixTime, nil, "battery under 0.2, not charged")]
        default: return []
        }
    }

    private func ofReports(_ kind: AnomalyKind) -> [TransitTruth.Anomaly] {
        switch kind {
        case .signalLost:
            guard let lost = device.silences.first,
                let before = heard.last(where: { $0.emission.second < lost.lowerBound })
            else { return [] }
            let after = heard.first { $0.emission.second >= lost.upperBound }
            return [
                anomaly(
                    .sealSignalLost, before.emission.report.fixTime, after?.emission.report.fixTime,
                    "no reports; from the last report to the next")
            ]
        case .sequenceGap:
            let lost = made.filter { $0.fate == .lost }
            guard let first = lost.first else { return [] }
            let numbers = lost.compactMap(\.report.sequence)
            var found = anomaly(
                .sealSequenceGap, first.report.fixTime, nil,
                "reports \(numbers.first ?? 0) to \(numbers.last ?? 0) never came")
            found.earliest = heard.last { $0.emission.second < first.second }?.emission.report.fixTime
            return [found]
        case .reportReplayed:
            let again = heard.filter { $0.emission.report.fixTime < journey.time($0.emission.second - 300) }
            guard let first = again.first, let last = again.last else { return [] }
            var found = anomaly(
                .sealReportReplayed, first.receivedAt, last.receivedAt,
                "\(again.count) old reports come again "
                    + (device.replay?.hasNewSequence == true ? "under new numbers" : "with another body"))
            found.earliest = again.map(\.emission.report.fixTime).min()
            return [found]
        case .clockWrong:
            guard let clock = device.clock,
                let first = heard.first(where: { clock.seconds.contains($0.emission.second) })
            else { return [] }
            let right = heard.first { $0.emission.second >= clock.seconds.upperBound }
            return [
                anomaly(
                    .sealClockWrong, first.receivedAt, right?.receivedAt,
                    "the device's clock is \(Int(clock.offsetSeconds)) s off")
            ]
        case .cloned:
            guard let first = clone.first, let last = clone.last else { return [] }
            return [
                anomaly(
                    .sealCloned, first.emission.report.fixTime, last.emission.report.fixTime,
                    "\(clone.count) reports of a second device under its name")
            ]
        default: return []
        }
    }

    private func ofReceiver(_ kind: AnomalyKind) -> [TransitTruth.Anomaly] {
        let seconds: Range<Int>?
        let note: String
        switch kind {
        case .positionJump:
            seconds = device.jump.map { $0.second..<$0.second + $0.fixes * interval }
            note = "\(device.jump?.fixes ?? 0) fixes far from the road"
        case .positionFrozen:
            (seconds, note) = (device.frozen, "the receiver repeats its last fix")
        case .jamming:
            let jammed = device.sky.first { $0.sky == .jammed(hasFix: true) || $0.sky == .jammed(hasFix: false) }
            seconds = jammed?.seconds
            note = jammed?.sky == .jammed(hasFix: true) ? "three satellites, no signal to speak of" : "no fix"
        default:
            seconds = device.spoof?.seconds
            note = "a made-up track (\(device.spoof.map { "\($0.style)" } ?? ""))"
        }
        guard let seconds, let first = heard.first(where: { seconds.contains($0.emission.second) }) else { return [] }
        let after = heard.first { $0.emission.second >= seconds.upperBound }
        return [
            anomaly(
                kind.rule, journey.time(first.emission.second), after.map { journey.time($0.emission.second) }, note)
        ]
    }

    private func ofJourney(_ kind: AnomalyKind) -> [TransitTruth.Anomaly] {
        let overdue = anomaly(.transitOverdue, deadline, journey.time(journey.arrival), "arrives after its deadline")
        switch kind {
        case .overdue: return [overdue]
        case .forbiddenZone, .wrongDestination:
            guard let detour = journeyPlan.detour, let stay = journey.stay(in: detour.zone) else { return [] }
            var found = [
                anomaly(
                    kind.rule, journey.time(stay.lowerBound), journey.time(stay.upperBound),
                    "leaves its route for \(detour.zone.id)")
            ]
            // Nobody there tells of it.
            if kind == .wrongDestination {
                found.append(
                    anomaly(
                        .leftWithoutGateOut, journey.time(stay.upperBound), nil,
                        "leaves \(detour.zone.id), where no gate-out is reported"))
            }
            return found
        case .overspeed:
            let isFast: (Int) -> Bool = { journey.samples[$0].speedMetersPerSecond > 27.8 }
            guard let first = journey.samples.indices.first(where: isFast),
                let last = journey.samples.indices.last(where: isFast)
            else { return [] }
            return [
                anomaly(
                    .overspeed, journey.time(first), journey.time(last),
                    "\(last - first) s above 27.8 m/s")
            ]
        case .lateForecast:
            let slow = journeyPlan.stretches.first.map { journey.second(atMeters: $0.meters.lowerBound) }
            let down = journey.stops.first { $0.plan.purpose == .parking }?.seconds.lowerBound
            let spare = Int(journey.time(journey.arrival).seconds(since: deadline))
            var late = anomaly(
                .transitLateForecast, journey.time(slow ?? down ?? journey.departure), deadline,
                (slow == nil ? "breaks down" : "crawls") + ", arrives \(spare) s late")
            late.knownBy = deadline
            return [late, overdue]
        case .meeting:
            guard let rendezvous, let stop = journey.stops.first(where: { $0.plan.purpose == .company }) else {
                return []
            }
            var meeting = anomaly(
                .meetingSuspected, journey.time(stop.seconds.lowerBound), journey.time(stop.seconds.upperBound),
                "stands \(stop.seconds.count) s beside \(rendezvous.with)")
            meeting.other = rendezvous.with
            return [meeting]
        default: return []
        }
    }

    // MARK: Off the route

    private func routeDeviations() -> [(anomaly: TransitTruth.Anomaly, isCertain: Bool)] {
        guard journeyPlan.offRoute != nil || journeyPlan.detour != nil, let corridor else { return [] }
        var found: [(TransitTruth.Anomaly, Bool)] = []
        var second = journey.departure
        var first: Int?
        /// Where it may stand it is not lost, and a rule may begin to count anew.
        var countedFrom = 0
        var longest = 0
        func close(_ end: Int) {
            guard let start = first, end - start >= 100 else { return }
            let anomaly = anomaly(
                .routeDeviation, journey.time(start), journey.time(end), "\(end - start) s outside the corridor")
            found.append((anomaly, max(longest, end - countedFrom) > 180 + 2 * interval))
        }
        while second < journey.arrival {
            let place = journey.place(second)
            let clearance = corridor.shape.clearanceMeters(of: place) - 200
            if clearance > 0 {
                if first == nil { (first, countedFrom, longest) = (second, second, 0) }
                if let detour = journeyPlan.detour, detour.zone.kind.allowsStanding,
                    detour.zone.shape.clearanceMeters(of: place) <= 0
                {
                    longest = max(longest, second - countedFrom)
                    countedFrom = second
                }
            } else {
                close(second)
                first = nil
            }
            // Never so far that the zone beside the road is missed.
            second += max(1, min(5, Int(abs(clearance) * 0.98 / Journey.fastestMetersPerSecond)))
        }
        close(second)
        return found
    }

    private func anomaly(
        _ rule: RuleCode, _ from: Timestamp, _ to: Timestamp?, _ note: String
    ) -> TransitTruth.Anomaly {
        TransitTruth.Anomaly(rule: rule, startedAt: from, endedAt: to, position: place(at: from), note: note)
    }

    /// Where the lorry was.
    func place(at time: Timestamp) -> Coordinate {
        journey.place(Int(time.seconds(since: journey.startsAt))).rounded
    }
}
