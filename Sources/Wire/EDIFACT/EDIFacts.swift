import Customs

/// What a message says for all its equipment, or one equipment for itself.
struct EDIFacts {
    /// Qualifiers of DTM that give the event's time, the best first.
    static let timeQualifiers = ["7", "203", "ACT", "ATA"]

    private(set) var time: Timestamp?
    private var timeRank = Int.max
    /// Why a DTM could not be read.
    private(set) var timeFault: EDIFault?

    private(set) var booking: String?
    private(set) var billOfLading: String?
    private(set) var customsDeclaration: String?
    private(set) var goodsDeclaration: String?
    private(set) var vehicleLicence: String?
    private(set) var transportPlate: String?
    private(set) var conveyance: String?
    private(set) var voyage: String?
    private(set) var facility: String?
    /// What LOC+165 says where that is no known facility.
    private(set) var place: String?

    private(set) var seals: [GateEvent.Seal] = []
    private(set) var hasNoSeal = false
    /// Whether the TDT group that is open is a vessel's.
    private var isWithVessel = false

    var declaration: String? { customsDeclaration ?? goodsDeclaration }
    var plate: String? { transportPlate ?? vehicleLicence }
    var call: String? { conveyance ?? voyage }

    /// Takes what the segment says; others than those it knows say nothing of a gate event.
    mutating func take(
        _ segment: EDISegment, _ profile: EDIProfile, _ clock: inout EDIClock, _ tolerances: inout EDITolerances
    ) {
        switch segment.tag {
        case "DTM": takeTime(segment, &clock, &tolerances)
        case "RFF": takeReference(segment)
        case "LOC": takePlace(segment, profile)
        case "TDT": takeTransport(segment, &tolerances)
        case "NAD": isWithVessel = false
        default: break
        }
    }

    private mutating func takeTime(_ segment: EDISegment, _ clock: inout EDIClock, _ tolerances: inout EDITolerances) {
        guard let qualifier = segment.text(1), let rank = Self.timeQualifiers.firstIndex(of: qualifier) else { return }
        if rank > 1 { tolerances.note(.timeQualifier, segment.position) }
        do throws(EDIClock.Problem) {
            guard segment.text(2) == nil else {
                // Taken without its offset, a time would be hours off.
                throw EDIClock.Problem(text: "it has more than one element: a “+” in a time must be released (“?+”)")
            }
            guard let text = segment.text(1, 2) else { throw EDIClock.Problem(text: "2380, the time, is missing") }
            if segment.text(1, 3) == nil { tolerances.note(.timeFormat, segment.position) }
            let time = try clock.time(text, format: segment.text(1, 3))
            if rank < timeRank { (self.time, timeRank) = (time, rank) }
        } catch {
            timeFault = timeFault ?? EDIFault(segment.position, .invalidValue, .outOfRange, element: 1, error.text)
        }
    }

    private mutating func takeReference(_ segment: EDISegment) {
        guard let qualifier = segment.text(1), let reference = segment.text(1, 2) else { return }
        switch qualifier {
        case "BN": booking = booking ?? reference
        case "BM": billOfLading = billOfLading ?? reference
        case "ABT": customsDeclaration = customsDeclaration ?? reference
        case "AAE": goodsDeclaration = goodsDeclaration ?? reference
        case "ABZ": vehicleLicence = vehicleLicence ?? reference
        // The order or voyage number of the call, in the vessel's group.
        case "VON", "ON": if isWithVessel { voyage = voyage ?? reference }
        default: break
        }
    }

    private mutating func takePlace(_ segment: EDISegment, _ profile: EDIProfile) {
        guard segment.text(1) == "165", facility == nil else { return }
        for element in 2...max(2, segment.elementCount) {
            for component in 1...max(1, segment.componentCount(element)) {
                guard let code = segment.text(element, component) else { continue }
                place = place ?? code
                if let known = profile.facility(code) {
                    facility = known
                    return
                }
            }
        }
    }

    private mutating func takeTransport(_ segment: EDISegment, _ tolerances: inout EDITolerances) {
        let stage = segment.text(1)
        isWithVessel = stage == "20"
        if isWithVessel { conveyance = conveyance ?? segment.text(2) }
        // Inland, before and after the main carriage; 3 is road.
        guard stage == "1" || stage == "10" || stage == "30", ["3", nil].contains(segment.text(3)) else { return }
        if let plate = segment.text(8) {
            transportPlate = transportPlate ?? plate
        } else if let carrier = segment.text(5), Self.isPlate(carrier) {
            transportPlate = transportPlate ?? carrier
            tolerances.note(.carrierPlate, segment.position)
        }
    }

    /// Letters and digits as on a number plate: a carrier's code has no digits.
    private static func isPlate(_ text: String) -> Bool {
        4...12 ~= text.utf8.count && text.contains { $0.isNumber } && text.contains { $0.isLetter }
            && text.allSatisfy { $0.isNumber || $0.isLetter || $0 == "-" || $0 == "." || $0 == " " }
    }

    /// Takes a seal; more than the rules allow are kept no further than it takes to refuse them.
    mutating func takeSeal(_ segment: EDISegment, _ partner: EDIPartner, _ tolerances: inout EDITolerances) {
        let number = segment.text(1) ?? ""
        let issuer = segment.text(2).flatMap { partner.issuers[$0] }
        let condition = segment.text(3).flatMap { partner.conditions[$0] }
        if issuer == nil, segment.text(2) != nil { tolerances.note(.sealIssuer, segment.position) }
        if condition == nil, segment.text(3) != nil { tolerances.note(.sealCondition, segment.position) }
        let upper = number.uppercased()
        if partner.noSeal.contains(upper) {
            hasNoSeal = true
        } else if !partner.unknownSeal.contains(upper) {
            append(GateEvent.Seal(number: number, issuer: issuer, condition: condition))
        } else if let condition, condition != .intact {
            // Nobody read its number, but somebody saw what became of it.
            append(GateEvent.Seal(number: "", issuer: issuer, condition: condition))
        }
    }

    /// Takes a seal that is only a reference (RFF+SN).
    mutating func takeSealReference(_ segment: EDISegment, _ partner: EDIPartner) {
        guard let number = segment.text(1, 2), case let upper = number.uppercased(), !partner.noSeal.contains(upper),
            !partner.unknownSeal.contains(upper), !seals.contains(where: { $0.number == number })
        else { return }
        append(GateEvent.Seal(number: number))
    }

    private mutating func append(_ seal: GateEvent.Seal) {
        if let index = seals.firstIndex(where: { $0.number == seal.number && !seal.number.isEmpty }),
            seals[index].issuer == nil, seals[index].condition == nil
        {
            seals[index] = seal
        } else if seals.count <= GateEventRules.maximumSeals {
            seals.append(seal)
        }
    }
}
