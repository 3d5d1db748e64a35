package import Customs

extension GateForecaster {
    /// A gate and its queue at a moment in plain numbers, for trying the forecast without a world around it.
    package struct Moment: Sendable {
        package var at: Timestamp
        package var vehicles: Double
        package var vehiclesError = 0.0
        package var share = 1.0
        package var capacityPerHour = 60.0
        package var flow = GateCongestion.Flow.normal
        package var flowSince: Timestamp?
        /// `HH:MM`; always open where they are missing.
        package var opens: String?
        package var closes: String?
        package var utcOffsetSeconds = 25_200

        package init(at: Timestamp, vehicles: Double) {
            self.at = at
            self.vehicles = vehicles
        }
    }

    /// The same as a step with an estimate.
    package mutating func step(
        _ moment: Moment, _ log: some GateEvidence, approaching: [Timestamp] = [],
        limits: CongestionLimits = CongestionLimits()
    ) -> Said {
        let calendar = GateCalendar(
            opens: moment.opens, closes: moment.closes, utcOffsetSeconds: moment.utcOffsetSeconds)
        let place = GatePlace(
            code: "GATE", kind: .borderGate, name: "Gate", nameVi: "Cửa khẩu", province: nil, goods: [],
            capacityPerHour: nil, calendar: calendar, place: nil)
        var estimate = QueueEstimate(at: moment.at)
        estimate.vehicles = moment.vehicles
        estimate.vehiclesError = moment.vehiclesError
        estimate.share = moment.share
        estimate.capacityPerHour = moment.capacityPerHour
        estimate.usualCapacityPerHour = moment.capacityPerHour
        estimate.flow = moment.flow
        estimate.flowSince = moment.flowSince
        estimate.isOpenByCalendar = calendar.isOpen(at: moment.at)
        if moment.capacityPerHour > 0 {
            let passes = calendar.moment(
                afterOpenSeconds: moment.vehicles / moment.capacityPerHour * 3600, from: moment.at)
            estimate.waitSeconds = passes.seconds(since: moment.at)
        }
        return step(estimate, log, place, approaching: approaching, limits: limits)
    }
}
