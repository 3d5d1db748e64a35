import Crypto
import Customs
import Foundation

/// A gate event as an equipment event of DCSA's Track & Trace 2.2.
///
/// What the operator did not say is left out, also where DCSA asks for it (`emptyIndicatorCode`, `sealType`): a guess
/// would be read as a fact. Seal numbers of more than 15 characters, which DCSA cannot hold, and seals that were
/// reported missing are left out.
struct EquipmentEvent: Encodable, Sendable {
    struct Location: Encodable, Sendable {
        var locationName: String
        var UNLocationCode: String?
        var facilityCode: String
    }

    struct TransportCall: Encodable, Sendable {
        enum Mode: String, Encodable, Sendable {
            case vessel = "VESSEL"
            case truck = "TRUCK"
        }

        /// The call of the vessel; for a truck without one, its plate.
        var transportCallID: String
        var modeOfTransport: Mode?
        var UNLocationCode: String?
        var facilityCode: String
        var facilityTypeCode: String?
    }

    struct DocumentReference: Encodable, Sendable {
        enum Kind: String, Encodable, Sendable {
            case booking = "BKG"
            case transportDocument = "TRD"
            case customs = "CUS"
        }

        var documentReferenceType: Kind
        var documentReferenceValue: String
    }

    struct Seal: Encodable, Sendable {
        static let maximumNumberLength = 15

        var sealNumber: String
        /// DCSA has no code for a terminal's own seal.
        var sealSource: String?
    }

    var eventID: String
    var eventType = "EQUIPMENT"
    var eventCreatedDateTime: String
    var eventDateTime: String
    var eventClassifierCode = "ACT"
    var equipmentEventTypeCode: String
    var equipmentReference: String
    var ISOEquipmentCode: String?
    var emptyIndicatorCode: String?
    var eventLocation: Location
    var facilityTypeCode: String?
    var transportCall: TransportCall?
    var documentReferences: [DocumentReference]
    var seals: [Seal]

    /// The event of a record; `nil` where DCSA has no code for it.
    init?(_ record: GateEventRecord, facility: FacilityView?, siteTime: SiteTime) {
        let event = record.event
        guard let code = EquipmentEventCode(event.type) else { return nil }
        eventID = Self.id(account: record.account, eventId: event.eventId)
        eventCreatedDateTime = siteTime.rfc3339(record.receipt.receivedAt)
        eventDateTime = siteTime.rfc3339(event.time)
        equipmentEventTypeCode = code.rawValue
        equipmentReference = event.container
        ISOEquipmentCode = event.sizeType
        emptyIndicatorCode = event.fullEmpty.map { $0 == .empty ? "EMPTY" : "LADEN" }
        let place = UNLocationCode(facility: event.facility)?.text
        eventLocation = Location(
            locationName: facility?.name ?? event.facility, UNLocationCode: place, facilityCode: event.facility)
        facilityTypeCode = facility.flatMap { Self.facilityType($0.kind) }
        if let id = event.call ?? event.vehicle?.plate {
            transportCall = TransportCall(
                transportCallID: id, modeOfTransport: Self.mode(of: event), UNLocationCode: place,
                facilityCode: event.facility, facilityTypeCode: facilityTypeCode)
        }
        documentReferences = [
            event.booking.map { DocumentReference(documentReferenceType: .booking, documentReferenceValue: $0) },
            event.billOfLading.map {
                DocumentReference(documentReferenceType: .transportDocument, documentReferenceValue: $0)
            },
            event.declaration.map { DocumentReference(documentReferenceType: .customs, documentReferenceValue: $0) },
        ].compactMap { $0 }
        seals = (event.seals ?? []).compactMap(Self.seal)
    }

    private static func mode(of event: GateEvent) -> TransportCall.Mode? {
        switch event.type {
        case .load, .discharge: .vessel
        default: event.vehicle?.plate == nil ? nil : .truck
        }
    }

    private static func seal(_ seal: GateEvent.Seal) -> Seal? {
        guard seal.condition != .missing, (1...Seal.maximumNumberLength).contains(seal.number.count) else { return nil }
        let source: String? =
            switch seal.issuer {
            case .carrier: "CAR"
            case .shipper: "SHI"
            case .customs: "CUS"
            case .terminal, nil: nil
            }
        return Seal(sealNumber: seal.number, sealSource: source)
    }

    /// DCSA's kind of place; it has none for an airport.
    private static func facilityType(_ kind: ZoneKind) -> String? {
        switch kind {
        case .seaport: "POTE"
        case .icd: "INTE"
        case .borderGate: "BOCR"
        case .warehouse: "COFS"
        default: nil
        }
    }

    /// The same UUID for the same event, always: version 8 (RFC 9562), from the SHA-256 of account and `eventId`.
    static func id(account: String, eventId: String) -> String {
        var bytes = Array(SHA256.hash(data: Array("\(account)\n\(eventId)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += CollectionOfOne(byte).hexadecimal
        }
        return text
    }
}
