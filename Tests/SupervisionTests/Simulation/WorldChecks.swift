import Customs
import Supervision

/// What holds in every world; each returns what does not, in words.
enum WorldChecks {
    static func order(_ world: SimulatedWorld) throws -> String? {
        let ordered = try WorldRun(world, deliveries: world.prompt()).alerts
        let shuffled = try WorldRun(world, deliveries: world.shuffled(1)).alerts
        return difference(ordered, shuffled)
    }

    static func counting(_ world: SimulatedWorld) throws -> String? {
        let sent = world.shuffled(2)
        let run = try WorldRun(world, deliveries: sent)
        let names = Set(
            sent.map { delivery -> String in
                let report = delivery.made.report
                guard let number = report.sequence else { return "\(report.seal) \(delivery.made.digest)" }
                return "\(report.seal) \(report.boot) \(number)"
            })
        if run.stored != names.count { return "\(run.stored) stored of \(names.count)" }
        if run.stored + run.duplicate + run.rejected != sent.count { return "\(sent.count) do not add up" }
        return run.refusals.first.map { "refused: \($0.detail)" }
    }

    static func restarts(_ world: SimulatedWorld) throws -> String? {
        var random = SeededRandom(seed: world.seed)
        var extras = officers(&random)
        let deliveries = world.shuffled(3)
        let through = try WorldRun(world, deliveries: deliveries, extras)
        extras.restarts = (0..<4).map { _ in random.number(0...SimulatedWorld.end * 1.5) }
        let restarted = try WorldRun(world, deliveries: deliveries, extras)
        guard through.effects != restarted.effects else { return nil }
        let index = zip(through.effects, restarted.effects).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        return "effect \(index ?? min(through.effects.count, restarted.effects.count)) differs after a restart"
    }

    /// Zones are edited again and again, alerts escalated, and the state thrown away and read back.
    static func edits(_ world: SimulatedWorld) throws -> String? {
        var random = SeededRandom(seed: world.seed)
        var extras = officers(&random)
        extras.rules.escalation[.critical] = 600
        extras.rules.escalation[.major] = 3600
        extras.edits = (0..<random.whole(1...6)).map { number in
            (Scene.edited(number, &random), random.number(0...SimulatedWorld.end * 1.2))
        }
        let deliveries = world.shuffled(7)
        let through = try WorldRun(world, deliveries: deliveries, extras)
        extras.restarts =
            (0..<4).map { _ in random.number(0...SimulatedWorld.end * 1.5) } + extras.edits.map { $0.at + 1 }
        let restarted = try WorldRun(world, deliveries: deliveries, extras)
        if through.effects != restarted.effects {
            let index = zip(through.effects, restarted.effects).enumerated().first { $0.element.0 != $0.element.1 }?
                .offset
            return "effect \(index ?? min(through.effects.count, restarted.effects.count)) differs after a restart"
        }
        var escalated: Set<String> = []
        for case .alert(.updated, let alert) in through.effects.map(\.kind) where alert.escalatedAt == nil {
            if escalated.contains(alert.id) { return "\(alert.id) forgot that it was escalated" }
        }
        for case .alert(_, let alert) in through.effects.map(\.kind) {
            guard let at = alert.escalatedAt, escalated.insert(alert.id).inserted else { continue }
            if alert.acknowledged || alert.status != .active { return "\(alert.id) was escalated and dealt with" }
            if at < alert.detectedAt { return "\(alert.id) was escalated before it was known" }
        }
        return nil
    }

    static func ticks(_ world: SimulatedWorld) throws -> String? {
        let deliveries = world.prompt()
        var extras = WorldRun.Extras()
        extras.ticks = stride(from: 7.0, to: SimulatedWorld.end, by: 61).map { $0 }
        return difference(
            try WorldRun(world, deliveries: deliveries).alerts,
            try WorldRun(world, deliveries: deliveries, extras).alerts)
    }

    static func story(_ world: SimulatedWorld) throws -> String? {
        let run = try WorldRun(world, deliveries: world.shuffled(4))
        var known: [String: Alert.Status] = [:]
        var sequence: Int64 = 0
        for effect in run.effects {
            if effect.sequence < sequence { return "sequence \(effect.sequence) after \(sequence)" }
            sequence = effect.sequence
            guard case .alert(let change, let alert) = effect.kind else { continue }
            let before = known[alert.id]
            let isRight =
                switch change {
                case .raised: before == nil || before == .withdrawn
                case .withdrawn: before != nil && before != .withdrawn
                case .updated, .cleared: before != nil
                }
            if !isRight { return "\(alert.id): \(change.rawValue) after \(before?.rawValue ?? "nothing")" }
            known[alert.id] = alert.status
        }
        let open = run.alerts.values.first { $0.status == .active && !$0.rule.endsByOfficer }
        return open.map { "\($0.id) is active after the close" }
    }

    /// An officer's clearing is the last word on an alert, except that it was wrong from the start.
    static func officers(_ world: SimulatedWorld) throws -> String? {
        var random = SeededRandom(seed: world.seed)
        let run = try WorldRun(world, deliveries: world.shuffled(6), officers(&random))
        var clearedAt: [String: Timestamp] = [:]
        for case .alert(_, let alert) in run.effects.map(\.kind) {
            if let time = clearedAt[alert.id], alert.status != .withdrawn {
                if alert.status != .cleared || alert.clearedAt != time { return "\(alert.id) came back" }
                if !alert.acknowledged { return "\(alert.id) was acknowledged" }
            }
            if let clear = alert.actions?.last(where: { $0.kind == .clear }) { clearedAt[alert.id] = clear.at }
        }
        return nil
    }

    static func tampers(_ world: SimulatedWorld) throws -> String? {
        let deliveries = world.shuffled(5)
        let run = try WorldRun(world, deliveries: deliveries)
        let cut = Set(
            deliveries.map(\.made).filter { made in
                made.report.state == .tampered && made.after == nil && isCovered(made, in: world)
            }.map(\.report.seal))
        let told = Set(run.alerts.values.filter { $0.rule == .sealTampered }.compactMap(\.seal))
        return cut.isSubset(of: told) ? nil : "cut: \(cut.sorted()), told: \(told.sorted())"
    }

    /// Whether the report was made while a transit was open.
    private static func isCovered(_ made: SimulatedWorld.Made, in world: SimulatedWorld) -> Bool {
        zip(world.orders, world.closings).contains { order, closing in
            // Under a wrong clock it counts when it is heard.
            let at = made.isPinned ? made.at + SimulatedWorld.promptSeconds : made.at
            return order.order.seal == made.report.seal && at >= order.at && at < closing.at
        }
    }

    private static func officers(_ random: inout SeededRandom) -> WorldRun.Extras {
        var extras = WorldRun.Extras()
        for _ in 0..<random.whole(2...12) {
            let kinds = AlertAction.Kind.allCases
            extras.officers.append(
                (
                    kinds[random.whole(0...kinds.count - 1)], random.whole(0...30),
                    random.number(1800...SimulatedWorld.end * 1.4)
                ))
        }
        return extras
    }

    private static func difference(_ a: [String: Alert], _ b: [String: Alert]) -> String? {
        var lines: [String] = []
        for id in Set(a.keys).union(b.keys).sorted() where a[id] != b[id] {
            switch (a[id], b[id]) {
            case (let first?, let second?): lines.append("differs:\n  \(first)\n  \(second)")
            case (let first?, nil): lines.append("only in the first: \(first)")
            default: lines.append("only in the second: \(b[id].map { "\($0)" } ?? "")")
            }
        }
        return lines.isEmpty ? nil : lines.prefix(4).joined(separator: "\n")
    }
}

extension RuleCode {
    /// Rules whose alerts stand until an officer clears them (the contract's table).
    fileprivate var endsByOfficer: Bool {
        switch self {
        case .sealTampered, .sealReportReplayed, .sealCloned, .gnssSpoofing, .gateEventWithoutPresence, .truckChanged,
            .gateOutWithoutClearance, .gateOutOnHold, .sealMismatch, .sealMissing, .containerNumberInvalid,
            .gateReportLate:
            true
        default: false
        }
    }
}
