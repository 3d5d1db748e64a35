import Customs

/// Detects: what was discharged of a call is not what its manifest lists.
///
/// Inputs: the manifest, and the live discharge events that name the call at its facility; some time after the call is
/// expected and its discharge has begun. Ends: the two agree, by events, corrections or a new version of the manifest.
/// Default: `after` 86,400, a day in which a vessel is worked.
/// Fooled by: an operator whose discharge events do not name the call; a vessel that takes longer than that.
struct ManifestDiscrepancyRule: Sendable {
    private let isEnabled: Bool
    private let afterSeconds: Double
    /// Container numbers of each kind that the evidence lists.
    private static let mostListed = 20

    init(_ settings: RuleSettings) {
        isEnabled = settings.enabled
        afterSeconds = settings["after"]
    }

    /// When a call is looked at; far away where it has no manifest or nobody watches.
    func deadline(_ record: CallRecord) -> Timestamp {
        guard isEnabled, let expectedAt = record.expectedAt else { return .distantFuture }
        return max(expectedAt, record.firstDischargeAt ?? expectedAt).advanced(bySeconds: afterSeconds)
    }

    /// What there is to say of a call; `nil` where the two agree.
    func finding(_ record: CallRecord, startedAt: Timestamp) -> Finding? {
        guard isEnabled, record.hasDiscrepancy, let kept = record.manifest else { return nil }
        let reconciliation = ManifestReconciliation(manifest: kept, found: record.found)
        var finding = Finding(rule: .manifestDiscrepancy, startedAt: startedAt, firedAt: startedAt)
        finding.facility = kept.manifest.facility
        finding.evidence = [
            "call": .text(record.call), "version": .number(Double(kept.version)),
            "expected": .number(Double(Set(kept.manifest.containers.map(\.number)).count)),
            "discharged": .number(Double(reconciliation.discharged.count)),
            "missing": .number(Double(reconciliation.missing.count)),
            "unexpected": .number(Double(reconciliation.unexpected.count)), "after": .number(afterSeconds),
        ]
        func list(_ key: String, _ numbers: [String]) {
            guard !numbers.isEmpty else { return }
            finding.evidence[key] = .text(numbers.prefix(Self.mostListed).joined(separator: ", "))
        }
        list("missingContainers", reconciliation.missing)
        list("unexpectedContainers", reconciliation.unexpected)
        if let vessel = kept.manifest.vessel { finding.evidence["vessel"] = .text(vessel) }
        if let voyage = kept.manifest.voyage { finding.evidence["voyage"] = .text(voyage) }
        finding.words = [
            "call": record.call, "missing": String(reconciliation.missing.count),
            "unexpected": String(reconciliation.unexpected.count),
        ]
        return finding
    }
}
