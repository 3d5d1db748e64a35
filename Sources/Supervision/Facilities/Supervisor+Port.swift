import Customs
import HeapModule

/// A change of a container's live events.
struct PortChange: Sendable {
    var added: GateFact?
    /// Keys of the events that were corrected, and whether they were taken back.
    var removed: [String: Bool] = [:]
}

/// The port side: what the change of a container's evidence changes in its stays and alerts.
extension Supervisor {
    /// Containers that are looked at for being let go with each event and decision.
    static let lookedAtPerStep = 4
    /// How long a container is kept after it was heard of last, where nothing of it is open.
    static let containerRetentionSeconds = 30 * 86_400.0

    /// Puts events in their place or takes them out, and publishes what that changed.
    mutating func apply(_ change: PortChange, to handle: Int32, into effects: inout [Effect]) {
        var facts = containers[handle].facts
        let file = file(of: handle)
        makeRoom(in: &facts, file)
        let before = PortFold(facts, file, portRules)
        for fact in facts where change.removed[fact.key] != nil { discharged(fact, isLive: false, into: &effects) }
        facts.removeAll { change.removed[$0.key] != nil }
        if let added = change.added {
            facts.insert(added, at: facts.partitioningIndex { added.isBefore($0) })
            discharged(added, isLive: true, into: &effects)
        }
        containers[handle].facts = facts
        let after = PortFold(facts, file, portRules)
        containers[handle].standsSince = after.openVisit?.arrival.time ?? .distantFuture
        publish(handle, from: before, to: after, corrected: change.removed, into: &effects)
        queueStorage(handle)
    }

    /// A container's transits or decisions are others than they were: its gate events are held against them again.
    ///
    /// - Parameter before: the fold before the change; `nil` where there is nothing to judge again.
    mutating func judgeAgain(_ container: String, from before: PortFold?, into effects: inout [Effect]) {
        guard let before, let handle = containers.handle(container) else { return }
        let after = PortFold(containers[handle].facts, file(of: handle), portRules)
        publish(handle, from: before, to: after, corrected: [:], into: &effects)
    }

    /// A container's stays and findings as they are now; `nil` where no gate has spoken of it.
    func portFold(of container: String) -> PortFold? {
        guard let handle = containers.handle(container), containers[handle].factCount > 0 else { return nil }
        return PortFold(containers[handle].facts, file(of: handle), portRules)
    }

    private func file(of handle: Int32) -> ContainerFile {
        let number = containers[handle].number
        let running = (transitsByContainer[number] ?? []).map { transits[$0].transit }
        return ContainerFile(
            container: number, decisions: containers[handle].decisions,
            transits: containers[handle].pastTransits + running, now: clock)
    }

    /// Beyond the limit the oldest stay is forgotten with its events: nothing that stands depends on them.
    private func makeRoom(in facts: inout [GateFact], _ file: ContainerFile) {
        guard facts.count >= ContainerRecord.mostFacts else { return }
        let stays = PortFold(facts, file, portRules).visits
        if let second = stays.dropFirst().first?.arrival.time,
            let count = facts.firstIndex(where: { $0.time >= second }), count > 0
        {
            facts.removeFirst(count)
        } else {
            // One stay with so many events: its first and its newest say the most.
            facts.remove(at: 1)
        }
    }

    private mutating func publish(
        _ handle: Int32, from before: PortFold, to after: PortFold, corrected: [String: Bool],
        into effects: inout [Effect]
    ) {
        publishVisits(from: before.visits, to: after.visits, into: &effects)
        let subject = containers[handle].number
        let old = Self.byID(before.findings, subject)
        let new = Self.byID(after.findings, subject)
        for id in old.order where new.findings[id] == nil {
            let isTakenBack = old.findings[id]?.event.flatMap { corrected[$0] }
            withdrawPort(id, of: handle, isTakenBack: isTakenBack, into: &effects)
        }
        for id in new.order {
            guard let finding = new.findings[id], finding != old.findings[id] else { continue }
            publish(finding, id: id, of: handle, into: &effects)
        }
    }

    private static func byID(
        _ findings: [PortFinding], _ subject: String
    ) -> (order: [String], findings: [String: PortFinding]) {
        guard !findings.isEmpty else { return ([], [:]) }
        var order: [String] = []
        var byID: [String: PortFinding] = [:]
        for finding in findings {
            let id = finding.finding.alertID(subject: subject)
            // Two systems that say the same thing of one moment raise one alert.
            guard byID[id] == nil else { continue }
            byID[id] = finding
            order.append(id)
        }
        return (order, byID)
    }

    private mutating func publishVisits(from before: [Visit], to after: [Visit], into effects: inout [Effect]) {
        struct Place: Hashable {
            var facility: String
            var since: Timestamp

            init(_ visit: Visit) {
                facility = visit.facility
                since = visit.arrival.time
            }
        }
        // Most changes touch the newest stay alone.
        let same = zip(before, after).prefix { $0 == $1 }.count
        let old = Dictionary(before[same...].map { (Place($0), $0) }) { first, _ in first }
        let kept = Set(after[same...].map(Place.init))
        for visit in before[same...] where !kept.contains(Place(visit)) {
            emit(.visit(VisitChange(visit, isRemoved: true)), at: visit.arrival.time, into: &effects)
        }
        for visit in after[same...] where old[Place(visit)] != visit {
            emit(.visit(VisitChange(visit)), at: visit.departure?.time ?? visit.arrival.time, into: &effects)
        }
    }

    /// Makes sure that the queue holds an entry at or before the end of the time that the container may stand.
    private mutating func queueStorage(_ handle: Int32) {
        let due = portRules.storageOverdue.deadline(since: containers[handle].standsSince)
        // What is due already was found by the fold.
        guard due > clock, due < containers[handle].queuedDeadline else { return }
        containers[handle].queuedDeadline = due
        deadlines.insert(Deadline(time: due, kind: .container, handle: handle))
    }

    /// A container's deadline fell due.
    mutating func storageFellDue(_ handle: Int32, at time: Timestamp, into effects: inout [Effect]) {
        if containers[handle].queuedDeadline == time { containers[handle].queuedDeadline = .distantFuture }
        let due = portRules.storageOverdue.deadline(since: containers[handle].standsSince)
        guard due <= clock else { return queueStorage(handle) }
        let fold = PortFold(containers[handle].facts, file(of: handle), portRules)
        guard let last = fold.findings.last, last.finding.rule == .storageOverdue, last.finding.endedAt == nil else {
            return
        }
        let id = last.finding.alertID(subject: containers[handle].number)
        guard !containers[handle].alerts.contains(where: { $0.alert.id == id }) else { return }
        publish(last, id: id, of: handle, into: &effects)
    }

    /// What a transit leaves to its container's file when it is let go.
    mutating func keepPast(_ transit: Transit) {
        guard let handle = containers.handle(transit.container), containers[handle].factCount > 0 else { return }
        var rest = containers[handle].rest
        rest.pastTransits.append(transit)
        if rest.pastTransits.count > ContainerRecord.mostPastTransits { rest.pastTransits.removeFirst() }
        containers[handle].rest = rest
    }

    /// Containers of which nothing is open leave the memory, a few at a step; the ledger has them.
    mutating func letGoOfContainers(atMost count: Int) {
        for _ in 0..<count {
            guard let handle = containers.nextInTurn(), mayBeLetGo(handle) else { continue }
            for decision in containers[handle].decisions { declarations.remove(handle, from: decision.declaration) }
            containers.remove(handle)
        }
    }

    private func mayBeLetGo(_ handle: Int32) -> Bool {
        let idle = clock.seconds(since: containers[handle].lastHeardAt)
        guard idle > Self.containerRetentionSeconds, containers[handle].standsSince == .distantFuture,
            transitsByContainer[containers[handle].number] == nil,
            !containers[handle].alerts.contains(where: { $0.alert.status == .active })
        else { return false }
        guard containers[handle].hasDecisions else { return true }
        // A hold, and a release that nothing has used, hold until Customs decides otherwise: the release check, which reads
        // the ledger, does not forget them either.
        var latest: [String: ClearanceFact] = [:]
        for decision in containers[handle].decisions { latest[decision.declaration] = decision }
        if latest.values.contains(where: \.status.isHold) { return false }
        let left = portFold(of: containers[handle].number)?.visits.last?.departure?.time ?? .distantPast
        return !latest.values.contains { decision in
            decision.status == .released && decision.decidedAt > left
        }
    }
}
