import Customs

extension Paperwork {
    mutating func happen(_ kind: HardInnocent, random: inout SplitMix64) throws(SimulatorError) {
        guard let truthKind = TransitTruth.Innocent.Kind(rawValue: kind.rawValue) else { return }
        let (left, came) = (gateOut.event.time, gateIn.event.time)
        switch kind {
        case .announcedOutage:
            let to = try announceOutage(random: &random)
            note(innocent: truthKind, came, to: to)
        case .correctedEvent:
            var wrong = gateIn
            wrong.event.seals = [
                .init(number: "VNSEAL\(random.whole(900_000...999_999))", issuer: .customs, condition: .intact)
            ]
            let postedAt = came.advanced(bySeconds: Double(random.whole(120...900)))
            gateIn.event.eventId += "-2"
            gateIn.event.replaces = wrong.event.eventId
            gateIn.postedAt = postedAt
            others.append(try PortDesk.gateEvents([wrong.event], at: wrong.postedAt ?? came))
            note(innocent: truthKind, came, to: postedAt)
        case .cancelledEvent: try cancel(truthKind, random: &random)
        case .holdLifted:
            let held = left.advanced(bySeconds: -Double(random.whole(240...400)))
            let lifted = left.advanced(bySeconds: -Double(random.whole(55...65)))
            decisions.append(.init(status: .scan, at: held, reason: "Selected by risk profile"))
            decisions.append(.init(status: .released, at: lifted, reason: "Scanned, nothing found"))
            note(innocent: truthKind, held, to: left)
        case .wholeMinutes:
            areGatesInCodeco = true
            // In the minute in which it leaves, where that has begun.
            let second = Double(left.milliseconds % 60_000) / 1000
            let released = left.advanced(bySeconds: -max(1, (second / 2).rounded()))
            decisions = [.init(status: .released, at: released)]
            note(innocent: truthKind, released, to: came)
        case .twoSystems:
            for (number, told) in [gateOut, gateIn].enumerated() {
                let postedAt = told.event.time.advanced(bySeconds: Double(random.whole(30...300)))
                others.append(
                    PortDesk.codeco(
                        [told.event], reference: reference(3 + number),
                        by: PortDesk.secondAccount(of: told.event.facility), at: postedAt))
            }
            note(innocent: truthKind, left, to: came)
        case .outOfOrder:
            arrival.event.time = journey.startsAt.advanced(bySeconds: -Double(random.whole(600...1500)))
            let postedAt = left.advanced(bySeconds: Double(random.whole(60...300)))
            arrival.postedAt = postedAt
            note(innocent: truthKind, arrival.event.time, to: postedAt)
        case .plateSpelling:
            gateOut.event.vehicle?.plate = String(identity.plate.map { $0 == "-" ? " " : $0 })
            gateIn.event.vehicle?.plate = identity.plate.filter { $0.isLetter || $0.isNumber }.lowercased()
            note(innocent: truthKind, left, to: came)
        case .carrierSeal:
            let number = "ML\(random.whole(1_000_000...9_999_999))"
            gateOut.event.seals?.append(.init(number: number, issuer: .carrier, condition: .intact))
            gateIn.event.seals?.insert(.init(number: number, issuer: .carrier, condition: .intact), at: 0)
            note(innocent: truthKind, left, to: came)
        default: break
        }
    }

    /// The destination's system is down when it comes in, and says so.
    ///
    /// - Returns: when the gate-in is reported.
    private mutating func announceOutage(random: inout SplitMix64) throws(SimulatorError) -> Timestamp {
        let came = gateIn.event.time
        let startsAt = came.advanced(bySeconds: -Double(random.whole(300...1800)))
        let endsAt = came.advanced(bySeconds: Double(random.whole(21_000...22_200)))
        others += try PortDesk.outage(
            "OUT-\(identity.transit)", facility: gateIn.event.facility, startsAt: startsAt,
            announcedAt: startsAt.advanced(bySeconds: Double(random.whole(60...300))), endsAt: endsAt,
            reason: "Terminal system down")
        let postedAt = endsAt.advanced(bySeconds: Double(random.whole(30...900)))
        gateIn.postedAt = postedAt
        return postedAt
    }

    private mutating func cancel(
        _ kind: TransitTruth.Innocent.Kind, random: inout SplitMix64
    ) throws(SimulatorError) {
        guard let phantomGate else { return }
        var wrong = gateIn.event
        wrong.eventId += "-0"
        wrong.time = journey.time(phantomGate)
        let postedAt = wrong.time.advanced(bySeconds: Double(random.whole(2...20)))
        others.append(try PortDesk.gateEvents([wrong], at: postedAt))
        var cancellation = wrong
        cancellation.eventId += "-cancelled"
        cancellation.cancels = wrong.eventId
        let cancelledAt = postedAt.advanced(bySeconds: Double(random.whole(180...900)))
        others.append(try PortDesk.gateEvents([cancellation], at: cancelledAt))
        note(innocent: kind, wrong.time, to: cancelledAt)
    }
}
