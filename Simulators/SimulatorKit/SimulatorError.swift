/// Why a simulator cannot do what it was asked: one sentence that names what, where and why.
public struct SimulatorError: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
