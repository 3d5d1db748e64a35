public import Customs

/// Gives recorded envelopes one after another.
public protocol EnvelopeSource: AnyObject {
    /// The next envelope; `nil` at the end.
    ///
    /// - Throws: `SimulatorError` where a recording cannot be read.
    func next() throws(SimulatorError) -> Envelope?
}

/// Envelopes that are in memory.
public final class EnvelopeList: EnvelopeSource {
    private let envelopes: [Envelope]
    private var index = 0

    public init(_ envelopes: [Envelope]) { self.envelopes = envelopes }

    public func next() -> Envelope? {
        guard index < envelopes.count else { return nil }
        index += 1
        return envelopes[index - 1]
    }
}
