import Customs
import Synchronization

/// The counters behind `/metrics`. Received, stored, duplicate and rejected change together, after the commit, so that
/// `received = stored + duplicate + rejected` holds at every reading.
package final class ServerMetrics: Sendable {
    /// All at zero.
    package init() {}

    struct Counts: Sendable {
        struct Intake: Sendable {
            var stored = 0
            var duplicate = 0
            var rejected: [String: Int] = [:]

            var received: Int { stored + duplicate + rejected.values.reduce(0, +) }
        }

        var reports = Intake()
        var gateEvents = Intake()
        var otherRejected: [String: Int] = [:]
        var commits = 0
        var envelopes = 0
        var alertsRaised: [String: Int] = [:]
        var failures = 0

        /// Counts what became of one observation.
        mutating func count(_ outcome: Outcome) {
            switch outcome {
            case .stored: reports.stored += 1
            case .duplicate: reports.duplicate += 1
            case .gateEvent(let result):
                if result.status == .duplicate { gateEvents.duplicate += 1 } else { gateEvents.stored += 1 }
            case .rejected(let rejection):
                let reason = rejection.reason.rawValue
                switch rejection.subject {
                case .report: reports.rejected[reason, default: 0] += 1
                case .gateEvent: gateEvents.rejected[reason, default: 0] += 1
                case .other: otherRejected[reason, default: 0] += 1
                }
            case .transit, .alert, .none: break
            }
        }

        mutating func add(_ other: Counts) {
            reports.add(other.reports)
            gateEvents.add(other.gateEvents)
            otherRejected.merge(other.otherRejected, uniquingKeysWith: +)
            commits += other.commits
            envelopes += other.envelopes
            alertsRaised.merge(other.alertsRaised, uniquingKeysWith: +)
            failures += other.failures
        }
    }

    private let counts = Mutex(Counts())

    var current: Counts { counts.withLock { $0 } }

    func add(_ more: Counts) { counts.withLock { $0.add(more) } }
}

extension ServerMetrics.Counts.Intake {
    fileprivate mutating func add(_ other: Self) {
        stored += other.stored
        duplicate += other.duplicate
        rejected.merge(other.rejected, uniquingKeysWith: +)
    }
}
