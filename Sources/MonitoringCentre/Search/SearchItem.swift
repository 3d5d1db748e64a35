/// Something that a search found; members that say nothing of it are absent.
public struct SearchItem: Sendable, Hashable, Encodable {
    /// What was found.
    public enum Kind: String, Sendable, Encodable { case container, seal, transit }

    public var kind: Kind
    public var container: String?
    public var seal: String?
    public var transit: String?
    public var plate: String?
    public var declaration: String?
    /// A transit's, in the contract's words.
    public var status: String?

    /// Something of a kind of which nothing else is known yet.
    public init(_ kind: Kind, container: String? = nil, seal: String? = nil) {
        self.kind = kind
        self.container = container
        self.seal = seal
    }
}
