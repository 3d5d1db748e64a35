public import Customs

/// The contract's topics of a facility, `vasscm/v1/facilities/{code}/gate-events` and `.../codeco`.
public enum FacilityTopic {
    /// How the gate events on a topic are written.
    public enum Form: Sendable, CaseIterable {
        /// The JSON of `POST /v1/gate-events`.
        case json
        /// UN/EDIFACT: CODECO and COARRI.
        case edifact

        /// The content type of the same body over HTTP.
        public var contentType: String { self == .json ? "application/json" : "application/edifact" }

        fileprivate var name: String { self == .json ? "gate-events" : "codeco" }
    }

    private static let prefix = "vasscm/v1/facilities/"

    /// The topic to which a facility's events are sent in a form.
    public static func topic(facility: String, _ form: Form) -> String { "\(prefix)\(facility)/\(form.name)" }

    /// Whose events a topic carries and how they are written, or why it carries none; `nil` for a topic outside
    /// `vasscm/v1/facilities`.
    public static func parse(_ topic: String) -> Result<(facility: String, form: Form), Rejection>? {
        guard topic.hasPrefix(prefix) else { return nil }
        let parts = topic.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let form = Form.allCases.first(where: { $0.name == parts[1] }) else {
            let detail = "the topic \(topic.clipped()) is none of a facility's: gate-events and codeco are"
            return .failure(Rejection(.wrongTopic, detail, subject: .gateEvent))
        }
        let facility = String(parts[0])
        guard Identifier.isValid(facility) else {
            let rule = "1 to \(Identifier.maximumLength) of A-Z a-z 0-9 . _ -"
            let detail = "the topic names no facility: “\(facility.clipped())” is not \(rule)"
            return .failure(Rejection(.wrongTopic, detail, subject: .gateEvent))
        }
        return .success((facility, form))
    }

    /// The call that a message on such a topic stands for.
    public static func call(topic: String, _ form: Form, account: Account, partner: EDIPartner?) -> HTTPCall {
        HTTPCall(
            method: "POST", path: "/v1/gate-events", contentType: form.contentType, account: account,
            via: "mqtt \(topic)", partner: partner)
    }
}
