public import Customs

/// A made yard: what the server would have received, in that order, and what really happened.
public struct Yard: Sendable {
    /// In the order of their received times, of which no two are equal.
    public var envelopes: [Envelope]
    /// Of every container, by number, and of every call.
    public var truths: [YardTruth]
}
