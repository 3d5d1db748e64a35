public import Customs

/// What the centre asks of the server to search; every list has at most `limit` items.
///
/// `SearchText` says how texts are held against each other.
public protocol SearchSource: Sendable {
    /// Transits whose id, container, seal, declaration or plate has the text in it, newest first.
    func transits(matching text: SearchText, limit: Int) async throws -> [Transit]
    /// Seals that were ever heard with the text in their name, by name.
    func seals(matching text: SearchText, limit: Int) async throws -> [SealStatus]
    /// Containers that gate events named and that begin with the text, by number.
    func containers(matching text: SearchText, limit: Int) async throws -> [String]
}
