import Customs

/// Detects: the seals that an event lists are others than the record's (`seal-mismatch`), or are not there or broken
/// (`seal-missing`).
///
/// Inputs: the seal of the transit that runs, and what earlier events of the container listed since it was last
/// stuffed, stripped or unsealed, by issuer. An event that says nothing of seals proves nothing; `seals: []` says
/// that there is none. What was found becomes the record, so that a difference is told once. Of one issuer's several
/// seals, some may go unlisted; a mismatch is a number that is new while one that was there is not named. Ends: an
/// officer, or the operator's correction. Fooled by: a clerk who copies the seal from the papers; a forged seal with
/// the right number.
struct GateSealRule: Sendable {
    private let isMismatchEnabled: Bool
    private let isMissingEnabled: Bool

    init(mismatch: RuleSettings, missing: RuleSettings) {
        isMismatchEnabled = mismatch.enabled
        isMissingEnabled = missing.enabled
    }

    /// A seal by what tells it from others.
    struct Mark: Sendable, Hashable {
        var number: String
        var issuer: GateEvent.Seal.Issuer?
    }

    /// What should be on the container.
    struct State: Sendable {
        fileprivate var record: [Mark] = []
        /// How many of the file's transits have begun.
        fileprivate var begun = 0
        /// The transit that runs, while its seal is on.
        fileprivate var transit: Transit?
    }

    func step(_ state: inout State, _ fact: GateFact, _ file: ContainerFile, _ findings: inout [PortFinding]) {
        followTransits(&state, to: fact.time, file)
        let listed = fact.event.seals.map { seals in
            seals.map { Mark(number: SealNumber.normalised($0.number), issuer: $0.issuer) }.filter {
                !$0.number.isEmpty
            }
        }
        switch fact.event.type {
        case .stuffing, .stripping: state.record = listed ?? []
        case .sealAffixed:
            for mark in listed ?? [] where !state.record.contains(mark) { state.record.append(mark) }
        case .sealRemoved: remove(Set((listed ?? []).map(\.number)), from: &state)
        default: if let listed { compare(listed, &state, fact, file, &findings) }
        }
        reportBroken(fact, file, &findings)
    }

    /// A transit's seal is on from its start to its end.
    private func followTransits(_ state: inout State, to time: Timestamp, _ file: ContainerFile) {
        func takeOff(_ state: inout State) {
            if let seal = state.transit.map({ SealNumber.normalised($0.seal) }) {
                state.record.removeAll { $0.number == seal && $0.issuer == .customs }
            }
            state.transit = nil
        }
        if let transit = state.transit, !transit.covers(time) { takeOff(&state) }
        while state.begun < file.transits.count, file.transits[state.begun].startsAt <= time {
            let transit = file.transits[state.begun]
            state.begun += 1
            guard transit.covers(time) else { continue }
            takeOff(&state)
            state.transit = transit
            state.record.append(Mark(number: SealNumber.normalised(transit.seal), issuer: .customs))
        }
    }

    private func remove(_ numbers: Set<String>, from state: inout State) {
        state.record.removeAll { numbers.isEmpty || numbers.contains($0.number) }
        if let seal = state.transit.map({ SealNumber.normalised($0.seal) }), numbers.isEmpty || numbers.contains(seal) {
            state.transit = nil
        }
    }

    private func compare(
        _ listed: [Mark], _ state: inout State, _ fact: GateFact, _ file: ContainerFile,
        _ findings: inout [PortFinding]
    ) {
        defer {
            // What the issuers' seals are now; of those who were not named nothing is known to have changed.
            let issuers = Set(listed.map(\.issuer))
            let transitSeal = state.transit.map { SealNumber.normalised($0.seal) }
            state.record.removeAll {
                listed.isEmpty || (issuers.contains($0.issuer) && $0.number != transitSeal)
            }
            for mark in listed where !state.record.contains(mark) { state.record.append(mark) }
        }
        guard !listed.isEmpty else {
            if isMissingEnabled, !state.record.isEmpty || state.transit != nil {
                var found = PortFinding(.sealMissing, fact, file)
                let expected =
                    state.record.map(\.number) + (state.transit.map { [SealNumber.normalised($0.seal)] } ?? [])
                found.finding.evidence["expected"] = .text(Self.list(expected))
                found.finding.words["seals"] = Self.list(expected)
                findings.append(found)
            }
            return
        }
        guard isMismatchEnabled else { return }
        let numbers = Set(listed.map(\.number))
        var expected = Self.replaced(listed, state.record)
        if let transit = state.transit.map({ SealNumber.normalised($0.seal) }), !numbers.contains(transit),
            listed.contains(where: { $0.issuer == .customs || $0.issuer == nil })
        {
            expected.append(transit)
        }
        guard !expected.isEmpty else { return }
        var found = PortFinding(.sealMismatch, fact, file)
        found.finding.evidence["expected"] = .text(Self.list(expected))
        found.finding.evidence["listed"] = .text(Self.list(Array(numbers)))
        found.finding.words["expected"] = Self.list(expected)
        found.finding.words["listed"] = Self.list(Array(numbers))
        findings.append(found)
    }

    /// Recorded seals that are not named while their issuer's are others.
    private static func replaced(_ listed: [Mark], _ record: [Mark]) -> [String] {
        let numbers = Set(listed.map(\.number))
        let known = Set(record.map(\.number))
        let issuersOfNew = Set(listed.filter { !known.contains($0.number) }.map(\.issuer))
        return record.filter { !numbers.contains($0.number) && issuersOfNew.contains($0.issuer) }.map(\.number)
    }

    private func reportBroken(_ fact: GateFact, _ file: ContainerFile, _ findings: inout [PortFinding]) {
        let broken = (fact.event.seals ?? []).filter { $0.condition == .missing || $0.condition == .broken }
        guard isMissingEnabled, let first = broken.first else { return }
        var found = PortFinding(.sealMissing, fact, file)
        found.finding.variant = first.condition == .broken ? "broken" : ""
        let numbers = broken.map { SealNumber.normalised($0.number) }.filter { !$0.isEmpty }
        found.finding.evidence["seals"] = .text(Self.list(numbers))
        found.finding.evidence["condition"] = .text(first.condition?.rawValue ?? "")
        found.finding.words["seals"] = Self.list(numbers)
        findings.append(found)
    }

    private static func list(_ numbers: [String]) -> String {
        let sorted = Set(numbers).sorted()
        return sorted.prefix(10).joined(separator: ", ") + (sorted.count > 10 ? " …" : "")
    }
}
