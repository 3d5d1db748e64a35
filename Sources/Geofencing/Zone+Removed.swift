public import Customs

extension Zone {
    /// What stands in the place of a zone that was removed, so that the handles of the others stay: it says what it was, and
    /// nothing is ever inside.
    public var removed: Zone {
        var zone = self
        zone.shape = .polygons([])
        return zone
    }

    /// Whether it is no zone any more.
    public var isRemoved: Bool { shape == .polygons([]) }
}
