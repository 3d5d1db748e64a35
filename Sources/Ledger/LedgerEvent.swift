public import Customs

/// An effect as kept for timelines and for a stream that resumes: what happened to transits, seals, containers and gates.
///
/// Seal reports are in the tracks. Visits, clearances, manifests, outages and scored forecasts are not among them: each
/// has its own list, and neither a transit's timeline nor the stream shows them. Of gates' congestion the last week is
/// among them; `Ledger.congestionHistory` goes back further.
public struct LedgerEvent: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case zone, transit, alert, congestion
        case gateEvent = "gate-event"
    }

    /// The ledger's sequence number: the stream's `id`.
    public var sequence: Int64
    /// Evidence time.
    public var at: Timestamp
    public var kind: Kind
    /// `entered`, `exited`, `crossed`; a transit's status; `raised`, `updated`, `cleared`, `withdrawn`; for a gate event,
    /// `posted`, `replaced`, `cancelled`; or a gate's level of congestion.
    public var change: String
    public var transit: String?
    public var container: String?
    public var seal: String?
    public var facility: String?
    /// The zone change, transit, alert, gate event or congestion as it was then.
    public var json: String

    public init(
        sequence: Int64, at: Timestamp, kind: Kind, change: String, transit: String? = nil, container: String? = nil,
        seal: String? = nil, facility: String? = nil, json: String
    ) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.change = change
        self.transit = transit
        self.container = container
        self.seal = seal
        self.facility = facility
        self.json = json
    }
}
