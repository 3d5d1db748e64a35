public import Customs

/// A made fleet: what the server would have received, in that order, and what really happened.
public struct Fleet: Sendable {
    /// In the order of their received times, of which no two are equal.
    public var envelopes: [Envelope]
    public var truths: [TransitTruth]
    /// How far each transit's seal counted, by the transit's place in the fleet.
    var seals: [Int: UsedSeal] = [:]
    /// The first transit's journey, for a receiver's log.
    package var firstJourney: Journey?
}
