import Customs
import HeapModule

/// Active alerts that nobody has acknowledged, whatever they are of, each with the moment at which it is escalated.
struct Escalations: Sendable {
    private struct Entry: Comparable {
        var due: Timestamp
        var id: String

        static func < (a: Entry, b: Entry) -> Bool { (a.due, a.id) < (b.due, b.id) }
    }

    /// By the alert's id.
    private(set) var dues: [String: Timestamp] = [:]
    /// The same in order, with some that wait no more.
    private var queue = Heap<Entry>()
    /// The earliest entry of the deadline queue.
    var queuedDeadline = Timestamp.distantFuture

    init() {}

    /// The alert waits until then.
    mutating func wait(_ id: String, until due: Timestamp) {
        guard dues[id] != due else { return }
        dues[id] = due
        queue.insert(Entry(due: due, id: id))
    }

    mutating func remove(_ id: String) {
        dues[id] = nil
        if dues.isEmpty { queue = Heap() }
    }

    /// The earliest moment; `nil` where nothing waits.
    mutating func nextDue() -> Timestamp? {
        while let first = queue.min, dues[first.id] != first.due { queue.removeMin() }
        return queue.min?.due
    }

    /// Takes out the alerts whose moment has come, the longest waiting first.
    mutating func takeDue(at time: Timestamp) -> [String] {
        var found: [String] = []
        while let due = nextDue(), due <= time, let entry = queue.popMin() {
            dues[entry.id] = nil
            found.append(entry.id)
        }
        return found
    }
}

extension Escalations: Codable {
    private enum CodingKeys: CodingKey { case dues, queuedDeadline }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        dues = try container.decode([String: Timestamp].self, forKey: .dues)
        queue = Heap(dues.map { Entry(due: $1, id: $0) })
        queuedDeadline = try container.decode(Timestamp.self, forKey: .queuedDeadline)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(dues, forKey: .dues)
        try container.encode(queuedDeadline, forKey: .queuedDeadline)
    }
}

/// Detects: an active alert that nobody acknowledged for as long as its severity allows, from its detection on.
///
/// To acknowledge or to clear it stops the wait; to assign it or to comment on it does not, for nobody has said that he
/// has seen to it. What ended, or was withdrawn, waits no more; what begins again waits on. Each alert is escalated once.
extension Supervisor {
    /// What was said of an alert last decides whether it waits.
    mutating func watchAcknowledgement(of alert: Alert) {
        guard alert.status == .active, !alert.acknowledged, alert.escalatedAt == nil,
            let seconds = ruleBook.escalation[alert.severity]
        else { return escalations.remove(alert.id) }
        escalations.wait(alert.id, until: alert.detectedAt.advanced(bySeconds: seconds))
        queueEscalation()
    }

    /// Makes sure that the queue holds an entry at or before the next escalation.
    private mutating func queueEscalation() {
        guard let due = escalations.nextDue(), due < escalations.queuedDeadline else { return }
        escalations.queuedDeadline = due
        deadlines.insert(Deadline(time: due, kind: .escalation, handle: 0))
    }

    mutating func escalate(at time: Timestamp, into effects: inout [Effect]) {
        if escalations.queuedDeadline <= time { escalations.queuedDeadline = .distantFuture }
        for id in escalations.takeDue(at: clock) { escalateAlert(id, into: &effects) }
        queueEscalation()
    }
}
