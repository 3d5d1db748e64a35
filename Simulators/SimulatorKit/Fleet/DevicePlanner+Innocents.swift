import Customs

extension DevicePlanner {
    mutating func happen(_ kind: HardInnocent) throws(SimulatorError) {
        switch kind {
        case .fenceParking:
            for stop in journey.stops where stop.plan.purpose == .parking {
                change { $0.sky.append((stop.seconds, .noisy(meters: 30))) }
            }
        case .mountainRoad:
            let drive = Double(journey.arrival - journey.departure)
            let first = journey.departure + Int(drive * random.number(0.1...0.25))
            let window = first..<first + Int(drive * random.number(0.4...0.6))
            change { $0.sky.append((window, .weak)) }
        case .tunnel:
            // From the first report without a fix to the next with one: under the limit of 120 s.
            let reports = max(1, 80 / interval)
            for _ in 0..<random.whole(1...3) {
                let window = try time(0.1...0.85, seconds: reports * interval, isDriving: true)
                change { $0.sky.append((window, .covered)) }
            }
        case .lateReports:
            let window = try time(0.15...0.6, seconds: random.whole(600...1800))
            change { $0.unordered = window }
        case .longBacklog: _ = try longBacklog()
        case .speedSpike:
            let window = try time(0.2...0.8, seconds: interval, isDriving: true)
            change { $0.speedSpike = window }
        case .borderQueue, .nearLimitStop, .longRest, .corridorDetour, .shortExcursion, .nightTraffic, .motorway,
            .sleepyDevice, .restAreaCompany, .standingApart:
            break
        case .cancelledEvent: try watchGate()
        case .announcedOutage, .correctedEvent, .holdLifted, .wholeMinutes, .twoSystems, .outOfOrder, .plateSpelling,
            .carrierSeal:
            break
        }
    }
}
