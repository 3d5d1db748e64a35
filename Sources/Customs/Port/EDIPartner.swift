/// How one partner writes UN/EDIFACT: what the standard leaves open or the partner does differently.
public struct EDIPartner: Hashable, Sendable, Codable {
    /// Its name in the configuration, or `default`.
    public var name: String
    /// IANA name of the zone that its times are in: DTM format 203 carries none.
    public var timeZone: String
    /// BGM 1001, the document name code, to the event it reports.
    public var documents: [String: GateEvent.Kind]
    /// Place codes as the partner writes them to facility codes. The server adds every facility's own code, so that a
    /// message means the same when it is read again from the journal.
    public var facilities: [String: String]
    /// SEL 9303, the sealing party, to the seal's issuer.
    public var issuers: [String: GateEvent.Seal.Issuer]
    /// SEL 4517, the seal's condition.
    public var conditions: [String: GateEvent.Seal.Condition]
    /// What stands in SEL 9308 where there is no seal; in upper case.
    public var noSeal: Set<String>
    /// What stands there where nobody looked.
    public var unknownSeal: Set<String>

    /// The standard's codes (CODECO and COARRI, D.95B and D.00B).
    public init(name: String = "default", timeZone: String) {
        self.name = name
        self.timeZone = timeZone
        documents = ["34": .gateIn, "36": .gateOut, "44": .discharge, "46": .load]
        facilities = [:]
        issuers = [
            "CA": .carrier, "CU": .customs, "SH": .shipper, "TO": .terminal, "AA": .shipper, "AB": .terminal,
            "AC": .terminal,
        ]
        conditions = ["1": .intact, "2": .damaged, "3": .missing, "4": .broken, "5": .damaged]
        noSeal = ["NOSEAL", "NO SEAL", "NONE", "NIL", "KHONG"]
        unknownSeal = ["", "NA", "N/A", "UNKNOWN", "0", "-", "XXX"]
    }
}

extension EDIPartner {
    /// Its sets in order: equal partners give equal bytes.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(timeZone, forKey: .timeZone)
        try values.encode(documents, forKey: .documents)
        try values.encode(facilities, forKey: .facilities)
        try values.encode(issuers, forKey: .issuers)
        try values.encode(conditions, forKey: .conditions)
        try values.encode(noSeal.sorted(), forKey: .noSeal)
        try values.encode(unknownSeal.sorted(), forKey: .unknownSeal)
    }
}
