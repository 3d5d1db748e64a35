package import Customs
import Foundation
import MonitoringCentre
import Wire

/// Makes calls of what partners send, before it is decoded: whatever way gate events come, they are posted in the name of
/// an account, and what is EDIFACT says how it is to be read.
///
/// It is pure, and applied in one place for what is live and in one for recordings; the journal holds its calls.
package struct PartnerDesk: Sendable {
    package static let edifact = "application/edifact"
    package static let json = "application/json"
    private static let path = "/v1/gate-events"
    /// How `via` begins for what came over MQTT, and for files.
    static let mqttPrefix = "mqtt "
    static let folderPrefix = "folder "

    private let partners: [Partner]
    private let operators: [Account]
    /// How EDIFACT of nobody in particular is read.
    private let usual: EDIPartner
    /// The codes of the facilities that there are now.
    private let facilities: @Sendable () -> Set<String>

    /// For the partners and accounts of a configuration, and the facilities of the zones in force; of the configuration's
    /// own zones where no others can be.
    package init(_ configuration: Configuration, zones: ZonesInForce? = nil) {
        let codes = configuration.facilityCodes
        facilities = { zones?.facilityCodes ?? codes }
        partners = configuration.partners
        operators = configuration.accounts.map(\.account).filter { $0.role == .operator }
        usual = EDIPartner(timeZone: configuration.timeZone)
    }

    /// The envelope as it is decoded and kept; any but a partner's stays as it is.
    package func placed(_ envelope: Envelope) -> Envelope {
        switch envelope.source {
        case .mqtt(_, let topic):
            // What is wrong with a topic is for decoding to say.
            guard case .success(let (facility, form))? = FacilityTopic.parse(topic) else { return envelope }
            return message(topic, of: facility, form, envelope)
        case .http(let call):
            guard call.partner == nil, Self.isEDIFACT(call.contentType), call.path == Self.path else {
                return envelope
            }
            var placed = envelope
            var read = call
            read.partner = knowing(partner(of: call.account, sender: EDIInterchange.sender(of: envelope.body)))
            placed.source = .http(read)
            return placed
        case .gpsd, .tick: return envelope
        }
    }

    /// A partner's file as a call. It is JSON where it begins as JSON does, and else EDIFACT.
    package func file(_ name: String, of partner: Partner, body: [UInt8], receivedAt: Timestamp) -> Envelope {
        let isJSON = Self.beginsAsJSON(body)
        let call = HTTPCall(
            method: "POST", path: Self.path, contentType: isJSON ? Self.json : Self.edifact, account: partner.account,
            via: "\(Self.folderPrefix)\(partner.name)/\(name)",
            partner: isJSON ? nil : knowing(partner.edi))
        return Envelope(source: .http(call), receivedAt: receivedAt, body: body)
    }

    /// A message on a facility's topic. The broker has checked who publishes there; the account is narrowed to the facility,
    /// so that what is said of another is refused.
    private func message(
        _ topic: String, of facility: String, _ form: FacilityTopic.Form, _ envelope: Envelope
    ) -> Envelope {
        let own = partners.filter { $0.account.role == .operator && $0.account.covers(facility: facility) }
        let sender = form == .edifact ? EDIInterchange.sender(of: envelope.body) : nil
        let partner = own.first { sender.map($0.senders.contains) ?? false } ?? own.first
        let name = partner?.account.name ?? operators.first { $0.covers(facility: facility) }?.name
        let account = Account(name: name ?? "mqtt-\(facility)", role: .operator, facilities: [facility])
        var placed = envelope
        placed.source = .http(
            FacilityTopic.call(
                topic: topic, form, account: account, partner: form == .edifact ? knowing(partner?.edi ?? usual) : nil))
        return placed
    }

    /// How an account's EDIFACT is read. A partner's way of writing gives nobody a right: that is the account's alone.
    private func partner(of account: Account, sender: String?) -> EDIPartner {
        let own = partners.filter { $0.account.name == account.name }
        let candidates = own.isEmpty && account.role != .operator ? partners : own
        if let sender, let match = candidates.first(where: { $0.senders.contains(sender) }) { return match.edi }
        return own.count == 1 ? own[0].edi : usual
    }

    /// A facility's own code always means it; a partner's map may give it another meaning.
    private func knowing(_ partner: EDIPartner) -> EDIPartner {
        var partner = partner
        for code in facilities() where partner.facilities[code] == nil { partner.facilities[code] = code }
        return partner
    }

    static func isEDIFACT(_ contentType: String) -> Bool {
        contentType.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased() == edifact
    }

    private static func beginsAsJSON(_ body: [UInt8]) -> Bool {
        let text = body.starts(with: [0xef, 0xbb, 0xbf]) ? body.dropFirst(3) : body[...]
        let first = text.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
}
