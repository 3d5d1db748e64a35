import Customs

/// One gate's vehicles from their arrival to their passage: first come, first served.
struct QueueWorld {
    let vehicles: [QueueVehicle]
    /// Gate-ins, ascending.
    let passages: [Double]
    let truth: QueueTruth

    /// Days that are simulated beyond the last, until all have passed.
    private static let tailDays = 30
    /// Who would wait less does not give up.
    private static let patienceSeconds = 2400.0
    /// A vehicle's speed through an empty queue.
    private static let crossingMetersPerSecond = 6.0...8.5

    /// - Parameter queueMeters: the length of the road within the queue zone.
    init(
        _ options: QueueGateOptions, of all: QueueOptions, zone: Zone, queueMeters: Double, seed: UInt64
    ) throws(SimulatorError) {
        let size = try GateSize(options, zone: zone)
        let (hours, vehiclesPerDay, capacityPerHour) = (size.hours, size.vehiclesPerDay, size.capacityPerHour)
        var arrivals = SplitMix64(seed: seed, part: 1)
        var capacities = SplitMix64(seed: seed, part: 2)
        var people = SplitMix64(seed: seed, part: 3)
        let local = all.startsAt.milliseconds / 1000 + Int64(all.utcOffsetSeconds)
        // 1970-01-01 was a Thursday.
        let weekday = Int((local / 86_400 + 3) % 7)
        let demand = GateDemand(
            options, vehiclesPerDay: vehiclesPerDay, days: all.days, firstWeekday: weekday, random: &arrivals)
        let capacity = GateCapacity(
            options, capacityPerHour: capacityPerHour, hours: hours, days: all.days,
            minutes: (all.days + Self.tailDays) * 1440, startsAt: all.startsAt, random: &capacities)
        var vehicles: [QueueVehicle] = []
        var passages: [Double] = []
        for (number, time) in demand.arrivals(random: &arrivals).enumerated() {
            var vehicle = QueueVehicle(
                number: number, entersAt: time,
                crossingSeconds: queueMeters / people.number(Self.crossingMetersPerSecond),
                work: people.gamma(variation: all.serviceVariation), chance: people.fraction())
            let givesUp = people.chance(all.giveUpShare)
            let patience = people.number(0.15...0.9)
            vehicle.place = passages.count
            let start = max(time + vehicle.crossingSeconds, passages.last ?? 0)
            let done = capacity.completion(of: vehicle.work, from: start)
            if givesUp, (done ?? .infinity) - time > Self.patienceSeconds {
                vehicle.leavesAt = time + min(86_400, (done ?? .infinity) - time) * patience
            } else if let done {
                vehicle.passesAt = done
                passages.append(done)
            }
            vehicles.append(vehicle)
        }
        self.vehicles = vehicles
        self.passages = passages
        let crossing = Self.crossingMetersPerSecond
        truth = QueueTruth(
            options, startsAt: all.startsAt, days: all.days, hours: hours, capacity: capacity,
            usual: GateCapacity(perHour: capacityPerHour, hours: hours, minutes: capacity.perHour.count),
            vehicles: vehicles,
            crossingSeconds: queueMeters / ((crossing.lowerBound + crossing.upperBound) / 2))
    }
}
