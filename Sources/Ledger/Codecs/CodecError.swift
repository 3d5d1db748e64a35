/// Why stored bytes could not be read: what is wrong with them, and where.
package struct CodecError: Error, Hashable, Sendable {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}
