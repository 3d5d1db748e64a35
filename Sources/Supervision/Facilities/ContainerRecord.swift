import Customs

/// All that the port side knows of one container: what gates said that stands, and what Customs decided.
///
/// Packed, because a million of them are held; what most never have is behind one word.
struct ContainerRecord: Codable, Sendable {
    /// Live gate events; beyond this the oldest stays are let go.
    static let mostFacts = 128
    static let mostDecisions = 256
    static let mostAlerts = 256
    static let mostPastTransits = 16

    let number: String
    private var factBytes: [UInt8] = []
    private var decisionBytes: [UInt8] = []
    private var boxedRest: Boxed<Rest>?
    private var decisionCount: Int32 = 0
    private(set) var factCount: Int32 = 0
    /// When something was heard of it last.
    var lastHeardAt = Timestamp.distantPast
    /// When its open stay began; far away where it has none.
    var standsSince = Timestamp.distantFuture
    /// The earliest entry of the deadline queue for it.
    var queuedDeadline = Timestamp.distantFuture

    /// What few containers have.
    struct Rest: Codable, Sendable {
        var alerts: [PortAlert] = []
        /// Transits that were let go: what it left a facility under then is judged by them still.
        var pastTransits: [Transit] = []
    }

    init(number: String) { self.number = number }

    var rest: Rest {
        get { boxedRest?.value ?? Rest() }
        set { boxedRest = newValue.alerts.isEmpty && newValue.pastTransits.isEmpty ? nil : Boxed(newValue) }
    }

    var alerts: [PortAlert] { boxedRest?.value.alerts ?? [] }
    var pastTransits: [Transit] { boxedRest?.value.pastTransits ?? [] }
    var hasDecisions: Bool { decisionCount > 0 }

    /// Every live event, in the order of evidence.
    var facts: [GateFact] {
        get {
            var bytes = ByteCursor(factBytes, at: 0)
            var facts: [GateFact] = []
            facts.reserveCapacity(Int(factCount) + 1)
            while !bytes.isAtEnd { facts.append(GateFact(container: number, from: &bytes)) }
            return facts
        }
        set {
            var bytes: [UInt8] = []
            for fact in newValue { fact.pack(into: &bytes) }
            // Arrays double; a million of them would waste as much as they hold.
            factBytes = Array(bytes[...])
            factCount = Int32(newValue.count)
        }
    }

    /// Every decision that is kept, oldest first.
    var decisions: [ClearanceFact] {
        var bytes = ByteCursor(decisionBytes, at: 0)
        var decisions: [ClearanceFact] = []
        decisions.reserveCapacity(Int(decisionCount))
        while !bytes.isAtEnd {
            let marks = bytes.byte()
            let declaration = bytes.text()
            let reason = marks & 1 != 0 ? bytes.text() : nil
            let decidedAt = Timestamp(milliseconds: bytes.integer())
            let status = ClearanceStatus.allCases[min(Int(marks >> 1), ClearanceStatus.allCases.count - 1)]
            decisions.append(
                ClearanceFact(
                    declaration: declaration, status: status, reason: reason, decidedAt: decidedAt,
                    sequence: bytes.integer()))
        }
        return decisions
    }

    /// Adds the newest decision.
    mutating func decide(_ decision: ClearanceFact) {
        if decisionCount < Self.mostDecisions {
            var bytes: [UInt8] = []
            Self.pack(decision, into: &bytes)
            decisionBytes.reserveCapacity(decisionBytes.count + bytes.count)
            decisionBytes += bytes
            decisionCount += 1
            return
        }
        var kept = decisions + [decision]
        // The oldest that a newer one of its declaration has replaced; else the oldest.
        let index = kept.indices.first { index in
            kept[(index + 1)...].contains { $0.declaration == kept[index].declaration }
        }
        kept.remove(at: index ?? 0)
        var bytes: [UInt8] = []
        for decision in kept { Self.pack(decision, into: &bytes) }
        decisionBytes = bytes
        decisionCount = Int32(kept.count)
    }

    private static func pack(_ decision: ClearanceFact, into bytes: inout [UInt8]) {
        let status = UInt8(ClearanceStatus.allCases.firstIndex(of: decision.status) ?? 0)
        bytes.append(status << 1 | (decision.reason == nil ? 0 : 1))
        bytes.append(text: decision.declaration)
        if let reason = decision.reason { bytes.append(text: reason) }
        bytes.append(integer: decision.decidedAt.milliseconds)
        bytes.append(integer: decision.sequence)
    }
}

/// An alert of a container, and the event that raised it.
struct PortAlert: Codable, Sendable, Hashable {
    var alert: Alert
    /// The event's key; `nil` for what no single event raised.
    var event: String?
}
