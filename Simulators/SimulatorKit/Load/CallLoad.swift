/// Calls that come at a steady rate, whatever the server does: a slow answer holds up none that follows.
public struct CallLoad: Sendable {
    /// One request of the API.
    public struct Call: Sendable, Hashable {
        public var method: String
        /// With its query.
        public var path: String
        public var contentType: String
        public var body: [UInt8]

        public init(method: String = "GET", path: String, contentType: String = "application/json", body: [UInt8] = [])
        {
            self.method = method
            self.path = path
            self.contentType = contentType
            self.body = body
        }
    }

    public var callsPerSecond: Double
    public var calls: Int
    /// Calls that are begun at one moment; the rate stays.
    public var burst = 1
    /// The call of a number, counted from 0.
    public var make: @Sendable (Int) -> Call

    public init(callsPerSecond: Double, calls: Int, burst: Int = 1, make: @escaping @Sendable (Int) -> Call) {
        self.callsPerSecond = callsPerSecond
        self.calls = calls
        self.burst = burst
        self.make = make
    }

    /// Seconds after the load's start at which a call is due.
    func due(_ number: Int) -> Double { Double(number / burst * burst) / callsPerSecond }
}

/// What came of a load.
public struct CallLoadResult: Sendable {
    /// From when a call was due to its answer; so a client or server that falls behind is seen.
    public var latencies = Latencies([])
    /// Answers by their HTTP status; 0 for none.
    public var statuses: [Int: Int] = [:]
    /// What went wrong first, in words.
    public var firstFailure: String?
    /// From the first call to the last answer.
    public var seconds = 0.0

    public init() {}

    /// Whether every call was answered with success.
    public var isClean: Bool { statuses.keys.allSatisfy { 200..<300 ~= $0 } }

    /// One line for people.
    public var text: String {
        let counts = statuses.sorted { $0.key < $1.key }.map {
            "\($0.key == 0 ? "no answer" : "\($0.key)") \($0.value)"
        }
        let rate = seconds > 0 ? Int(Double(latencies.count) / seconds) : 0
        return "\(latencies.count) answers (\(counts.joined(separator: ", "))) at \(rate)/s: \(latencies.text)"
            + (firstFailure.map { "; first failure: \($0)" } ?? "")
    }
}
