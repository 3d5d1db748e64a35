public import Customs
import Foundation

/// Something that was published and kept: a change of an alert or a transit, a gate event, a seal that met a zone, what
/// is known of a queue.
public struct TimelineEntry: Sendable, Hashable {
    /// The stream's names, which are the timeline's kinds too.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case alert, transit, zone, congestion
        case gateEvent = "gate-event"
    }

    /// The ledger's sequence number.
    public var sequence: Int64
    /// Evidence time.
    public var at: Timestamp
    public var kind: Kind
    /// What an alert or a zone did: `raised`, `entered`.
    public var change: String?
    /// The alert, transit, gate event or congestion as a JSON object; of a zone change `{seal, container?, zone}`.
    public var json: String

    /// An entry as the ledger kept it.
    public init(sequence: Int64, at: Timestamp, kind: Kind, change: String? = nil, json: String) {
        self.sequence = sequence
        self.at = at
        self.kind = kind
        self.change = change
        self.json = json
    }

    /// The entry of an effect; `nil` for a report, and for what the stream does not tell: stays, clearances, manifests
    /// and outages.
    public init?(_ effect: Effect) throws {
        switch effect.kind {
        case .report, .visit, .clearance, .manifest, .outage, .forecastScored, .zones: return nil
        case .alert(let change, let alert):
            self.init(effect, kind: .alert, change: change.rawValue, json: try CanonicalJSON.string(alert))
        case .transit(let transit):
            self.init(effect, kind: .transit, json: try CanonicalJSON.string(transit))
        case .congestion(let congestion):
            self.init(effect, kind: .congestion, json: try CanonicalJSON.string(congestion))
        case .gateEvent(let record):
            self.init(effect, kind: .gateEvent, json: try CanonicalJSON.string(record))
        case .zone(let zone):
            let json = try CanonicalJSON.string(
                ZoneMeeting(seal: zone.seal, container: zone.container, zone: zone.zone))
            self.init(effect, kind: .zone, change: zone.change.rawValue, json: json)
        }
    }

    private init(_ effect: Effect, kind: Kind, change: String? = nil, json: String) {
        self.init(sequence: effect.sequence, at: effect.at, kind: kind, change: change, json: json)
    }

    private struct ZoneMeeting: Encodable {
        var seal: String
        var container: String?
        var zone: String
    }
}

extension TimelineEntry {
    /// The stream's payload as bytes, for others who are told the same.
    package var payload: [UInt8] {
        var writer = ByteWriter(capacity: json.utf8.count + 64)
        writePayload(to: &writer)
        return writer.bytes
    }

    /// The stream's payload: an alert inside `{change, at, alert}`; a gate's congestion as it is, which has its `at`; the
    /// others flat, with `at` and `change` beside their own members.
    func writePayload(to writer: inout ByteWriter) {
        if kind == .congestion { return writer.append(json) }
        writer.append("{\"at\":")
        writer.quoted(at)
        if let change {
            writer.append(",\"change\":")
            writer.quoted(change)
        }
        if kind == .alert {
            writer.append(",\"alert\":")
            writer.append(json)
            writer.append("}")
        } else {
            let members = json.dropFirst()
            if members != "}" { writer.append(",") }
            writer.append(members)
        }
    }

    /// The entry in a transit's timeline: `{sequence, at, kind, change?, data}`.
    func writeTimeline(to writer: inout ByteWriter) {
        writer.append("{\"sequence\":")
        writer.integer(sequence)
        writer.append(",\"at\":")
        writer.quoted(at)
        writer.append(",\"kind\":")
        writer.quoted(kind.rawValue)
        if let change {
            writer.append(",\"change\":")
            writer.quoted(change)
        }
        writer.append(",\"data\":")
        writer.append(json)
        writer.append("}")
    }
}
