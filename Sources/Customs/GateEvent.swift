/// What an operator posts of a container at a facility (the contract's gate event).
public struct GateEvent: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case gateIn = "gate-in"
        case gateOut = "gate-out"
        case discharge, load, stuffing, stripping, scan, inspection, damage
        case sealAffixed = "seal-affixed"
        case sealRemoved = "seal-removed"
    }

    public enum FullEmpty: String, Sendable, Codable, CaseIterable { case full, empty }

    public struct Seal: Hashable, Sendable, Codable {
        public enum Issuer: String, Sendable, Codable, CaseIterable { case carrier, customs, shipper, terminal }
        public enum Condition: String, Sendable, Codable, CaseIterable { case intact, damaged, missing, broken }

        public var number: String
        public var issuer: Issuer?
        public var condition: Condition?

        public init(number: String, issuer: Issuer? = nil, condition: Condition? = nil) {
            self.number = number
            self.issuer = issuer
            self.condition = condition
        }
    }

    public struct Vehicle: Hashable, Sendable, Codable {
        public var plate: String?
        public var trailer: String?

        public init(plate: String? = nil, trailer: String? = nil) {
            self.plate = plate
            self.trailer = trailer
        }
    }

    /// What a scanner, a camera or an inspection found.
    public struct Result: Hashable, Sendable, Codable {
        public enum Verdict: String, Sendable, Codable, CaseIterable { case clear, suspicious, inconclusive }

        public var verdict: Verdict
        /// Where the image or the report is kept.
        public var reference: String?
        /// Lower-case hex SHA-256 of the image.
        public var imageSHA256: String?
        /// The scanner or camera.
        public var device: String?

        public init(
            verdict: Verdict, reference: String? = nil, imageSHA256: String? = nil, device: String? = nil
        ) {
            self.verdict = verdict
            self.reference = reference
            self.imageSHA256 = imageSHA256
            self.device = device
        }
    }

    /// What an event does to the live one of the same account, container, facility and type that is nearest in time, within
    /// a week: how EDIFACT corrects.
    public enum Amendment: String, Sendable, Codable, CaseIterable { case replace, cancel }

    /// The sender's own id; repeated with the same body it is a duplicate.
    public var eventId: String
    public var facility: String
    public var type: Kind
    /// When it happened.
    public var time: Timestamp
    public var container: String
    /// ISO 6346 size and type, `22G1`.
    public var sizeType: String?
    public var fullEmpty: FullEmpty?
    public var direction: String?
    public var seals: [Seal]?
    public var vehicle: Vehicle?
    public var declaration: String?
    public var billOfLading: String?
    public var booking: String?
    public var call: String?
    /// The `eventId` this one corrects.
    public var replaces: String?
    /// The `eventId` this one takes back.
    public var cancels: String?
    /// The same for senders that do not know the earlier event's id.
    public var amends: Amendment?
    /// Of a scan, an inspection or a camera.
    public var result: Result?

    public init(
        eventId: String, facility: String, type: Kind, time: Timestamp, container: String, sizeType: String? = nil,
        fullEmpty: FullEmpty? = nil, direction: String? = nil, seals: [Seal]? = nil, vehicle: Vehicle? = nil,
        declaration: String? = nil, billOfLading: String? = nil, booking: String? = nil, call: String? = nil,
        replaces: String? = nil, cancels: String? = nil, amends: Amendment? = nil, result: Result? = nil
    ) {
        self.eventId = eventId
        self.facility = facility
        self.type = type
        self.time = time
        self.container = container
        self.sizeType = sizeType
        self.fullEmpty = fullEmpty
        self.direction = direction
        self.seals = seals
        self.vehicle = vehicle
        self.declaration = declaration
        self.billOfLading = billOfLading
        self.booking = booking
        self.call = call
        self.replaces = replaces
        self.cancels = cancels
        self.amends = amends
        self.result = result
    }

    /// Takes an earlier event back and says nothing else.
    public var isCancellation: Bool { cancels != nil || amends == .cancel }
}
