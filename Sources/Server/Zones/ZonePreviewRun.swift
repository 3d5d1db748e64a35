package import Customs
import Geofencing
import Ledger
package import MonitoringCentre
import Supervision
import Wire

/// Plays the journal under the zones in force and under others, side by side, and tells the alerts apart.
///
/// Orders of transits, clearances, manifests, gate events and what officers did are played from the journal's start, because
/// what they opened may still be open. Reports of seals are played only from a margin before `from`: what a seal reported
/// before that says nothing of where it is later, and both runs are without it. So an alert that began long before `from` may
/// begin here with the first report that is played, and in both alike. A first pass finds the seals that the edit can make a
/// difference to; of all others nothing is played, so that in both runs alike what several seals show together is found
/// with fewer of them.
package struct ZonePreviewRun: Sendable {
    /// Longer than any rule waits for a position, and than late evidence is put among others.
    static let marginSeconds = 6 * 3600.0
    /// Reports that are read.
    static let mostReports = 20_000_000
    /// Of the time, for the first pass.
    private static let firstShare = 0.35

    package var ledgerPath: String
    package var rules: RuleBook
    /// Those in force.
    package var zones: [Zone]
    package var proposed: [Zone]
    package var from: Timestamp
    package var now: Timestamp
    package var mostReports = Self.mostReports

    package init(
        ledgerPath: String, rules: RuleBook, zones: [Zone], proposed: [Zone], from: Timestamp, now: Timestamp
    ) {
        self.ledgerPath = ledgerPath
        self.rules = rules
        self.zones = zones
        self.proposed = proposed
        self.from = from
        self.now = now
    }

    /// - Parameter isOver: whether it has taken so much of the time that it may take.
    /// - Throws: where the journal cannot be read.
    package func preview(isOver: (_ share: Double) -> Bool) throws -> ZonePreview {
        let ledger = try LedgerReader(path: ledgerPath, readsAlerts: false)
        let found = try concerned(in: ledger, isOver: isOver)
        var runs = [zones, proposed].map {
            ComparedRun(supervisor: Supervisor(zones: ZoneIndex(zones: $0), rules: rules), ignoresEdits: true)
        }
        var preview = ZonePreview(from: from, through: from, complete: found.isComplete, reports: found.reports)
        do {
            try ledger.forEachJournalRow { row in
                // One run after the other through the row: each finds its own state in the processor's memory.
                let lines = try lines(of: row, found)
                for index in runs.indices {
                    for line in lines {
                        runs[index].take(
                            line.items[...], receivedAt: line.receivedAt, isShown: line.receivedAt >= from)
                    }
                }
                if row.id == found.last?.row {
                    preview.through = max(preview.through, found.through)
                    throw Stop()
                }
                preview.through = max(preview.through, row.envelopes.last?.receivedAt ?? .distantPast)
                if isOver(1) {
                    preview.complete = false
                    throw Stop()
                }
            }
        } catch is Stop {}
        if preview.complete {
            // What time alone would have found by now.
            for index in runs.indices { runs[index].advance(to: now) }
            preview.through = max(preview.through, now)
        }
        add(ComparedRun.differences(runs[0], runs[1]), to: &preview)
        return preview
    }

    /// What the first pass finds.
    private struct Concerned {
        var seals: Set<String> = []
        /// Reports that were read.
        var reports = 0
        var isComplete = true
        /// When the last of what was read was received.
        var through = Timestamp.distantPast
        /// The envelope that it stopped before, where it did.
        var last: (row: Int64, envelope: Int)?
    }

    /// It ends before the journal does.
    private struct Stop: Error {}

    /// The seals to which the edit can make a difference.
    private func concerned(in ledger: LedgerReader, isOver: (Double) -> Bool) throws -> Concerned {
        let reach = ZoneReach(zones, proposed)
        var found = Concerned()
        do {
            try ledger.forEachJournalRow { row in
                for (number, envelope) in row.envelopes.enumerated() where isPlayed(envelope) {
                    if found.reports >= mostReports || (number % 256 == 0 && isOver(Self.firstShare)) {
                        found.last = (row.id, number)
                        found.isComplete = false
                        throw Stop()
                    }
                    found.through = max(found.through, envelope.receivedAt)
                    if case .tick = envelope.source { continue }
                    for case .success(let observation) in Wire.decode(envelope) {
                        switch observation {
                        case .report(let report, _, _):
                            found.reports += 1
                            if let place = report.position, reach.holds(place) { found.seals.insert(report.seal) }
                        case .openTransit(let order, _): if reach.concerns(order) { found.seals.insert(order.seal) }
                        default: break
                        }
                    }
                }
            }
        } catch is Stop {}
        return found
    }

    private struct Line {
        var receivedAt: Timestamp
        var items: Decoded
    }

    /// What of a row is played.
    private func lines(of row: JournalRow, _ found: Concerned) throws -> [Line] {
        var lines: [Line] = []
        for (number, envelope) in row.envelopes.enumerated() where isPlayed(envelope) {
            if let last = found.last, last.row == row.id, number >= last.envelope { break }
            if let seal = envelope.source.seal, !found.seals.contains(seal) { continue }
            var items = Wire.decode(envelope)
            items.removeAll { item in
                if case .success(.report(let report, _, _)) = item { !found.seals.contains(report.seal) } else { false }
            }
            if !items.isEmpty { lines.append(Line(receivedAt: envelope.receivedAt, items: items)) }
        }
        return lines
    }

    private func isPlayed(_ envelope: Envelope) -> Bool {
        !envelope.source.isOfSeal || envelope.receivedAt >= from.advanced(bySeconds: -Self.marginSeconds)
    }

    private func add(_ differences: [AlertDifference], to preview: inout ZonePreview) {
        let most = ZonePreview.mostNamed
        for difference in differences {
            switch difference.change {
            case .gained:
                preview.counts.gained += 1
                if preview.gained.count < most { preview.gained.append(difference.alert) }
            case .lost:
                preview.counts.lost += 1
                if preview.lost.count < most { preview.lost.append(difference.alert) }
            case .changed:
                preview.counts.changed += 1
                guard preview.changed.count < most, let was = difference.was else { continue }
                preview.changed.append(.init(was: was, wouldBe: difference.alert))
            }
        }
    }
}

extension Envelope.Source {
    /// What facilities send over MQTT is in the journal as a call.
    fileprivate var isOfSeal: Bool {
        switch self {
        case .mqtt, .gpsd: true
        case .http, .tick: false
        }
    }

    /// The seal that the contract's own topic names, without decoding what it says.
    fileprivate var seal: String? {
        guard case .mqtt(_, let topic) = self, topic.hasPrefix("vasscm/v1/seals/") else { return nil }
        let parts = topic.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 5 ? String(parts[3]) : nil
    }
}
