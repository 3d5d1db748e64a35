import Customs

/// What looks across transits: it is found again whenever the stands or outages of one of them change.
extension Supervisor {
    /// Holds a seal's transits against the others; publishes what that changed, for others too.
    ///
    /// - Parameter inOrder: `false` where evidence was folded again: the counts of changes say nothing then.
    mutating func encountersChanged(_ index: Int, inOrder: Bool, into effects: inout [Effect]) {
        for position in seals[index].history.head.transits.indices {
            let handle = seals[index].history.head.transits[position].handle
            guard transits.contains(handle) else { continue }
            let mark = encounterMark(seals[index].history.head.transits[position], transits[handle].hasEncounters)
            if inOrder, transits[handle].encounterMark == mark { continue }
            hold(seals[index].history.head.transits[position], into: &effects)
            transits[handle].encounterMark = encounterMark(
                seals[index].history.head.transits[position], transits[handle].hasEncounters)
        }
    }

    /// Changes with all that `EncounterEntry` is made of.
    private func encounterMark(_ fold: TransitFold, _ hasEncounters: Bool) -> UInt32 {
        guard hasEncounters else { return fold.encounterRevision }
        // Its end, and a jamming finding of its own, change what is shared.
        return fold.encounterRevision &+ UInt32(truncatingIfNeeded: fold.findings.revision)
            &+ (fold.endedAt == nil ? 0 : 1 << 31)
    }

    private mutating func hold(_ fold: TransitFold, into effects: inout [Effect]) {
        encounters.letGo(at: clock)
        let transit = transits[fold.handle].transit
        guard !isGone(transit) else { return }
        let entry = EncounterEntry(fold)
        let old = encounters.update(fold.handle, entry)
        transits[fold.handle].hasEncounters = !entry.isEmpty
        if let endedAt = transit.endedAt { encounters.noteEnd(of: fold.handle, at: endedAt) }
        guard old != entry else { return }
        var touched = old.stays == entry.stays ? [] : ownersTouched(by: fold.handle, transit, old, entry)
        if old.outages != entry.outages { touched.formUnion(areasTouched(by: fold.handle, old, entry)) }
        for handle in touched.sorted() { share(handle, into: &effects) }
    }

    private func transit(_ handle: Int32) -> Transit? {
        transits.contains(handle) ? transits[handle].transit : nil
    }

    /// Whether it ended so long ago that it is not held against others any more.
    private func isGone(_ transit: Transit) -> Bool {
        transit.endedAt.map { clock.seconds(since: $0) > Encounters.retentionSeconds } ?? false
    }

    /// Owners of meetings that are not what they were.
    private func ownersTouched(
        by handle: Int32, _ transit: Transit, _ old: EncounterEntry, _ new: EncounterEntry
    ) -> Set<Int32> {
        let rule = world.rules.meetingSuspected
        let changed = new.stays.filter { !old.stays.contains($0) } + old.stays.filter { !new.stays.contains($0) }
        var touched: Set<Int32> = []
        for other in encounters.partners(of: changed, except: handle, within: rule.distanceMeters) {
            guard let entry = encounters.entries[other], let id = self.transit(other)?.transit else { continue }
            let isOwner = transit.transit < id
            func meetings(_ stays: [StandStay]) -> [MeetingSuspectedRule.Meeting] {
                isOwner ? rule.meetings(stays, entry.stays) : rule.meetings(entry.stays, stays)
            }
            if meetings(old.stays) != meetings(new.stays) { touched.insert(isOwner ? handle : other) }
        }
        return touched
    }

    /// Transits in whose surroundings outages are not what they were.
    private mutating func areasTouched(
        by handle: Int32, _ old: EncounterEntry, _ new: EncounterEntry
    ) -> Set<Int32> {
        var touched: Set<Int32> = [handle]
        let gone = old.outages.filter { !new.outages.contains($0) }
        let come = new.outages.filter { !old.outages.contains($0) }
        for outage in gone + come { touched.formUnion(JammedArea.transits(near: outage, in: encounters)) }
        touched.formUnion(encounters.takeTurned())
        return touched
    }

    /// Finds again what a transit shares with others, and publishes it where it is not what it was.
    private mutating func share(_ handle: Int32, into effects: inout [Effect]) {
        guard transits.contains(handle) else { return }
        let findings = meetings(of: handle) + jammings(of: handle)
        guard findings != transits[handle].sharedFindings else { return }
        transits[handle].sharedFindings = findings
        publishShared(handle, into: &effects)
    }

    private func meetings(of handle: Int32) -> [Finding] {
        let rule = world.rules.meetingSuspected
        let id = transits[handle].transit.transit
        let stays = encounters.entries[handle]?.stays ?? []
        var findings = transits[handle].sharedFindings.filter {
            $0.rule == .meetingSuspected && isBeyondEvidence($0, stays)
        }
        for other in encounters.partners(of: stays, except: handle, within: rule.distanceMeters) {
            guard let partner = transit(other), id < partner.transit, let entry = encounters.entries[other] else {
                continue
            }
            findings += rule.meetings(stays, entry.stays).map { rule.finding($0, with: partner) }
        }
        findings.sort { ($0.startedAt, $0.qualifier) < ($1.startedAt, $1.qualifier) }
        return Array(findings.prefix(MeetingSuspectedRule.limit))
    }

    /// Whether a meeting rests on evidence that is not kept any more: then it stays as it is.
    private func isBeyondEvidence(_ finding: Finding, _ stays: [StandStay]) -> Bool {
        guard let other = transitHandles[finding.qualifier], let partner = transit(other), !isGone(partner) else {
            return true
        }
        func isBefore(_ list: [StandStay]) -> Bool {
            guard list.count >= StandStays.limit, let first = list.first else { return false }
            return finding.startedAt < first.from
        }
        return isBefore(stays) || isBefore(encounters.entries[other]?.stays ?? [])
    }

    private func jammings(of handle: Int32) -> [Finding] {
        let outages = encounters.entries[handle]?.outages ?? []
        // What rests on evidence that is not kept any more stays as it is.
        var kept = clock.advanced(bySeconds: -Encounters.retentionSeconds)
        if outages.count >= Outages.limit, let first = outages.first { kept = max(kept, first.from) }
        let old = transits[handle].sharedFindings.filter { $0.rule == .gnssJamming && $0.startedAt < kept }
        return old
            + outages.filter { $0.from >= kept }.compactMap { outage in
                world.rules.jammedArea.finding(outage, of: handle, in: encounters, named: transit)
            }
    }
}

extension Finding {
    /// Whether the alert came of holding its transit against others.
    static func isShared(_ alert: Alert) -> Bool {
        alert.rule == .meetingSuspected
            || (alert.rule == .gnssJamming && alert.id.hasSuffix(".\(JammedArea.qualifier)"))
    }
}
