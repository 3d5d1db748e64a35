extension GateCongestion: Codable {
    private enum CodingKeys: String, CodingKey {
        case at, gate, kind, name, nameVi, province, level, vehiclesWaiting, vehiclesWaitingRange, vehiclesSeen
        case waitSeconds, waitSecondsRange, measuredWaitSeconds, arrivalsPerHour, departuresPerHour, capacityPerHour
        case observedCapacityPerHour, open, openByCalendar, changesAt, flow, flowSince, seenShare, evidenceAt, stale
        case expectedLevel, expectedAt, forecast, advice
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            at: try values.decode(Timestamp.self, forKey: .at), gate: try values.decode(String.self, forKey: .gate),
            kind: try values.decode(ZoneKind.self, forKey: .kind), name: try values.decode(String.self, forKey: .name),
            nameVi: try values.decode(String.self, forKey: .nameVi),
            province: try values.decodeIfPresent(String.self, forKey: .province))
        level = try values.decode(CongestionLevel.self, forKey: .level)
        vehiclesWaiting = try values.decode(Int?.self, forKey: .vehiclesWaiting)
        vehiclesWaitingRange = try values.decodeIfPresent(Interval.self, forKey: .vehiclesWaitingRange)
        vehiclesSeen = try values.decode(Int.self, forKey: .vehiclesSeen)
        waitSeconds = try values.decode(Double?.self, forKey: .waitSeconds)
        waitSecondsRange = try values.decodeIfPresent(Interval.self, forKey: .waitSecondsRange)
        measuredWaitSeconds = try values.decodeIfPresent(Double.self, forKey: .measuredWaitSeconds)
        arrivalsPerHour = try values.decode(Double?.self, forKey: .arrivalsPerHour)
        departuresPerHour = try values.decode(Double?.self, forKey: .departuresPerHour)
        capacityPerHour = try values.decode(Double?.self, forKey: .capacityPerHour)
        observedCapacityPerHour = try values.decodeIfPresent(Double.self, forKey: .observedCapacityPerHour)
        isOpen = try values.decode(Bool.self, forKey: .open)
        isOpenByCalendar = try values.decode(Bool.self, forKey: .openByCalendar)
        changesAt = try values.decodeIfPresent(Timestamp.self, forKey: .changesAt)
        flow = try values.decode(Flow.self, forKey: .flow)
        flowSince = try values.decodeIfPresent(Timestamp.self, forKey: .flowSince)
        seenShare = try values.decode(Double?.self, forKey: .seenShare)
        evidenceAt = try values.decode(Timestamp?.self, forKey: .evidenceAt)
        isStale = try values.decode(Bool.self, forKey: .stale)
        expectedLevel = try values.decodeIfPresent(CongestionLevel.self, forKey: .expectedLevel)
        expectedAt = try values.decodeIfPresent(Timestamp.self, forKey: .expectedAt)
        forecast = try values.decode([QueueForecast].self, forKey: .forecast)
        advice = try values.decode([GateAdvice].self, forKey: .advice)
    }

    /// What the contract names is always written, `null` where it is not known.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(at, forKey: .at)
        try values.encode(gate, forKey: .gate)
        try values.encode(kind, forKey: .kind)
        try values.encode(name, forKey: .name)
        try values.encode(nameVi, forKey: .nameVi)
        try values.encodeIfPresent(province, forKey: .province)
        try values.encode(level, forKey: .level)
        try values.encode(vehiclesWaiting, forKey: .vehiclesWaiting)
        try values.encodeIfPresent(vehiclesWaitingRange, forKey: .vehiclesWaitingRange)
        try values.encode(vehiclesSeen, forKey: .vehiclesSeen)
        try values.encode(waitSeconds, forKey: .waitSeconds)
        try values.encodeIfPresent(waitSecondsRange, forKey: .waitSecondsRange)
        try values.encodeIfPresent(measuredWaitSeconds, forKey: .measuredWaitSeconds)
        try values.encode(arrivalsPerHour, forKey: .arrivalsPerHour)
        try values.encode(departuresPerHour, forKey: .departuresPerHour)
        try values.encode(capacityPerHour, forKey: .capacityPerHour)
        try values.encodeIfPresent(observedCapacityPerHour, forKey: .observedCapacityPerHour)
        try values.encode(isOpen, forKey: .open)
        try values.encode(isOpenByCalendar, forKey: .openByCalendar)
        try values.encodeIfPresent(changesAt, forKey: .changesAt)
        try values.encode(flow, forKey: .flow)
        try values.encodeIfPresent(flowSince, forKey: .flowSince)
        try values.encode(seenShare, forKey: .seenShare)
        try values.encode(evidenceAt, forKey: .evidenceAt)
        try values.encode(isStale, forKey: .stale)
        try values.encodeIfPresent(expectedLevel, forKey: .expectedLevel)
        try values.encodeIfPresent(expectedAt, forKey: .expectedAt)
        try values.encode(forecast, forKey: .forecast)
        try values.encode(advice, forKey: .advice)
    }
}
