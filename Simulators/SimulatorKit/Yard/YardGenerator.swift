import Customs

/// Makes a yard's day: the same options and the same map give the same bytes.
public enum YardGenerator {
    /// - Throws: `SimulatorError` where an option is out of its range or the facility is not on the map.
    public static func yard(_ options: YardOptions, map: RoadMap) throws(SimulatorError) -> Yard {
        try options.validate()
        guard let zone = map.places.first(where: { $0.facility == options.facility }),
            let position = zone.shape.middle?.rounded
        else { throw SimulatorError("no zone has the facility code \(options.facility)") }
        var random = SplitMix64(seed: options.seed, part: 1)
        var making = YardMaking(options, random: &random)
        try making.assign(random: &random)
        var clock = ReceivedClock()
        let envelopes = try making.envelopes(random: &random)
        return Yard(envelopes: clock.inOrder(envelopes), truths: making.truths(position))
    }
}

/// A yard while it is made.
private struct YardMaking {
    let options: YardOptions
    let calls: [VesselCall]
    let outage: YardOutage?
    var lives: [YardLife] = []
    /// By call: how many are on its manifest only, and how many were discharged without being on it.
    var missing: [Int: Int] = [:]
    var unexpected: [Int: Int] = [:]
    private let end: Timestamp

    init(_ options: YardOptions, random: inout SplitMix64) {
        self.options = options
        calls = (0..<options.calls).map { VesselCall(number: $0, options: options) }
        outage = options.innocents.contains(.announcedOutage) ? YardOutage(options) : nil
        end = options.startsAt.advanced(bySeconds: YardOptions.daySeconds)
        let mornings = max(1, options.containers / 40)
        let ofVessels = (0..<options.containers - mornings).count { Self.isOfVessel(Self.purpose($0)) }
        var place = 0
        for number in 0..<options.containers {
            let isMorning = number >= options.containers - mornings
            let purpose = isMorning ? .nextMorning : Self.purpose(number)
            let vessel = place % calls.count
            let cameAt: Timestamp
            if Self.isOfVessel(purpose) {
                cameAt = calls[vessel].dischargeTime(place / calls.count, of: ofVessels / calls.count + 1)
                place += 1
            } else if isMorning {
                // The last of them comes at the very end.
                let early = number == options.containers - 1 ? 0 : random.whole(0...5400)
                cameAt = end.advanced(bySeconds: -Double(early))
            } else {
                cameAt = options.startsAt.advanced(bySeconds: Double(random.whole(0...43_200)))
            }
            lives.append(
                YardLife(
                    number: number, purpose: purpose, options: options, call: calls[vessel].name, cameAt: cameAt,
                    random: &random))
        }
    }

    private static func isOfVessel(_ purpose: YardLife.Purpose) -> Bool {
        purpose == .imported || purpose == .standing
    }

    private static func purpose(_ number: Int) -> YardLife.Purpose {
        switch number * 7 % 20 {
        case 0...10: .imported
        case 11...14: .exported
        case 15...18: .empty
        default: .standing
        }
    }

    /// Gives each anomaly and each innocent a container, or a call, of its own.
    mutating func assign(random: inout SplitMix64) throws(SimulatorError) {
        var free = random.shuffled(lives.indices.filter { lives[$0].purpose == .imported })
        // The last call stays as it should be.
        var freeCalls = random.shuffled(Array(0..<calls.count))
        func next(_ name: String) throws(SimulatorError) -> Int {
            guard let index = free.popLast() else { throw SimulatorError("no container is left for \(name)") }
            return index
        }
        for anomaly in options.anomalies {
            guard anomaly.isOfCall else {
                lives[try next(anomaly.rawValue)].happen(anomaly, random: &random)
                continue
            }
            guard let call = freeCalls.popLast() else {
                throw SimulatorError("no call is left for \(anomaly.rawValue)")
            }
            let count = random.whole(1...3)
            if anomaly == .missingContainers { missing[call] = count } else { unexpected[call] = count }
        }
        for innocent in options.innocents {
            let index = try next(innocent.rawValue)
            if innocent == .announcedOutage, let outage {
                lives[index].leave(at: outage.startsAt.advanced(bySeconds: 900), random: &random)
                lives[index].note(
                    innocent: .announcedOutage, outage.startsAt, to: outage.endsAt.advanced(bySeconds: 1800))
            } else {
                lives[index].happen(innocent, random: &random)
            }
        }
        if let outage {
            for index in lives.indices { lives[index].postpone(over: outage) }
        }
    }

    func envelopes(random: inout SplitMix64) throws(SimulatorError) -> [Envelope] {
        var envelopes = try outage?.envelopes(facility: options.facility) ?? []
        for (number, call) in calls.enumerated() {
            let discharged = lives.filter { $0.arrival.event.call == call.name }.map(\.arrival)
                .sorted { ($0.event.time, $0.event.container) < ($1.event.time, $1.event.container) }
            envelopes += try call.discharges(discharged, outage: outage, random: &random)
            var expected = discharged.map(\.event.container)
            expected.removeFirst(min(unexpected[number] ?? 0, expected.count))
            expected += (0..<(missing[number] ?? 0)).map { _ in TransitIdentity.container(random: &random) }
            envelopes.append(try call.manifest(of: expected))
        }
        for life in lives { envelopes += try life.envelopes(postsArrival: life.arrival.event.call == nil) }
        return envelopes
    }

    func truths(_ position: Coordinate) -> [YardTruth] {
        var truths = lives.sorted { $0.container < $1.container }.map { life in
            YardTruth(
                container: life.container, call: life.call, facility: options.facility,
                startsAt: life.arrival.event.time, endsAt: max(end, life.arrival.event.time),
                anomalies: life.anomalies.map {
                    .init(rule: $0.kind, startedAt: $0.from, endedAt: $0.to, position: position, note: $0.note)
                },
                innocents: life.innocents.map {
                    .init(kind: $0.kind, startedAt: $0.from, endedAt: $0.to ?? $0.from, position: position)
                })
        }
        for (number, call) in calls.enumerated() {
            var anomalies: [TransitTruth.Anomaly] = []
            let lacks = missing[number].map { "\($0) on the manifest were never discharged" }
            let extra = unexpected[number].map { "\($0) were discharged and are not on the manifest" }
            if let note = lacks ?? extra {
                var anomaly = TransitTruth.Anomaly(
                    rule: .manifestDiscrepancy, startedAt: call.berthsAt, endedAt: nil, position: position, note: note)
                anomaly.earliest = call.putAt
                anomalies.append(anomaly)
            }
            truths.append(
                YardTruth(
                    container: nil, call: call.name, facility: options.facility, startsAt: call.putAt, endsAt: end,
                    anomalies: anomalies, innocents: []))
        }
        return truths
    }
}
