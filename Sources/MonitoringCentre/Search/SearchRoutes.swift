import Customs
import Hummingbird

extension Route {
    /// `/v1/search`: containers, seals and transits by any part of what is written on papers, boxes and trucks.
    static let search = [
        Route(.get, "/v1/search", .needs(.readSupervision)) { call in
            let written = try call.query.required("q")
            guard let text = SearchText(written) else {
                throw BadRequest("q has no letter or digit to search for")
            }
            return try .json(Page(items: try await SearchItem.found(text, in: call.source), next: nil))
        }
    ]
}

extension SearchItem {
    /// All of one answer.
    private static let mostItems = 20
    /// Of containers, and of seals, so that transits are seen too.
    private static let mostOfKind = 6

    static func found(_ text: SearchText, in source: any SearchSource) async throws -> [SearchItem] {
        let transits = try await source.transits(matching: text, limit: mostItems)
        let seals = try await source.seals(matching: text, limit: mostItems)
        var numbers = try await source.containers(matching: text, limit: mostItems)
        for transit in transits where text.isPart(of: transit.container) && !numbers.contains(transit.container) {
            numbers.append(transit.container)
        }
        let containers = first(mostOfKind, of: numbers) { text.isWhole($0) }.map {
            SearchItem(.container, container: $0)
        }
        let heard = first(mostOfKind, of: seals) { text.isWhole($0.seal) }.map { status in
            SearchItem(.seal, container: status.container, seal: status.seal)
        }
        let told = first(mostItems - containers.count - heard.count, of: transits) { transit in
            [transit.transit, transit.declaration, transit.plate].contains { text.isWhole($0) }
        }.map(SearchItem.init)
        return containers + heard + told
    }

    /// What is exactly what was asked for comes first; the order is kept otherwise.
    private static func first<Item>(_ count: Int, of items: [Item], isWhole: (Item) -> Bool) -> [Item] {
        Array((items.filter(isWhole) + items.filter { !isWhole($0) }).prefix(count))
    }

    private init(_ transit: Transit) {
        self.init(.transit, container: transit.container, seal: transit.seal)
        self.transit = transit.transit
        plate = transit.plate
        declaration = transit.declaration
        status = transit.status.rawValue
    }
}
