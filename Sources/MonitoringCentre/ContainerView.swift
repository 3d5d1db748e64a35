import Customs

/// A container's summary with its stays, its clearances and what scanners and inspectors found.
struct ContainerView: Encodable, Sendable {
    static let maximumVisits = 10
    static let maximumInspections = 100

    var summary: ContainerSummary
    /// Newest first.
    var visits: [Visit]
    /// What holds now, one for each declaration, newest first.
    var clearances: [ClearanceFact]
    /// Live events with a result, newest first.
    var inspections: [GateEventRecord]

    /// Asks for all of it; `nil` where nothing is known of the container.
    init?(number: String, source: any SupervisionSource) async throws {
        var query = GateEventQuery()
        query.container = number
        query.page.limit = PageRequest.maximumLimit
        async let summary = source.container(number: number)
        async let allVisits = source.visits(container: number)
        async let decisions = source.clearances(container: number)
        async let events = source.gateEvents(query)
        visits = Array(try await allVisits.prefix(Self.maximumVisits))
        var declarations: Set<String> = []
        clearances = try await decisions.filter { declarations.insert($0.declaration).inserted }
            .map(ClearanceFact.init)
        inspections = Array(
            try await events.items.lazy.filter { $0.isLive && $0.event.result != nil }.prefix(Self.maximumInspections))
        if let summary = try await summary {
            self.summary = summary
        } else if !visits.isEmpty || !clearances.isEmpty {
            self.summary = ContainerSummary(container: number)
        } else {
            return nil
        }
    }

    private enum CodingKeys: String, CodingKey { case visits, clearances, inspections }

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(visits, forKey: .visits)
        try values.encode(clearances, forKey: .clearances)
        try values.encode(inspections, forKey: .inspections)
    }
}
