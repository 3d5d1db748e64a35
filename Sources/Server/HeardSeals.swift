import Customs
import Supervision

/// The seals that reported in a group of jobs; each of them is owed an acknowledgement.
struct HeardSeals {
    private struct Boot: Hashable {
        var seal: String
        var boot: String
    }

    private var boots: Set<Boot> = []
    private var last: Boot?

    /// Notes a report of the seals' own protocol. A duplicate counts: its sender did not hear the first answer.
    mutating func note(_ observation: Observation) {
        guard case .report(let report, .seal, _) = observation else { return }
        if let last, last.seal == report.seal, last.boot == report.boot { return }
        let boot = Boot(seal: report.seal, boot: report.boot)
        boots.insert(boot)
        last = boot
    }

    func acknowledgements(_ supervisor: Supervisor) -> [PendingAcknowledgement] {
        boots.compactMap { boot in
            supervisor.acknowledgement(seal: boot.seal, boot: boot.boot).map {
                PendingAcknowledgement(seal: boot.seal, acknowledgement: $0)
            }
        }
    }
}

/// What a seal will be told.
struct PendingAcknowledgement: Sendable {
    var seal: String
    var acknowledgement: SealAcknowledgement
}

extension Supervisor {
    /// What each seal is told after a restart: the last word before it may have been lost.
    var acknowledgementsAfterRestart: [PendingAcknowledgement] {
        newestBoots.compactMap { seal, boot in
            acknowledgement(seal: seal, boot: boot).map { PendingAcknowledgement(seal: seal, acknowledgement: $0) }
        }
    }
}
