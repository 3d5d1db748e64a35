public import Customs

/// Which events somebody wants.
public struct EventSelection: Hashable, Sendable {
    public var kinds: Set<LedgerEvent.Kind>
    /// Only events of these facilities, which leaves out what names none; `nil` for events of all and of none.
    public var facilities: Set<String>?

    public init(kinds: Set<LedgerEvent.Kind>, facilities: Set<String>? = nil) {
        self.kinds = kinds
        self.facilities = facilities
    }

    /// Whether an effect becomes an event that is wanted.
    public func contains(_ effect: Effect.Kind) -> Bool {
        guard let keys = EventKeys(effect), kinds.contains(keys.kind) else { return false }
        guard let facilities else { return true }
        return keys.facility.map(facilities.contains) ?? false
    }

    /// A condition of SQL; the kinds are words of this program, the facilities an argument.
    var condition: String { condition(kinds) }

    /// The same for congestion alone, so that SQLite finds the index that holds nothing else.
    var congestionCondition: String { condition([.congestion]) }

    /// The facilities as a JSON array for `condition`.
    func facilitiesArgument() throws -> String? { try facilities.map { try CanonicalJSON.string($0.sorted()) } }

    private func condition(_ kinds: Set<LedgerEvent.Kind>) -> String {
        let words = kinds.map(\.rawValue).sorted().map { "'\($0)'" }
        let kind = words.count == 1 ? "kind = \(words[0])" : "kind IN (\(words.joined(separator: ", ")))"
        guard facilities != nil else { return kind }
        return "\(kind) AND facility IN (SELECT value FROM json_each(:facilities))"
    }
}
