import Customs

extension YardLife {
    static let storageLimitSeconds = 30 * 86_400.0

    mutating func happen(_ kind: YardAnomaly, random: inout SplitMix64) {
        guard let left = departure?.event.time else { return }
        let decidedAt = left.advanced(bySeconds: -Double(random.whole(90...900)))
        switch kind {
        case .noClearance:
            decisions = []
            departure?.event.declaration = nil
            note(.gateOutWithoutClearance, left, "leaves, and Customs has decided nothing")
        case .revoked:
            decisions.append(.init(status: .revoked, at: decidedAt, reason: "Documents under review"))
            note(.gateOutWithoutClearance, left, "leaves after its release was revoked")
        case .onHold:
            let hold = [ClearanceStatus.held, .scan, .inspection][random.whole(0...2)]
            decisions.append(.init(status: hold, at: decidedAt, reason: "Risk profile"))
            note(.gateOutOnHold, left, "leaves while the decision is: \(hold.rawValue)")
        case .usedRelease:
            let again = comeBack(after: left, isReleased: false, random: &random)
            note(.gateOutWithoutClearance, again, "leaves a second time on the release of the first")
        case .invalidNumber:
            spoilNumber()
            for (type, time) in [(arrival.event.type, arrival.event.time), (.gateOut, left)] {
                note(
                    .containerNumberInvalid, time, to: time,
                    "the check digit of \(container) is wrong at its \(type.rawValue)")
            }
        case .lateReport:
            // Before any outage that would excuse it.
            let left = min(left, startsAt.advanced(bySeconds: 57_600))
            departure?.event.time = left
            let late = Double(random.whole(4000...14_000))
            departure?.postedAt = left.advanced(bySeconds: late)
            note(
                .gateReportLate, left, to: left.advanced(bySeconds: late),
                "its gate-out is reported \(Int(late)) s late")
        case .storageOverdue:
            // It falls due on the day, and is fetched the next morning.
            move(toBefore: -Self.storageLimitSeconds + Double(random.whole(3600...72_000)), random: &random)
            let due = arrival.event.time.advanced(bySeconds: Self.storageLimitSeconds)
            leave(at: startsAt.advanced(bySeconds: Double(random.whole(90_000...100_000))), random: &random)
            let end = departure?.event.time ?? due
            note(.storageOverdue, due, to: end, "stands there since \(arrival.event.time.rfc3339)")
        case .missingContainers, .unexpectedContainers: break
        }
    }

    /// It comes back hours after it left, and leaves again.
    ///
    /// - Returns: when it leaves again.
    mutating func comeBack(after left: Timestamp, isReleased: Bool, random: inout SplitMix64) -> Timestamp {
        let back = left.advanced(bySeconds: Double(random.whole(3600...7200)))
        let again = back.advanced(bySeconds: Double(random.whole(3600...10_800)))
        for (part, (type, time)) in [(GateEvent.Kind.gateIn, back), (.gateOut, again)].enumerated() {
            var event = arrival.event
            event.eventId = "\(facility)-Y\(number)-\(3 + part)"
            event.type = type
            event.time = time
            event.call = nil
            event.vehicle = .init(plate: Self.plate(&random))
            others.append((ToldEvent(event: event, postedAt: Self.soon(time, &random)), false))
        }
        if isReleased {
            let second = "21" + declaration.dropFirst(2)
            let decidedAt = again.advanced(bySeconds: -Double(random.whole(600...3000)))
            decisions.append(.init(status: .released, at: decidedAt, declaration: second))
        }
        return again
    }

    /// It came long before the day, by lorry, and was released the day before it.
    mutating func move(toBefore seconds: Double, random: inout SplitMix64) {
        let cameAt = startsAt.advanced(bySeconds: seconds)
        arrival.event.time = cameAt
        arrival.event.type = .gateIn
        arrival.event.call = nil
        arrival.event.vehicle = .init(plate: Self.plate(&random))
        arrival.postedAt = Self.soon(cameAt, &random)
        decisions = [.init(status: .released, at: startsAt.advanced(bySeconds: Double(random.whole(600...3600))))]
    }

    /// Whatever is posted of it has a wrong check digit.
    private mutating func spoilNumber() {
        let digit = container.last.flatMap(\.wholeNumberValue) ?? 0
        let wrong = String(container.dropLast()) + String((digit + 3) % 10)
        rename(wrong)
    }
}
