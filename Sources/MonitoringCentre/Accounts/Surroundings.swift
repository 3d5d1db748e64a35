/// The clock and the randomness of the sessions, so that tests can hold them.
public struct Surroundings: Sendable {
    /// Seconds that never run backwards.
    public var uptimeSeconds: @Sendable () -> Double
    /// Bytes nobody can guess.
    public var randomBytes: @Sendable (Int) -> [UInt8]

    /// Surroundings made of two functions.
    public init(
        uptimeSeconds: @escaping @Sendable () -> Double, randomBytes: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.uptimeSeconds = uptimeSeconds
        self.randomBytes = randomBytes
    }

    /// The machine's.
    public static let system: Surroundings = {
        let start = ContinuousClock.now
        return Surroundings(
            uptimeSeconds: { (ContinuousClock.now - start) / .seconds(1) },
            randomBytes: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            })
    }()
}
