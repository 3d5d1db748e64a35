/// Posts messages to receivers.
package protocol WebhookPoster: Sendable {
    /// Posts once, following nothing that the receiver points to.
    ///
    /// - Throws: where no answer came in time.
    func post(
        _ body: [UInt8], headers: [(name: String, value: String)], to url: String
    ) async throws -> WebhookAnswer

    /// Ends the connections.
    func close() async
}

/// What a receiver answered.
package struct WebhookAnswer: Hashable, Sendable {
    package var status: Int
    /// The `Retry-After` header as it came.
    package var retryAfter: String?

    package init(status: Int, retryAfter: String? = nil) {
        self.status = status
        self.retryAfter = retryAfter
    }

    package var isDelivered: Bool { 200..<300 ~= status }
    /// The receiver wants nothing more, ever.
    package var isGone: Bool { status == 410 }
}
