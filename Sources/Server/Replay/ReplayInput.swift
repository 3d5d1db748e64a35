public import Customs

/// What a replay plays, and the part of it that is shown.
public struct ReplayInput: Sendable {
    /// Where the observations come from.
    public enum Source: Sendable {
        /// Files, one after the other; `-` is standard input.
        case recordings([String])
        /// The ledger of the configuration, also while its server runs.
        case journal
    }

    public var source: Source
    /// Received times. What came before `from` is played and not shown, because it may have opened a transit; what came at
    /// `to` or later is not played.
    public var received: TimeRange

    public init(_ source: Source, received: TimeRange = TimeRange()) {
        self.source = source
        self.received = received
    }

    /// The same with the range as it was written on the command line.
    ///
    /// - Throws: where a time is not in RFC 3339, or the range is empty.
    public init(_ source: Source, from: String?, to: String?) throws {
        func time(_ text: String?, _ name: String) throws -> Timestamp? {
            guard let text else { return nil }
            guard let time = Timestamp(rfc3339: text) else {
                throw Fault(description: "\(name): “\(text)” is not an RFC 3339 time such as 2026-03-02T08:00:00Z")
            }
            return time
        }
        let range = TimeRange(from: try time(from, "--from"), to: try time(to, "--to"))
        if let from = range.from, let to = range.to, from >= to {
            throw Fault(description: "--from must be before --to")
        }
        self.init(source, received: range)
    }

    /// What is wrong with a range.
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    /// Whether it can be read only once.
    var isStandardInput: Bool {
        if case .recordings(let paths) = source { paths.contains("-") } else { false }
    }
}
