import Customs

/// An event that another takes the place of.
struct GateCorrection: Sendable {
    /// The corrected event's.
    var key: String
    /// The container that it was about.
    var container: Int32
    /// The event as it stood; `nil` where it has not come, or stands no more.
    var fact: GateFact?
    var isCancelled: Bool
}

extension Supervisor {
    /// An amendment further in time than this from every event that it could be for is an event of its own.
    static let amendmentReachSeconds = 7 * 86_400.0

    /// What a new event corrects; remembers it, also where what it corrects has not come yet.
    mutating func corrections(by record: GateEventRecord, key: String, _ handle: Int32) -> [GateCorrection] {
        let event = record.event
        var found: [GateCorrection] = []
        for (eventId, isCancelled) in [(event.replaces, false), (event.cancels, true)] {
            guard let eventId,
                let target = gateEvents.target(account: record.account, eventId: eventId, own: key)
            else { continue }
            let container = gateEvents.container(of: target).flatMap { containers.handle($0) } ?? handle
            let fact = containers[container].facts.first { $0.key == target }
            found.append(GateCorrection(key: target, container: container, fact: fact, isCancelled: isCancelled))
        }
        if let amends = event.amends, let fact = amended(by: record, in: handle),
            !found.contains(where: { $0.key == fact.key })
        {
            found.append(
                GateCorrection(key: fact.key, container: handle, fact: fact, isCancelled: amends == .cancel))
        }
        for correction in found {
            gateEvents.correct(
                correction.key, by: .init(eventId: event.eventId, isCancelled: correction.isCancelled))
        }
        return found
    }

    /// The live event of the same account, facility and type that is nearest in time; of two as near the one that
    /// came last.
    private func amended(by record: GateEventRecord, in handle: Int32) -> GateFact? {
        func distance(_ fact: GateFact) -> Double { abs(fact.event.time.seconds(since: record.event.time)) }
        return containers[handle].facts.filter {
            $0.record.account == record.account && $0.event.facility == record.event.facility
                && $0.event.type == record.event.type && distance($0) <= Self.amendmentReachSeconds
        }.min { a, b in
            (distance(a), b.record.receipt.sequence) < (distance(b), a.record.receipt.sequence)
        }
    }

    /// Says of a corrected event what took its place; what was posted of it stays as it was.
    mutating func publish(_ correction: GateCorrection, by record: GateEventRecord, into effects: inout [Effect]) {
        guard var corrected = correction.fact?.record else { return }
        if correction.isCancelled {
            corrected.cancelledBy = record.event.eventId
        } else {
            corrected.replacedBy = record.event.eventId
        }
        emit(.gateEvent(corrected), at: corrected.event.time, into: &effects)
    }
}
