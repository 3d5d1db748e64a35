import Customs

extension Deployment {
    /// Opens a transit from Hai Phong to Huu Nghi, which are far from where most of these tests drive.
    func open(
        transit: String, container: String, seal: String, startsAt: Timestamp, deadline: Timestamp
    ) async throws {
        try await centre.post(
            "/v1/transits",
            TransitOrder(
                transit: transit, container: container, seal: seal, declaration: "D-\(transit)", origin: "VNHPH",
                destination: "HUUNGHI", startsAt: startsAt, deadline: deadline), as: "officer")
    }
}
