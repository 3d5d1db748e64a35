/// A question that cannot be answered as it was asked; it becomes a 400 problem.
public struct BadRequest: Error, Hashable, Sendable {
    /// One sentence that names the parameter, its value and what it must be.
    public var detail: String

    /// Says what is wrong with the question.
    public init(_ detail: String) { self.detail = detail }
}

/// The server cannot take the call now, and will later; it becomes a 503 problem.
public struct Unavailable: Error, Hashable, Sendable {
    public var detail: String
    public var retryAfterSeconds: Int

    /// Says what is not available, and when to try again.
    public init(_ detail: String, retryAfterSeconds: Int = 5) {
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
    }
}
