/// Hands messages to a mail relay.
package protocol MailRelay: Sendable {
    /// Sends once.
    ///
    /// - Returns: what the relay answered last.
    /// - Throws: where it could not be reached, or said nothing in time.
    func send(_ message: MailMessage, from: String, to: [String]) async throws -> MailAnswer
}

/// What a relay said.
package struct MailAnswer: Hashable, Sendable {
    /// SMTP's code: 250 taken, 4xx not now, 5xx never.
    package var code: Int

    package init(code: Int) { self.code = code }

    package var isTaken: Bool { 200..<300 ~= code }
    /// The same message would be refused again.
    package var isRefused: Bool { 500..<600 ~= code }
}
