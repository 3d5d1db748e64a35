import Customs

/// What a request for a track asks: a form, a time, and how closely.
struct TrackRequest: Sendable {
    /// The most reports that one track may hold: 100 days at a report every 30 s, or a week at one a second.
    private static let maximumPoints = 500_000
    /// The coarsest simplification, in metres: a fifteenth of the country's length.
    private static let maximumTolerance = 100_000.0

    let format: TrackFormat
    let query: TrackQuery

    /// Reads `format` or `Accept`, `from`, `to` and `tolerance`.
    init(_ call: Call) throws {
        format = try TrackFormat(of: call)
        query = TrackQuery(
            range: try call.query.range(), limit: Self.maximumPoints,
            toleranceMeters: try call.query.text("tolerance").map { text in
                guard let meters = Double(text), meters > 0, meters <= Self.maximumTolerance else {
                    throw BadRequest(
                        "tolerance is “\(text)”, but must be a number of metres above 0, to \(Int(Self.maximumTolerance))"
                    )
                }
                return meters
            })
    }
}
