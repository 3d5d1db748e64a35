/// Where listeners hand what they received.
public protocol Intake: Sendable {
    /// Takes a batch through the pipeline and returns when its transaction is durable. Only then may the listener
    /// acknowledge. Blocks the calling thread.
    ///
    /// - Throws: where the commit failed; the listener must then not acknowledge, but drop its connection, so that the
    ///   broker delivers again.
    func take(_ batch: [Envelope]) throws

    /// The same without waiting: `completion` is called once, from any thread, when the batch is durable or has failed.
    /// Batches are taken in the order in which they are submitted.
    func submit(_ batch: [Envelope], completion: @escaping @Sendable ((any Error)?) -> Void)
}

extension Intake {
    /// Takes the batch before it returns.
    public func submit(_ batch: [Envelope], completion: @escaping @Sendable ((any Error)?) -> Void) {
        do {
            try take(batch)
            completion(nil)
        } catch {
            completion(error)
        }
    }
}
