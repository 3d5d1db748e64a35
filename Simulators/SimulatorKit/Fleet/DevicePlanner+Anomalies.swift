import Customs

extension DevicePlanner {
    mutating func happen(_ kind: AnomalyKind) throws(SimulatorError) {
        switch kind {
        case .tampered:
            let window = try time(0.35...0.55, seconds: 4 * interval)
            change { $0.cut = window.lowerBound }
        case .tamperedInBacklog:
            let window = try longBacklog()
            let cut = window.lowerBound + Int(Double(window.count) * random.number(0.1...0.5))
            change { $0.cut = cut }
        case .unlocked:
            guard let stop = journey.stops.first(where: { $0.plan.purpose == .unlocking }) else { return }
            change { $0.unlocked.append(stop.seconds) }
        case .signalLost: try loseSignal()
        case .batteryLow:
            let window = try time(0.2...0.6, seconds: 3 * interval)
            change { $0.batteryLow = window.lowerBound }
        case .sequenceGap:
            let reports = random.whole(1...max(1, min(8, 600 / interval)))
            let window = try time(0.15...0.6, seconds: reports * interval)
            change { $0.lost = window }
        case .reportReplayed: try replay()
        case .clockWrong:
            let reports = random.whole(2...max(2, min(10, 840 / interval)))
            let window = try time(0.2...0.7, seconds: reports * interval)
            // Minutes to a day ahead; a month behind; the GPS week's rollover after 1024 weeks.
            let offsets: [Double] = [random.number(600...7200), 86_400, -30 * 86_400, -1024 * 604_800]
            let offset = offsets[random.whole(0...3)].rounded()
            change { $0.clock = .init(seconds: window, offsetSeconds: offset) }
        case .cloned: try clone()
        case .positionJump: try jump()
        case .positionFrozen:
            let reports = random.whole(4...max(4, min(16, 600 / interval)))
            let window = try time(0.2...0.75, seconds: reports * interval, isDriving: true)
            change { $0.frozen = window }
        case .jamming:
            let hasFix = random.chance(0.4)
            let window = try time(0.2...0.65, seconds: random.whole(max(300, 3 * interval)...1200))
            change { $0.sky.append((window, .jammed(hasFix: hasFix))) }
        case .spoofing: try spoof()
        case .overdue, .unauthorisedStop, .forbiddenZone, .wrongDestination, .routeDeviation, .overspeed,
            .lateForecast, .meeting:
            break
        case .phantomGateIn: try watchGate()
        case .noClearance, .revoked, .gateOutOnHold, .noGateOut, .lateGateOut, .sealMismatch, .sealMissing,
            .invalidNumber, .lateReport, .truckChanged:
            break
        }
    }

    /// A time on the road at which it must be plain where the lorry is, because a gate says otherwise.
    mutating func watchGate() throws(SimulatorError) {
        let window = try time(0.3...0.6, seconds: 1200)
        change { $0.phantomGate = window.lowerBound + window.count / 2 }
    }

    /// Seconds from a report to its coming: what a late one must be good for.
    private static let mostDelaySeconds = 21_600

    /// The kept reports of one to three hours.
    mutating func longBacklog() throws(SimulatorError) -> Range<Int> {
        let drive = journey.arrival - journey.departure
        let window = try time(0.12...0.3, seconds: min(random.whole(3600...10_800), drive * 6 / 10))
        // It may wait for its turn until long after the gate.
        let held = isRough && random.chance(0.5) ? random.whole(0...max(0, Self.mostDelaySeconds - window.count)) : 0
        change { $0.backlogs.append(.init(seconds: window, heldSeconds: held)) }
        return window
    }

    private mutating func loseSignal() throws(SimulatorError) {
        for _ in 0..<50 {
            let seconds = pattern.silenceLimitSeconds + random.whole(300...900)
            let window = try time(0.25...0.45, seconds: seconds)
            // A device that rests has said that it will be silent.
            if pattern.restingSeconds == interval || drives(window.lowerBound - 180..<window.lowerBound + 10) {
                change { $0.silences.append(window) }
                return
            }
        }
        throw SimulatorError("route \(journey.road.route) leaves no time for a loss of signal")
    }

    private mutating func replay() throws(SimulatorError) {
        let times = random.whole(1...4)
        let window = try time(0.45...0.8, seconds: times * interval)
        let age = random.whole(600...max(600, min(3600, window.lowerBound - 300)))
        let isNew = random.chance(0.6)
        let seconds = (0..<times).map { window.lowerBound + $0 * interval }
        change { $0.replay = .init(seconds: seconds, ageSeconds: age, hasNewSequence: isNew) }
    }

    private mutating func clone() throws(SimulatorError) {
        let window = try time(0.2...0.6, seconds: random.whole(max(600, 5 * interval)...1500))
        let lorry = journey.place(window.lowerBound)
        for _ in 0..<200 {
            let (east, north) = (random.number(-60_000...60_000), random.number(-60_000...60_000))
            let place = Earth.place(lorry, movedEast: east, north: north)
            let last = journey.place(window.upperBound)
            guard Earth.distanceMeters(place, lorry) > 30_000, Earth.distanceMeters(place, last) > 30_000,
                isFree(place, clearance: 1000)
            else { continue }
            let isFresh = random.chance(0.5)
            let phase = random.whole(1...interval - 1)
            change {
                $0.clone = .init(
                    seconds: window.lowerBound + phase..<window.upperBound, place: place, boot: "9",
                    firstSequence: isFresh ? 1 : 5001)
            }
            return
        }
        throw SimulatorError("there is no free place for a clone beside route \(journey.road.route)")
    }

    private mutating func jump() throws(SimulatorError) {
        let fixes = interval <= 30 && random.chance(0.3) ? 2 : 1
        let window = try time(0.2...0.8, seconds: (fixes + 1) * interval, isDriving: true)
        for _ in 0..<200 {
            let meters = max(3000, 55 * Double(interval) * random.number(1.6...3))
            let (east, north) = (random.number(-1...1), random.number(-1...1))
            let length = (east * east + north * north).squareRoot()
            guard length > 0.1 else { continue }
            let jump = DevicePlan.Jump(
                second: window.lowerBound, fixes: fixes, east: east / length * meters, north: north / length * meters)
            let place = Earth.place(journey.place(window.lowerBound), movedEast: jump.east, north: jump.north)
            guard isFree(place, clearance: 2000) else { continue }
            change { $0.jump = jump }
            return
        }
        throw SimulatorError("there is no free place for a jump beside route \(journey.road.route)")
    }

    private mutating func spoof() throws(SimulatorError) {
        var style = Spoof.Style.allCases[random.whole(0...2)]
        // A gate sees the lorry now and then only.
        if style == .pastGate, random.chance(0.4) { style = .dragOff }
        for _ in 0..<60 {
            let window: Range<Int>
            if style == .pastGate {
                window = journey.arrival - random.whole(900...1500)..<journey.arrival + random.whole(240...420)
                guard window.lowerBound > journey.departure else { break }
            } else {
                window = try time(0.1...0.55, seconds: random.whole(900...2400))
            }
            if let spoof = track(style, window) {
                protect(window)
                change { $0.spoof = spoof }
                return
            }
        }
        throw SimulatorError("there is no free way for a spoofer beside route \(journey.road.route)")
    }

    /// A straight track that passes no zone.
    private mutating func track(_ style: Spoof.Style, _ window: Range<Int>) -> Spoof? {
        let meters = journey.samples[window.lowerBound].meters
        let here = journey.place(window.lowerBound)
        let along = journey.road.path.courseDegrees(atMeters: meters) * .pi / 180
        for _ in 0..<40 {
            let speed = random.number(9...16)
            let turn = random.number(0.35...0.9) * (random.chance(0.5) ? 1 : -1)
            var start = here
            if style == .jump {
                start = Earth.place(
                    here, movedEast: random.number(-25_000...25_000), north: random.number(-25_000...25_000))
                guard Earth.distanceMeters(start, here) > 8000, isFree(start, clearance: 1000) else { continue }
            }
            let spoof = Spoof(
                style: style, seconds: window, start: start,
                course: style == .pastGate ? random.number(0...6.28) : along + turn, metersPerSecond: speed,
                // Under the speed limit: it is no overspeed.
                saidMetersPerSecond: min(
                    26, speed * (random.chance(0.5) ? random.number(0.3...0.5) : random.number(1.6...2))),
                clockSeconds: interval > 20 && random.chance(0.3) ? -18 : 0,
                horizontalErrorMeters: 2, satellites: random.whole(10...13), hdop: 0.8, carrierToNoise: 48)
            let isFree = stride(from: window.lowerBound + 90, to: window.upperBound, by: 20).allSatisfy { second in
                places.allSatisfy { zone in
                    !(zone.kind.isFacility || zone.kind == .forbidden)
                        || zone.shape.clearanceMeters(of: spoof.place(second)) > 500
                }
            }
            if isFree { return spoof }
        }
        return nil
    }
}
