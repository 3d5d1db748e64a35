import Customs

/// What happens to a seal and its transit on a journey, and how it is written into the truth.
struct Incidents {
    let deadline: Timestamp
    /// The seconds in which the seal must be heard.
    let protected: [Range<Int>]
    private let journey: Journey
    private let anomaly: AnomalyKind?
    private let detour: Detour?
    /// When the seal is cut, for a seal that is.
    private let cut: Int?
    private let unlocking: Range<Int>?
    /// When it is unlocked after the close, where it is.
    private let legalUnlocking: Int?
    private let detourStay: Range<Int>?

    init(journey: Journey, anomaly: AnomalyKind?, detour: Detour?, options: FleetOptions, random: SplitMix64) {
        var random = random
        self.journey = journey
        self.anomaly = anomaly
        self.detour = detour
        let drive = Double(journey.arrival - journey.departure)
        let second = journey.departure + Int(drive * random.number(0.35...0.55))
        cut = anomaly == .tampered ? second : nil
        unlocking = journey.stops.first { $0.plan.purpose == .unlocking }?.seconds
        legalUnlocking = anomaly != .tampered && random.chance(0.6) ? journey.close + 30 : nil
        detourStay = detour.flatMap { journey.stay(in: $0.zone) }
        deadline = Self.deadline(of: journey, isOverdue: anomaly == .overdue, random: &random)

        var protected = journey.stops.compactMap { stop in
            [.unauthorised, .unlocking, .detour].contains(stop.plan.purpose) ? stop.seconds : nil
        }
        if let detourStay { protected.append(detourStay) }
        if let cut { protected.append(cut..<cut + 4 * options.intervalSeconds) }
        self.protected = protected
    }

    /// A deadline that leaves hours, or for an overdue transit one that passes before the lorry arrives.
    private static func deadline(of journey: Journey, isOverdue: Bool, random: inout SplitMix64) -> Timestamp {
        if isOverdue {
            let spare = min(random.whole(1200...2400), (journey.arrival - journey.departure) / 2)
            let second = journey.time(journey.arrival - spare).milliseconds / 60_000
            return Timestamp(milliseconds: second * 60_000)
        }
        let quarter: Int64 = 900_000
        let moment = journey.time(journey.arrival).advanced(bySeconds: Double(random.whole(10_800...14_400)))
        return Timestamp(milliseconds: (moment.milliseconds / quarter + 1) * quarter)
    }

    func state(_ second: Int) -> SealState {
        if let cut, second >= cut { return .tampered }
        if unlocking?.contains(second) == true { return .unlocked }
        if let legalUnlocking, second >= legalUnlocking { return .unlocked }
        return .locked
    }

    // MARK: Truth

    func anomalies(reports: [SealReport], radio: RadioPlan) -> [TransitTruth.Anomaly] {
        guard let anomaly else { return [] }
        func found(_ startedAt: Timestamp, _ endedAt: Timestamp?, _ note: String) -> [TransitTruth.Anomaly] {
            [
                TransitTruth.Anomaly(
                    rule: anomaly.rule, startedAt: startedAt, endedAt: endedAt, position: place(at: startedAt),
                    note: note)
            ]
        }
        switch anomaly {
        case .tampered:
            guard let first = reports.first(where: { $0.state == .tampered }) else { return [] }
            return found(first.fixTime, nil, "cable cut; the first report that says so")
        case .unlocked:
            guard let unlocking, let first = reports.first(where: { $0.state == .unlocked }) else { return [] }
            let again = reports.first { $0.fixTime >= journey.time(unlocking.upperBound) }
            return found(first.fixTime, again?.fixTime, "unlocked by the road; from the first report that says so")
        case .signalLost:
            guard let lost = radio.lost else { return [] }
            let before = reports.last { $0.fixTime < journey.time(lost.lowerBound) }
            let after = reports.first { $0.fixTime >= journey.time(lost.upperBound) }
            guard let before else { return [] }
            return found(before.fixTime, after?.fixTime, "no reports; from the last report to the next")
        case .unauthorisedStop:
            guard let stop = journey.stops.first(where: { $0.plan.purpose == .unauthorised }) else { return [] }
            return found(
                journey.time(stop.seconds.lowerBound), journey.time(stop.seconds.upperBound),
                "stands \(stop.seconds.count) s by the road")
        case .forbiddenZone, .wrongDestination:
            guard let detour, let detourStay else { return [] }
            return found(
                journey.time(detourStay.lowerBound), journey.time(detourStay.upperBound),
                "leaves its route for \(detour.zone.id)")
        case .overdue:
            return found(deadline, journey.time(journey.arrival), "arrives after its deadline")
        }
    }

    func innocents(reports: [SealReport], radio: RadioPlan) -> [TransitTruth.Innocent] {
        var innocents: [TransitTruth.Innocent] = []
        func add(_ kind: TransitTruth.Innocent.Kind, _ from: Timestamp, _ to: Timestamp, zone: String? = nil) {
            innocents.append(
                TransitTruth.Innocent(
                    kind: kind, startedAt: from, endedAt: to, position: place(at: from), zone: zone))
        }
        for stop in journey.stops {
            let (from, to) = (journey.time(stop.seconds.lowerBound), journey.time(stop.seconds.upperBound))
            switch stop.plan.purpose {
            case .rest: add(.restStop, from, to, zone: stop.plan.zone)
            case .short, .unlocking: add(.shortStop, from, to)
            default: break
            }
        }
        let queue = journey.stops.filter { $0.plan.purpose == .queue }
        if let first = queue.first, let last = queue.last {
            add(
                .queueWait, journey.time(first.seconds.lowerBound), journey.time(last.seconds.upperBound),
                zone: first.plan.zone)
        }
        if let gap = radio.gap { add(.gap, journey.time(gap.lowerBound), journey.time(gap.upperBound)) }
        if let backlog = radio.backlog {
            add(.backlog, journey.time(backlog.lowerBound), journey.time(backlog.upperBound))
        }
        let unlocked = reports.first { $0.state == .unlocked && $0.fixTime > journey.time(journey.close) }
        if legalUnlocking != nil, let unlocked, let last = reports.last {
            add(.unlockedAfterClose, unlocked.fixTime, last.fixTime)
        }
        return innocents.sorted { $0.startedAt < $1.startedAt }
    }

    /// Where the lorry was, to 7 decimals of a degree.
    private func place(at time: Timestamp) -> Coordinate {
        let place = journey.place(Int(time.seconds(since: journey.startsAt)))
        return Coordinate(
            latitude: (place.latitude * 1e7).rounded() / 1e7, longitude: (place.longitude * 1e7).rounded() / 1e7)
    }
}
