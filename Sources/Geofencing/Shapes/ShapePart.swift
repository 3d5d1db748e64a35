/// A polygon with its holes, a circle, or a whole corridor: a run of edges, one disc, or a run of capsules.
struct ShapePart: BitwiseCopyable, Sendable {
    enum Kind: UInt32, BitwiseCopyable, Sendable { case edges = 1, disc, capsules }

    var kind: Kind
    /// The same polygon a turn further east or west, for the far side of the antimeridian.
    var isCopy: Bool
    var zone: Int32
    var first: Int32
    var count: Int32
    var bounds: BoundingBox
    /// For polygons, the unwrapped longitudes between which its edges lie.
    var west: Double
    var east: Double

    var indices: Range<Int> { Int(first)..<Int(first) + Int(count) }
}
