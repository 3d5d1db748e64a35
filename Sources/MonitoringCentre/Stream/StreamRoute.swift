import Customs
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

extension Route {
    /// `GET /v1/stream`: what happens, as it happens.
    static let stream = [
        Route(.get, "/v1/stream", .needs(.readSupervision)) { call in
            let lastEventID = try StreamWriter.lastEventID(of: call)
            let subscription = try call.centre.hub.subscribe(after: lastEventID)
            let writer = StreamWriter(
                subscription: subscription, source: call.centre.source,
                heartbeat: .seconds(call.centre.configuration.heartbeatSeconds),
                isAdmitted: { call.isStillAdmitted(to: .needs(.readSupervision)) })
            let body = call.request.body
            var response = Response(
                status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody { responseWriter in
                    try await withGracefulShutdownHandler {
                        try await writer.run(&responseWriter, until: body)
                    } onGracefulShutdown: {
                        subscription.end()
                    }
                })
            // Reverse proxies (nginx) hold events back otherwise.
            response.headers[.xAccelBuffering] = "no"
            return response
        }
    ]
}

/// Writes one subscriber's events until it leaves or is dropped.
struct StreamWriter: Sendable {
    /// Entries that are asked of the ledger at once, and at most for one stream; a browser comes back for the rest.
    private static let pageSize = 1000
    private static let maximumEntries = 100_000
    /// Bytes that are collected into one write.
    private static let maximumWrite = 65_536
    /// How long a write may take that is under way when the stream ends.
    private static let patience = Duration.seconds(1)

    let subscription: EventHub.Subscription
    let source: any SupervisionSource
    let heartbeat: Duration
    /// Whether the account may still have the stream.
    let isAdmitted: @Sendable () -> Bool

    /// The `Last-Event-ID` header, or the `lastEventId` parameter for clients that cannot set one.
    static func lastEventID(of call: Call) throws -> Int64? {
        guard let text = try call.request.headers[.lastEventID] ?? call.query.text("lastEventId"), !text.isEmpty else {
            return nil
        }
        guard let sequence = Int64(text), sequence >= 0 else {
            throw BadRequest("lastEventId is “\(text.prefix(40))”, but must be the id of an event, a number")
        }
        return sequence
    }

    /// Tells events until the client leaves, or the stream is over.
    ///
    /// - Throws: `StreamStalled` where the client takes nothing: its connection is closed then.
    func run(_ writer: inout any ResponseBodyWriter, until requestBody: RequestBody) async throws {
        let subscription = subscription
        defer { subscription.end() }
        try await writer.write(ByteBuffer(bytes: StreamFrame.hello))
        let output = StreamOutput(writer)
        try await requestBody.consumeWithInboundCloseHandler { _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await tell(output) }
                group.addTask { try await keepAwake(output) }
                group.addTask { try await closeAfterEnd() }
                defer { group.cancelAll() }
                // The first to end is the one that tells; the others only ever give up on it.
                try await group.next()
            }
        } onInboundClosed: {
            subscription.end()
        }
        try await output.finish()
    }

    private func tell(_ output: StreamOutput) async throws {
        if case .behind(let after, let through) = subscription.start {
            guard try await catchUp(output, after: after, through: through) else { return }
        }
        try await follow(output)
    }

    /// Wakes the stream for its comment line, and gives up on a client that took nothing between two of them.
    private func keepAwake(_ output: StreamOutput) async throws {
        var before: Int?
        while true {
            try await Task.sleep(for: heartbeat)
            // A session that ended, an account that was disabled, another role: the stream is over.
            guard isAdmitted() else { return }
            let under = output.writeUnderWay
            if let under, under == before {
                subscription.drop()
                throw StreamStalled()
            }
            before = under
            subscription.wake()
        }
    }

    /// Once the stream is over, what is being written has a moment to get out.
    private func closeAfterEnd() async throws {
        for await _ in subscription.over {}
        try await Task.sleep(for: Self.patience)
        throw StreamStalled()
    }

    /// Live events, and a comment line where there was none for a while.
    private func follow(_ output: StreamOutput) async throws {
        var isFirst = true
        for await _ in subscription.signals {
            var isQuiet = !isFirst
            isFirst = false
            while let events = subscription.takeBuffer(), events.readableBytes > 0 {
                isQuiet = false
                try await output.write(events)
            }
            if isQuiet { try await output.write(ByteBuffer(bytes: StreamFrame.heartbeat)) }
        }
    }

    /// What the ring does not hold any more: every event but the positions, then where each seal is now.
    ///
    /// - Returns: whether the stream has caught up; where not, it ends and resumes from its last event.
    private func catchUp(
        _ output: StreamOutput, after: Int64, through: Int64
    ) async throws -> Bool {
        var last = after
        var written = 0
        while last < through {
            let entries = try await source.events(after: last, limit: Self.pageSize)
            try await write(entries.filter { $0.sequence <= through }.map(StreamFrame.entry), to: output)
            guard let end = entries.last?.sequence, end > last else { break }
            last = end
            written += entries.count
            if written >= Self.maximumEntries { return false }
        }
        let positions = try await source.positions(in: nil, activeWithin: nil).map(\.position)
        try await write(positions.map { StreamFrame.position($0, sequence: nil) }, to: output)
        try await write([StreamFrame.mark(through)], to: output)
        return true
    }

    private func write(_ frames: [[UInt8]], to output: StreamOutput) async throws {
        var buffer = ByteBuffer()
        for frame in frames {
            buffer.writeBytes(frame)
            if buffer.readableBytes >= Self.maximumWrite {
                try await output.write(buffer)
                buffer = ByteBuffer()
            }
        }
        if buffer.readableBytes > 0 { try await output.write(buffer) }
    }
}
