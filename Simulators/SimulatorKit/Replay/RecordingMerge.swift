public import Customs

/// Several recordings as one, in the order of their received times; of equal times the first recording's comes first.
public final class RecordingMerge: EnvelopeSource {
    private let sources: [any EnvelopeSource]
    private var heads: [Envelope?] = []

    /// - Throws: what a source throws.
    public init(_ sources: [any EnvelopeSource]) throws(SimulatorError) {
        self.sources = sources
        for source in sources { heads.append(try source.next()) }
    }

    /// The recordings at these paths.
    public convenience init(paths: [String]) throws(SimulatorError) {
        var files: [any EnvelopeSource] = []
        for path in paths { files.append(try RecordingFile(path: path)) }
        try self.init(files)
    }

    public func next() throws(SimulatorError) -> Envelope? {
        var first: (index: Int, envelope: Envelope)?
        for (index, head) in heads.enumerated() {
            guard let head, head.receivedAt < first?.envelope.receivedAt ?? .distantFuture else { continue }
            first = (index, head)
        }
        guard let first else { return nil }
        heads[first.index] = try sources[first.index].next()
        return first.envelope
    }
}
