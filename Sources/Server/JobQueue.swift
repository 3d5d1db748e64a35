import Customs
import Foundation
import Synchronization

/// What somebody hands to the pipeline: decoded envelopes, and whom to tell.
struct Job: Sendable {
    var inputs: [(Envelope, Decoded)]
    var bytes: Int { inputs.reduce(0) { $0 + $1.0.body.count } }
    /// Called once, after the commit or its failure, with the outcomes of each envelope.
    var completion: @Sendable (Result<[[Outcome]], PipelineFailure>) -> Void
}

/// The jobs that wait for the pipeline's thread.
package final class JobQueue: Sendable {
    /// Bytes of the payloads that wait.
    static let waitingBytes = 256 << 20

    private struct State {
        var jobs: [Job] = []
        var bytes = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    var isClosed: Bool { state.withLock { $0.isClosed } }
    var count: Int { state.withLock { $0.jobs.count } }

    /// `false` where it is closed or full.
    func append(_ job: Job, limit: Int) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed, state.jobs.count < limit, state.bytes < Self.waitingBytes else { return false }
            state.jobs.append(job)
            state.bytes += job.bytes
            return true
        }
        if isTaken { signal.signal() }
        return isTaken
    }

    /// Waits for jobs and takes as many as make a group; `nil` once it is closed and empty.
    func next(groupEnvelopes: Int) -> [Job]? {
        while true {
            signal.wait()
            let group = state.withLock { state -> [Job]? in
                var taken = 0
                var envelopes = 0
                for job in state.jobs {
                    guard taken == 0 || envelopes + job.inputs.count <= groupEnvelopes else { break }
                    taken += 1
                    envelopes += job.inputs.count
                }
                guard taken > 0 else { return state.isClosed ? nil : [] }
                let group = Array(state.jobs.prefix(taken))
                state.jobs.removeFirst(taken)
                for job in group { state.bytes -= job.bytes }
                return group
            }
            guard let group else { return nil }
            // Signals of jobs that were taken with an earlier group find the queue empty.
            if !group.isEmpty {
                if count > 0 || isClosed { signal.signal() }
                return group
            }
        }
    }

    /// Takes no more; what waits is still done.
    package func close() {
        state.withLock { $0.isClosed = true }
        signal.signal()
    }

    /// Takes everything that waits.
    func drain() -> [Job] {
        state.withLock { state in
            defer {
                state.jobs = []
                state.bytes = 0
            }
            return state.jobs
        }
    }
}
