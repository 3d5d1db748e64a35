/// What an account may do (the contract's table in section 3).
public enum Role: String, Sendable, Codable, CaseIterable {
    case viewer, `operator`, officer, supervisor, system
}

/// Who asks: the part of an account that decides and that is kept with what it did.
public struct Account: Hashable, Sendable, Codable {
    public var name: String
    public var role: Role
    /// The facilities of an operator.
    public var facilities: [String]

    public init(name: String, role: Role, facilities: [String] = []) {
        self.name = name
        self.role = role
        self.facilities = facilities
    }

    /// Whether it may post or read events of a facility.
    public func covers(facility: String) -> Bool {
        role == .operator ? facilities.contains(facility) : true
    }
}
