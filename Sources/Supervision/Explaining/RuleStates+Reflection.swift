import Customs

extension TransitFold {
    /// What a rule judges by that outlasts a step; `nil` for a rule that remembers nothing.
    func memory(of rule: RuleCode) -> StateValue? {
        let own = rules.value(of: rule)
        // What is held against other transits is kept beside the rules.
        switch rule {
        case .leftWithoutGateOut: return .fields(["stays": StateValue(reflecting: facilities.all)])
        case .gateEventWithoutPresence:
            guard case .fields(var fields)? = own else { return own }
            fields["stays"] = StateValue(reflecting: facilities.all)
            return .fields(fields)
        case .meetingSuspected: return .fields(["stands": StateValue(reflecting: stands.all)])
        case .gnssJamming:
            guard case .fields(var fields)? = own else { return own }
            fields["outages"] = StateValue(reflecting: outages.all)
            return .fields(fields)
        default: return own
        }
    }
}

extension TransitFold {
    /// What several rules judge by, for those that do: it changes with nearly every step.
    func context(of rule: RuleCode) -> StateValue? {
        switch rule {
        case .unauthorisedStop, .meetingSuspected: StateValue(reflecting: standing)
        case .routeDeviation, .transitLateForecast: StateValue(reflecting: road)
        default: nil
        }
    }
}

extension RuleStates {
    /// What a rule remembers, by the rule's code; `nil` for a rule that remembers nothing of its own.
    func value(of rule: RuleCode) -> StateValue? {
        let name = Self.memberName(rule)
        return Mirror(reflecting: self).children.first { $0.label == name }.map { StateValue(reflecting: $0.value) }
    }

    /// `unauthorised-stop` is kept in `unauthorisedStop`.
    private static func memberName(_ rule: RuleCode) -> String {
        let words = rule.rawValue.split(separator: "-")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
