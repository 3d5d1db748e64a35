public import Customs

/// What a replay is about to play; taking it reads every line once, so that a bad one is found before anything is sent.
public struct ReplaySurvey: Sendable, Hashable {
    public var lines = 0
    public var first: Timestamp?
    public var last: Timestamp?

    public init() {}

    /// - Throws: `SimulatorError` where a recording cannot be read.
    public init(paths: [String]) throws(SimulatorError) {
        for path in paths {
            let file = try RecordingFile(path: path)
            while let envelope = try file.next() { add(envelope) }
        }
    }

    public mutating func add(_ envelope: Envelope) {
        lines += 1
        first = min(first ?? envelope.receivedAt, envelope.receivedAt)
        last = max(last ?? envelope.receivedAt, envelope.receivedAt)
    }
}
