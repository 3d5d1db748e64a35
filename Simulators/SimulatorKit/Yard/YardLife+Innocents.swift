import Customs

extension YardLife {
    mutating func happen(_ kind: YardInnocent, random: inout SplitMix64) {
        guard let truthKind = TransitTruth.Innocent.Kind(rawValue: kind.rawValue),
            let leaving = departure?.event, let released = decisions.first?.at
        else { return }
        let (came, left) = (arrival.event.time, leaving.time)
        switch kind {
        case .correctedEvent:
            // The first report says a time before the release.
            var wrong = ToldEvent(event: leaving, postedAt: departure?.postedAt)
            wrong.event.time = released.advanced(bySeconds: -Double(random.whole(300...900)))
            wrong.postedAt = wrong.event.time.advanced(bySeconds: Double(random.whole(2...20)))
            others.append((wrong, false))
            departure?.event.eventId += "-2"
            departure?.event.replaces = wrong.event.eventId
            note(innocent: truthKind, wrong.event.time, to: left)
        case .cancelledEvent:
            var wrong = ToldEvent(event: leaving)
            wrong.event.eventId += "-0"
            wrong.event.time = released.advanced(bySeconds: -Double(random.whole(900...1500)))
            let postedAt = wrong.event.time.advanced(bySeconds: Double(random.whole(2...20)))
            wrong.postedAt = postedAt
            var cancellation = wrong
            cancellation.event.eventId += "-cancelled"
            cancellation.event.cancels = wrong.event.eventId
            cancellation.postedAt = postedAt.advanced(bySeconds: Double(random.whole(120...600)))
            others += [(wrong, false), (cancellation, false)]
            note(innocent: truthKind, wrong.event.time, to: cancellation.postedAt ?? postedAt)
        case .holdLifted:
            let held = left.advanced(bySeconds: -Double(random.whole(900...1700)))
            decisions.append(.init(status: .scan, at: held, reason: "Selected by risk profile"))
            let lifted = left.advanced(bySeconds: -Double(random.whole(55...65)))
            decisions.append(.init(status: .released, at: lifted, reason: "Scanned, nothing found"))
            note(innocent: truthKind, held, to: left)
        case .wholeMinutes:
            isInCodeco = true
            let minute = Timestamp(milliseconds: left.milliseconds / 60_000 * 60_000)
            departure?.event.time = minute.advanced(bySeconds: 40)
            departure?.postedAt = minute.advanced(bySeconds: Double(random.whole(50...90)))
            decisions = [.init(status: .released, at: minute.advanced(bySeconds: Double(random.whole(5...30))))]
            note(innocent: truthKind, minute, to: left)
        case .twoSystems:
            let postedAt = left.advanced(bySeconds: Double(random.whole(30...300)))
            others.append((ToldEvent(event: leaving, postedAt: postedAt), true))
            note(innocent: truthKind, came, to: left)
        case .outOfOrder:
            arrival.event.type = .gateIn
            arrival.event.call = nil
            arrival.event.vehicle = .init(plate: Self.plate(&random))
            arrival.event.time = left.advanced(bySeconds: -Double(random.whole(900...2400)))
            let postedAt = left.advanced(bySeconds: Double(random.whole(60...300)))
            arrival.postedAt = postedAt
            note(innocent: truthKind, arrival.event.time, to: postedAt)
        case .secondVisit:
            let again = comeBack(after: left, isReleased: true, random: &random)
            note(innocent: truthKind, left, to: again)
        case .longStorage:
            move(toBefore: -Self.storageLimitSeconds + 43_200, random: &random)
            let due = arrival.event.time.advanced(bySeconds: Self.storageLimitSeconds)
            leave(at: due.advanced(bySeconds: -Double(random.whole(1200...3600))), random: &random)
            note(innocent: truthKind, due.advanced(bySeconds: -7200), to: due)
        case .earlyRelease:
            decisions = [.init(status: .released, at: startsAt.advanced(bySeconds: -Double(random.whole(60...3000))))]
            note(innocent: truthKind, came, to: left)
        case .announcedOutage: break
        }
    }
}
