import Customs
import Foundation
import Synchronization

/// Gives listeners their blocking door to the pipeline.
struct PipelineIntake: Intake {
    let pipeline: Pipeline

    func take(_ batch: [Envelope]) throws {
        let answer = Answer()
        submit(batch) { error in
            answer.failure.withLock { $0 = error }
            answer.done.signal()
        }
        answer.done.wait()
        if let failure = answer.failure.withLock({ $0 }) { throw failure }
    }

    func submit(_ batch: [Envelope], completion: @escaping @Sendable ((any Error)?) -> Void) {
        pipeline.enqueue(batch) { result in
            if case .failure(let failure) = result { completion(failure) } else { completion(nil) }
        }
    }

    private final class Answer: Sendable {
        let done = DispatchSemaphore(value: 0)
        let failure = Mutex<(any Error)?>(nil)
    }
}
