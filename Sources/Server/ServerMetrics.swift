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

        /// How gate events came: `http`, `mqtt` or `folder`, as `json` or `edifact`.
        struct Way: Hashable, Comparable, Sendable {
            var source: String
            var form: String

            static func < (one: Way, other: Way) -> Bool { (one.source, one.form) < (other.source, other.form) }
        }

        /// What became of a partner's file: `taken`, `rejected` or `too-large`.
        struct FileResult: Hashable, Comparable, Sendable {
            var partner: String
            var result: String

            static func < (one: FileResult, other: FileResult) -> Bool {
                (one.partner, one.result) < (other.partner, other.result)
            }
        }

        var reports = Intake()
        var gateEvents = Intake()
        var gateEventsByWay: [Way: Int] = [:]
        var otherRejected: [String: Int] = [:]
        var clearances: [String: Int] = [:]
        var manifests = 0
        var outages = 0
        var files: [FileResult: Int] = [:]
        /// By partner.
        var fileErrors: [String: Int] = [:]
        var commits = 0
        var envelopes = 0
        var alertsRaised: [String: Int] = [:]
        var failures = 0

        /// Counts what became of one observation; `nil` for what could not be decoded.
        mutating func count(_ outcome: Outcome, of observation: Observation?) {
            switch outcome {
            case .stored: reports.stored += 1
            case .duplicate: countDuplicate(of: observation)
            case .gateEvent(let result):
                switch result.status {
                case .accepted: gateEvents.stored += 1
                case .duplicate: gateEvents.duplicate += 1
                case .rejected: gateEvents.rejected[Rejection.Reason.conflict.rawValue, default: 0] += 1
                }
            case .rejected(let rejection):
                let reason = rejection.reason.rawValue
                switch rejection.subject {
                case .report: reports.rejected[reason, default: 0] += 1
                case .gateEvent: gateEvents.rejected[reason, default: 0] += 1
                case .other: otherRejected[reason, default: 0] += 1
                }
            case .clearance(let decision): clearances[decision.status.rawValue, default: 0] += 1
            case .manifest: manifests += 1
            case .outage: outages += 1
            case .transit, .alert, .zones, .none: break
            }
        }

        private mutating func countDuplicate(of observation: Observation?) {
            switch observation {
            case .report: reports.duplicate += 1
            case .gateEvent: gateEvents.duplicate += 1
            default: break
            }
        }

        mutating func add(_ other: Counts) {
            reports.add(other.reports)
            gateEvents.add(other.gateEvents)
            gateEventsByWay.merge(other.gateEventsByWay, uniquingKeysWith: +)
            otherRejected.merge(other.otherRejected, uniquingKeysWith: +)
            clearances.merge(other.clearances, uniquingKeysWith: +)
            manifests += other.manifests
            outages += other.outages
            files.merge(other.files, uniquingKeysWith: +)
            fileErrors.merge(other.fileErrors, uniquingKeysWith: +)
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
