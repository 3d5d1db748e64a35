import Customs

extension Paperwork {
    mutating func happen(_ kind: AnomalyKind, random: inout SplitMix64) throws(SimulatorError) {
        switch kind {
        case .noClearance, .revoked, .gateOutOnHold: happenAtCustoms(kind, random: &random)
        case .noGateOut:
            gateOut.postedAt = nil
            note(.leftWithoutGateOut, gateOut.event.time, "leaves, and no gate-out is ever reported")
        case .lateGateOut: reportGateOutLate(random: &random)
        case .phantomGateIn: try enterUnseen(random: &random)
        case .sealMismatch:
            let number = "VNSEAL\(random.whole(900_000...999_999))"
            let isOut = random.chance(0.4)
            change(isOut) { $0.seals = [.init(number: number, issuer: .customs, condition: .intact)] }
            note(.sealMismatch, time(isOut), "the gate reads \(number) on it")
        case .sealMissing:
            let isOut = random.chance(0.3)
            let conditions: [GateEvent.Seal.Condition?] = [.missing, .broken, nil]
            let condition = conditions[random.whole(0...2)]
            let number = identity.seal
            change(isOut) {
                $0.seals = condition.map { [.init(number: number, issuer: .customs, condition: $0)] } ?? []
            }
            note(.sealMissing, time(isOut), "the gate says of its seal: \(condition?.rawValue ?? "there is none")")
        case .invalidNumber:
            // Every gate tells it anew.
            for event in [arrival.event, gateOut.event, gateIn.event] {
                note(
                    .containerNumberInvalid, event.time, to: event.time,
                    "the check digit of \(identity.container) is wrong at \(event.facility)")
            }
        case .lateReport:
            let late = Double(random.whole(4000...18_000))
            let postedAt = arrival.event.time.advanced(bySeconds: late)
            arrival.postedAt = postedAt
            note(
                .gateReportLate, arrival.event.time, to: postedAt,
                "its \(arrival.event.type.rawValue) at \(arrival.event.facility) is reported \(Int(late)) s late")
        case .truckChanged:
            let plate = "29H-\(random.whole(100...999)).\(random.whole(10...99))"
            gateIn.event.vehicle?.plate = plate
            note(.truckChanged, gateIn.event.time, "left behind \(identity.plate), comes behind \(plate)")
        default: break
        }
    }

    private mutating func happenAtCustoms(_ kind: AnomalyKind, random: inout SplitMix64) {
        let left = gateOut.event.time
        // Between the transit's opening and the gate.
        let decidedAt = left.advanced(bySeconds: -Double(random.whole(90...400)))
        switch kind {
        case .noClearance:
            decisions = []
            note(.gateOutWithoutClearance, left, "leaves, and Customs has decided nothing")
        case .revoked:
            decisions.append(.init(status: .revoked, at: decidedAt, reason: "Documents under review"))
            note(.gateOutWithoutClearance, left, "leaves after its release was revoked")
        default:
            let holds: [ClearanceStatus] = [.held, .scan, .inspection]
            let hold = holds[random.whole(0...2)]
            // Now and then another office holds it.
            let other = random.chance(0.3) ? "30" + identity.declaration.dropFirst(2) : nil
            decisions.append(.init(status: hold, at: decidedAt, declaration: other, reason: "Risk profile"))
            note(.gateOutOnHold, left, "leaves while the decision is: \(hold.rawValue)")
        }
    }

    private mutating func reportGateOutLate(random: inout SplitMix64) {
        let late = random.chance(0.5) ? random.whole(1500...3300) : random.whole(3900...10_800)
        let left = gateOut.event.time
        let postedAt = left.advanced(bySeconds: Double(late))
        gateOut.postedAt = postedAt
        note(.leftWithoutGateOut, left, to: postedAt, "leaves; its gate-out is reported \(late) s later")
        if late > 3600 { note(.gateReportLate, left, to: postedAt, "its gate-out is reported \(late) s late") }
    }

    /// A gate reports the container while it is on the road: the destination's own, or one where it has no business.
    private mutating func enterUnseen(random: inout SplitMix64) throws(SimulatorError) {
        guard let phantomGate else { return }
        let time = journey.time(phantomGate)
        let postedAt = time.advanced(bySeconds: Double(random.whole(2000...20_000)) / 1000)
        if random.chance(0.6) {
            gateIn.event.time = time
            gateIn.postedAt = postedAt
            note(.gateEventWithoutPresence, time, "\(gateIn.event.facility) says that it came in")
            return
        }
        let place = journey.place(phantomGate)
        let passed = Set(journey.road.passages.map(\.zone.id))
        let foreign = places.filter {
            $0.kind.isFacility && $0.facility != nil && !passed.contains($0.id)
                && $0.facility != gateOut.event.facility && $0.facility != gateIn.event.facility
                && $0.shape.clearanceMeters(of: place) > 5000
        }
        guard let zone = random.element(of: foreign), let facility = zone.facility else {
            throw SimulatorError("the zones have no facility where \(scenario.name) can be reported")
        }
        var event = gateIn.event
        event.eventId = "\(facility)-\(identity.transit)-in"
        event.facility = facility
        event.time = time
        others.append(try PortDesk.gateEvents([event], at: postedAt))
        note(.gateEventWithoutPresence, time, "\(facility) says that it came in")
        // By the gate's word it went to the wrong place.
        allow(.wrongDestination, time, to: journey.time(journey.close))
    }

    private mutating func change(_ isOut: Bool, _ body: (inout GateEvent) -> Void) {
        if isOut { body(&gateOut.event) } else { body(&gateIn.event) }
    }

    private func time(_ isOut: Bool) -> Timestamp { isOut ? gateOut.event.time : gateIn.event.time }
}
