/// Whether a container may leave a facility, and why not (the contract's release check).
public struct ReleaseCheck: Hashable, Sendable, Codable {
    public struct Reason: Hashable, Sendable, Codable {
        public enum Code: String, Sendable, Codable, CaseIterable {
            case noClearance = "no-clearance"
            case revoked
            /// The release was for a departure that has been.
            case releaseUsed = "release-used"
            case held, scan, inspection
            // The following forbid nothing; the operator ought to know them.
            case notInStock = "not-in-stock"
            case empty
            case numberInvalid = "container-number-invalid"
        }

        public var code: Code
        public var message: String
        public var messageVi: String
        public var declaration: String?

        /// A reason in the phrase book's words.
        public init(_ code: Code, declaration: String? = nil, detail: String? = nil) {
            self.code = code
            let phrase = PhraseBook.release(code, declaration: declaration ?? "", detail: detail)
            message = phrase.en
            messageVi = phrase.vi
            self.declaration = declaration
        }
    }

    public var container: String
    public var facility: String
    public var allowed: Bool
    /// Why not; empty where it is allowed.
    public var reasons: [Reason]
    /// What the operator ought to know and what forbids nothing.
    public var notes: [Reason]
    /// The release that allows it.
    public var clearance: ClearanceFact?
    /// The moment that it is about.
    public var at: Timestamp
    /// The ledger's sequence number up to which decisions are in it.
    public var sequence: Int64?

    public init(
        container: String, facility: String, reasons: [Reason], notes: [Reason] = [], clearance: ClearanceFact?,
        at: Timestamp
    ) {
        self.container = container
        self.facility = facility
        allowed = reasons.isEmpty
        self.reasons = reasons
        self.notes = notes
        self.clearance = clearance
        self.at = at
    }
}
