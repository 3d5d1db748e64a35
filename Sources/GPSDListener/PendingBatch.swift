import Customs

/// Envelopes that wait for the intake, and when they are to be offered next.
struct PendingBatch {
    private(set) var envelopes: [Envelope] = []
    /// On the monotonic clock, in seconds; nil while nothing waits.
    private(set) var dueAt: Double?
    private let windowSeconds: Double
    private var backoff: Backoff

    init(windowSeconds: Double, backoff: Backoff) {
        self.windowSeconds = windowSeconds
        self.backoff = backoff
    }

    mutating func append(_ envelope: Envelope, at moment: Double) {
        envelopes.append(envelope)
        if dueAt == nil { dueAt = moment + windowSeconds }
    }

    func isDue(at moment: Double) -> Bool { dueAt.map { $0 <= moment } ?? false }

    mutating func stored() {
        envelopes = []
        dueAt = nil
        backoff.reset()
    }

    /// The intake refused; the seconds until the next offer.
    mutating func refused(at moment: Double) -> Double {
        let wait = backoff.next()
        dueAt = moment + wait
        return wait
    }
}
