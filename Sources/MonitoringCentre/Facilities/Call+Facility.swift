import Customs

extension Call {
    /// The facility that the path names.
    ///
    /// - Throws: 404 where there is none or the account may not see it: an operator does not learn which others exist.
    func readableFacility() async throws -> FacilityView {
        try await readableFacility(try parameter("code"))
    }

    /// A facility by its code; 404 as above.
    func readableFacility(_ code: String) async throws -> FacilityView {
        guard let facility = try await visibleFacilities().first(where: { $0.code == code }) else {
            throw Problem.notFound("There is no facility \(code)")
        }
        return facility
    }

    /// Refuses a change of a facility that is not the operator's, before anything of it is read.
    func requireOwnFacility() throws {
        let code = try parameter("code")
        let account = try requireAccount()
        guard account.covers(facility: code) else {
            throw Rejection(.forbidden, "Account \(account.name) may not report for facility \(code)")
        }
    }

    /// Those that the account may see, by code.
    func visibleFacilities() async throws -> [FacilityView] {
        let account = try requireAccount()
        return try await source.facilities().compactMap(FacilityView.init)
            .filter { account.covers(facility: $0.code) }
            .sorted { $0.code < $1.code }
    }
}
