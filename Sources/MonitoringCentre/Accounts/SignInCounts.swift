import Synchronization

/// What became of sign-ins since the server's start.
final class SignInCounts: Sendable {
    enum Result: String, CaseIterable { case accepted, refused, limited }

    private let counts = Mutex<[Result: Int]>([:])

    func add(_ result: Result) { counts.withLock { $0[result, default: 0] += 1 } }

    /// In Prometheus' text format.
    func prometheusText(sessions: Int) -> String {
        let counts = counts.withLock { $0 }
        let lines = Result.allCases.map { "vasscm_sign_ins_total{result=\"\($0.rawValue)\"} \(counts[$0] ?? 0)\n" }
        return "# HELP vasscm_sign_ins_total Sign-ins at the console, by what became of them.\n"
            + "# TYPE vasscm_sign_ins_total counter\n" + lines.joined()
            + "# HELP vasscm_sessions Sessions that are open.\n# TYPE vasscm_sessions gauge\n"
            + "vasscm_sessions \(sessions)\n"
    }
}
