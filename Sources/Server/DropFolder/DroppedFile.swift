/// A file in a drop folder that is complete.
package struct DroppedFile: Hashable, Sendable {
    /// What changes when somebody still writes, or puts another file in its place.
    struct Stamp: Hashable, Sendable {
        var inode: UInt64
        var bytes: Int
        /// Seconds of the Unix epoch.
        var modified: Double
    }

    package var name: String
    var stamp: Stamp

    /// Oldest first: events are taken in the order in which they were written, as far as files tell it.
    static func isBefore(_ one: DroppedFile, _ other: DroppedFile) -> Bool {
        (one.stamp.modified, one.name) < (other.stamp.modified, other.name)
    }
}
