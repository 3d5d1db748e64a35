package import Customs
package import Ledger
package import Logging
package import Supervision
import Synchronization
import Wire

/// The one way of all data: envelopes are decoded, observed and committed, then answered, then published.
///
/// Listeners and the API hand in jobs from any thread. One thread takes all that wait, folds them in order and stores
/// them in one transaction; only after it is durable does anybody hear of it.
package final class Pipeline: Sendable {
    /// Envelopes of one transaction, about: a job is never split.
    package static let groupEnvelopes = 8000
    /// Jobs that may wait; the next one is refused, and whoever sent it tries again.
    static let waitingJobs = 1024

    let ledger: Ledger
    let clock: ServerClock
    let metrics: ServerMetrics
    private let logger: Logger
    private let place: @Sendable (Envelope) -> Envelope
    private let noteSeals: @Sendable ([SealStatus]) -> Void
    private let publish: @Sendable (Committed) -> Void
    private let faults: FaultInjection
    private let fold: Mutex<PipelineFold>
    /// The Supervisor's clock as of the last commit, in milliseconds.
    private let committedMilliseconds: Atomic<Int64>
    package let queue = JobQueue()

    /// What a commit tells the outside.
    package struct Committed: Sendable {
        package var effects: [Effect]
        /// What to tell the seals that were heard, computed before anything later was folded.
        var acknowledgements: [PendingAcknowledgement]
        /// The newest simulated time in it.
        var simulatedTime: Timestamp?
        /// Calls that did not come over HTTP, and what is to be answered.
        package var answered: [AnsweredCall] = []
    }

    /// - Parameters:
    ///   - place: what is made of an envelope before it is decoded and kept; see `PartnerDesk`.
    ///   - noteSeals: hears what is known of the seals that a commit touched, before those who waited for it: who was
    ///     answered finds it so.
    ///   - publish: hears of every commit, after those who waited for it.
    package init(
        supervisor: Supervisor, ledger: Ledger, clock: ServerClock, metrics: ServerMetrics, logger: Logger,
        faults: FaultInjection = FaultInjection(), place: @escaping @Sendable (Envelope) -> Envelope = { $0 },
        noteSeals: @escaping @Sendable ([SealStatus]) -> Void = { _ in },
        publish: @escaping @Sendable (Committed) -> Void
    ) {
        self.ledger = ledger
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
        self.place = place
        self.noteSeals = noteSeals
        self.publish = publish
        self.faults = faults
        committedMilliseconds = Atomic(supervisor.clock.milliseconds)
        fold = Mutex(PipelineFold(supervisor: supervisor))
    }

    /// Reads the state between two commits.
    package func read<Value: Sendable>(_ body: (Supervisor) -> Value) -> Value {
        fold.withLock { body($0.supervisor) }
    }

    /// How far time has come in what is stored: every decision that was acknowledged was made at this moment or before. It
    /// is ahead of the clock where the machine's was set back.
    package var committedAt: Timestamp { Timestamp(milliseconds: committedMilliseconds.load(ordering: .acquiring)) }

    /// Takes a job and returns at once; its completion is called after the commit.
    package func enqueue(
        _ envelopes: [Envelope], completion: @escaping @Sendable (Result<[[Outcome]], PipelineFailure>) -> Void
    ) {
        // Decoding needs nothing but the bytes, so it is done on the thread of whoever brought them.
        let inputs = stamped(envelopes).map { envelope in
            let placed = place(envelope)
            return (placed, Wire.decode(placed))
        }
        guard queue.append(Job(inputs: inputs, completion: completion), limit: Self.waitingJobs) else {
            completion(.failure(queue.isClosed ? .stopped : .busy))
            return
        }
    }

    /// The pipeline's thread: runs until the queue is closed and empty, or a commit fails.
    package func run() -> PipelineFailure? {
        while let jobs = queue.next(groupEnvelopes: Self.groupEnvelopes) {
            do {
                try process(jobs)
            } catch {
                // The state is ahead of the ledger now. Nothing of it was told to anybody; a restart folds it again.
                let failure = PipelineFailure.ledger("\(error)")
                logger.critical(
                    "a commit failed: nothing more is taken or acknowledged", metadata: ["error": "\(error)"])
                metrics.add(
                    {
                        var counts = ServerMetrics.Counts(); counts.failures = 1; return counts
                    }())
                queue.close()
                for job in jobs + queue.drain() { job.completion(.failure(failure)) }
                return failure
            }
        }
        return nil
    }

    /// Writes a snapshot of the state as it is: the next start folds nothing again.
    package func writeSnapshot() throws {
        let snapshot = try fold.withLock { fold in
            try fold.snapshot(journalID: try ledger.lastJournalID())
        }
        var batch = CommitBatch()
        batch.snapshot = snapshot
        _ = try ledger.commit(batch)
    }

    private func process(_ jobs: [Job]) throws {
        var result = fold.withLock { $0.observe(jobs) }
        let journalID = try ledger.commit(result.batch)
        faults.didCommit(envelopes: result.counts.envelopes)
        let time = fold.withLock { fold in
            fold.didCommit(journalID: journalID, reports: result.counts.reports.received, logger: logger)
            return fold.supervisor.clock
        }
        committedMilliseconds.store(time.milliseconds, ordering: .releasing)
        result.counts.commits = 1
        metrics.add(result.counts)
        noteSeals(result.seals)
        for (job, outcomes) in zip(jobs, result.outcomes) { job.completion(.success(outcomes)) }
        publish(result.committed)
    }

    /// Sets received times where the simulator's clock runs: each envelope came at the time it said last.
    private func stamped(_ envelopes: [Envelope]) -> [Envelope] {
        guard clock.isSimulated else { return envelopes }
        return envelopes.map { envelope in
            if let time = clock.simulatedTime(in: envelope) {
                clock.simulate(time)
                return Envelope(source: .tick, receivedAt: clock.now)
            }
            var envelope = envelope
            envelope.receivedAt = clock.now
            return envelope
        }
    }
}

/// Why the pipeline did not take something. Nothing of it was stored or acknowledged.
package enum PipelineFailure: Error, Hashable, Sendable {
    /// Too much is waiting; try again.
    case busy
    case stopped
    /// The ledger failed; the server stops.
    case ledger(String)
}
