import Customs
import Foundation
import Logging
import Supervision
import Synchronization

/// The Supervisor with what one group of jobs makes of it.
struct PipelineFold: Sendable {
    fileprivate(set) var supervisor: Supervisor
    private var reportsSinceSnapshot = 0
    private let encoding = SnapshotEncoding()

    /// A snapshot is due after this many reports: folding them again takes two to three seconds.
    static let reportsBetweenSnapshots = 500_000

    struct Result: Sendable {
        var batch = CommitBatch()
        /// By job and envelope, the outcome of each observation.
        var outcomes: [[[Outcome]]] = []
        var committed = Pipeline.Committed(effects: [], acknowledgements: [])
        var counts = ServerMetrics.Counts()
        /// What is known now of the seals that were touched.
        var seals: [SealStatus] = []
    }

    init(supervisor: Supervisor) { self.supervisor = supervisor }

    /// Folds a group of jobs in order.
    mutating func observe(_ jobs: [Job]) -> Result {
        var result = Result()
        var heard = HeardSeals()
        for job in jobs {
            result.outcomes.append(
                job.inputs.map { envelope, decoded in
                    observe(envelope, decoded, heard: &heard, into: &result)
                })
        }
        for case .alert(.raised, let alert) in result.batch.effects.lazy.map(\.kind) {
            result.counts.alertsRaised[alert.rule.rawValue, default: 0] += 1
        }
        result.committed.effects = result.batch.effects
        result.committed.acknowledgements = heard.acknowledgements(supervisor)
        result.seals = supervisor.statuses(touchedBy: result.batch.effects)
        result.batch.snapshot = encoding.takeFinished()
        return result
    }

    /// Starts a snapshot where one is due; it is encoded on the side, and stored with a later commit.
    mutating func didCommit(journalID: Int64, reports: Int, logger: Logger) {
        reportsSinceSnapshot += reports
        guard reportsSinceSnapshot >= Self.reportsBetweenSnapshots else { return }
        reportsSinceSnapshot = 0
        encoding.start(supervisor, journalID: journalID, logger: logger)
    }

    func snapshot(journalID: Int64) throws -> Snapshot {
        Snapshot(version: supervisor.snapshotVersion, journalID: journalID, bytes: try supervisor.encoded())
    }

    /// One envelope: what it said goes to the Supervisor; the envelope to the journal, if it changed anything.
    private mutating func observe(
        _ envelope: Envelope, _ decoded: Decoded, heard: inout HeardSeals, into result: inout Result
    ) -> [Outcome] {
        let sequenceBefore = supervisor.sequence
        let clockBefore = supervisor.clock
        var refused = 0
        let outcomes = decoded.map { item -> Outcome in
            let outcome: Outcome
            var observed: Observation?
            switch item {
            case .failure(let rejection): outcome = .rejected(rejection)
            case .success(let observation):
                observed = observation
                outcome = supervisor.observe(
                    observation, receivedAt: envelope.receivedAt, into: &result.batch.effects)
                heard.note(observation)
            }
            if case .rejected(let rejection) = outcome {
                keep(rejection, of: envelope, saying: observed, count: &refused, into: &result)
            }
            result.counts.count(outcome, of: observed)
            return outcome
        }
        if supervisor.sequence != sequenceBefore {
            // Time that passed with nothing to keep is not in the journal; where it matters, it is put there.
            if envelope.receivedAt < clockBefore {
                result.batch.envelopes.append(Envelope(source: .tick, receivedAt: clockBefore))
            }
            result.batch.envelopes.append(envelope)
        }
        if case .tick = envelope.source { result.committed.simulatedTime = envelope.receivedAt }
        if case .http(let call) = envelope.source { note(call, envelope, outcomes, in: &result) }
        result.counts.envelopes += 1
        return outcomes
    }
}

extension PipelineFold {
    /// Refusals of one payload that are kept one by one; all of them are counted.
    static let rejectionsKept = 1000

    /// Keeps a refusal. The bytes are kept once: a payload may hold a hundred thousand bad elements.
    private mutating func keep(
        _ rejection: Rejection, of envelope: Envelope, saying observation: Observation?, count: inout Int,
        into result: inout Result
    ) {
        count += 1
        let sequence = supervisor.claimSequence()
        guard count <= Self.rejectionsKept else { return }
        var record = RejectionRecord(
            sequence: sequence, receivedAt: envelope.receivedAt, source: envelope.source.label,
            rejection: rejection, bytes: count == 1 ? envelope.body : [])
        if case .http(let call) = envelope.source {
            record.account = call.account.name
            record.facility = Self.facility(of: observation, by: call.account)
        }
        result.batch.rejections.append(record)
    }

    /// The facility that a refused post counts for: the one that it names, where the account may speak for it, or else the
    /// account's only one. What somebody tries to say of another's facility does not appear among that one's figures.
    private static func facility(of observation: Observation?, by account: Account) -> String? {
        if case .gateEvent(let event, _)? = observation {
            return account.covers(facility: event.facility) ? event.facility : nil
        }
        return account.role == .operator && account.facilities.count == 1 ? account.facilities[0] : nil
    }

    /// Notes how gate events came, and what is to be answered where nobody waits for it.
    private func note(
        _ call: HTTPCall, _ envelope: Envelope, _ outcomes: [Outcome], in result: inout Result
    ) {
        if call.via?.hasPrefix(PartnerDesk.mqttPrefix) == true {
            result.committed.answered.append(
                AnsweredCall(call: call, body: envelope.body, receivedAt: envelope.receivedAt, outcomes: outcomes))
        }
        let events = outcomes.count(where: \.isOfGateEvent)
        guard events > 0 else { return }
        let way = ServerMetrics.Counts.Way(
            source: call.via.map { String($0.prefix { $0 != " " }) } ?? "http",
            form: PartnerDesk.isEDIFACT(call.contentType) ? "edifact" : "json")
        result.counts.gateEventsByWay[way, default: 0] += events
    }
}

extension Supervisor {
    /// What is known of the seals that reported, or whose transits or alerts changed: each once.
    fileprivate func statuses(touchedBy effects: [Effect]) -> [SealStatus] {
        var names: Set<String> = []
        return effects.compactMap { effect in
            let name: String?
            switch effect.kind {
            case .report(let stored): name = stored.report.seal
            case .transit(let transit): name = transit.seal
            case .alert(_, let alert): name = alert.seal
            default: name = nil
            }
            guard let name, names.insert(name).inserted else { return nil }
            return sealStatus(name)
        }
    }
}

extension Outcome {
    fileprivate var isOfGateEvent: Bool {
        switch self {
        case .gateEvent: true
        case .rejected(let rejection): rejection.subject == .gateEvent
        default: false
        }
    }
}

/// Encodes a copy of the Supervisor beside the pipeline: it is a value, so a copy is a moment.
private final class SnapshotEncoding: Sendable {
    private struct State {
        var isRunning = false
        var finished: Snapshot?
    }

    private let state = Mutex(State())

    func start(_ supervisor: Supervisor, journalID: Int64, logger: Logger) {
        let mayStart = state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard mayStart else { return }
        Thread.detachNewThread { [self] in
            var finished: Snapshot?
            do {
                finished = Snapshot(
                    version: supervisor.snapshotVersion, journalID: journalID, bytes: try supervisor.encoded())
            } catch {
                logger.error("a snapshot could not be encoded", metadata: ["error": "\(error)"])
            }
            state.withLock { state in
                state.isRunning = false
                state.finished = finished
            }
        }
    }

    func takeFinished() -> Snapshot? {
        state.withLock { state in
            defer { state.finished = nil }
            return state.finished
        }
    }
}
