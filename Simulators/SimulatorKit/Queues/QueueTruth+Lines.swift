import Customs

extension QueueTruth {
    private struct MinuteLine: Encodable {
        let type = "minute"
        let gate: String
        let at: Timestamp
        let vehiclesWaiting: Int
        let waitSeconds: Int?
        let capacityPerHour: Double
        let open: Bool
        let level: CongestionLevel
        let passages: Int
    }

    private struct InterruptionLine: Encodable {
        let type = "interruption"
        let gate: String
        let kind: QueueInterruption.Kind
        let startsAt: Timestamp
        let endsAt: Timestamp
        let share: Double
    }

    /// A line of JSON for each interruption, then one for each minute.
    ///
    /// - Throws: `SimulatorError` where a line cannot be written.
    public func lines() throws(SimulatorError) -> [String] {
        do {
            return try interruptions.map {
                try CanonicalJSON.string(
                    InterruptionLine(
                        gate: gate, kind: $0.kind, startsAt: $0.startsAt, endsAt: $0.endsAt,
                        share: ($0.share * 1000).rounded() / 1000))
            }
                + (0..<minutes).map { minute in
                    try CanonicalJSON.string(
                        MinuteLine(
                            gate: gate, at: time(minute: minute), vehiclesWaiting: vehiclesWaiting[minute],
                            waitSeconds: waitSeconds[minute].map { Int($0.rounded()) },
                            capacityPerHour: (capacityPerHour[minute] * 10).rounded() / 10, open: isOpen[minute],
                            level: level(minute: minute), passages: passages[minute]))
                }
        } catch {
            throw SimulatorError("the truth of \(gate) cannot be written as JSON: \(error)")
        }
    }
}
