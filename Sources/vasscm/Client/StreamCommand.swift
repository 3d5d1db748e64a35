import ArgumentParser
import AsyncHTTPClient
import Foundation
import NIOCore

/// Prints what happens, as it happens.
struct StreamCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "stream", abstract: "What happens, as it happens, an event a line, until Ctrl-C.",
        discussion: "A connection that is lost is made again, and goes on after the last event.")

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Only this: position, alert, transit, congestion, gate-event; may be repeated.", valueName: "event"))
    var only: [String] = []

    @Option(name: .long, help: ArgumentHelp("Begin after this event.", valueName: "id"))
    var lastEventID: String?

    @Option(name: .long, help: "End after so many events.")
    var count: Int?

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        var lastID = lastEventID
        var left = count ?? .max
        var response: HTTPClientResponse? = try await connect(api, after: lastID)
        while left > 0 {
            if let open = response {
                try await printEvents(of: open, &lastID, &left)
                guard left > 0 else { return }
                FileHandle.standardError.write(Data("vasscm: the stream was lost; connecting again\n".utf8))
            }
            try await Task.sleep(for: .seconds(3))
            do {
                response = try await connect(api, after: lastID)
            } catch let error as ClientError {
                FileHandle.standardError.write(Data("vasscm: \(error)\n".utf8))
                response = nil
            }
        }
    }

    private func connect(_ api: APIClient, after lastID: String?) async throws -> HTTPClientResponse {
        try await api.open(
            .get, "/v1/stream", headers: lastID.map { [("last-event-id", $0)] } ?? [], timeout: nil)
    }

    /// Until the connection is lost, or so many are printed.
    private func printEvents(
        of response: HTTPClientResponse, _ lastID: inout String?, _ left: inout Int
    ) async throws {
        var reader = ServerSentEvents(lastID: lastID)
        var pieces = response.body.makeAsyncIterator()
        while let piece = try? await pieces.next() {
            for event in try reader.take(piece.readableBytesView) where only.isEmpty || only.contains(event.name) {
                try StandardOutput.write(try line(event))
                left -= 1
                if left == 0 { return }
            }
            lastID = reader.lastID
        }
    }

    private func line(_ event: ServerSentEvents.Event) throws -> [UInt8] {
        let data = try? JSONValue(bytes: event.data.utf8)
        switch output.format {
        case .text:
            return Array((EventText.line(event.name, data ?? .string(event.data)) + "\n").utf8)
        case .json:
            var object: [String: JSONValue] = ["event": .string(event.name), "data": data ?? .string(event.data)]
            object["id"] = event.id.map { .string($0) }
            return try JSONValue.object(object).encoded() + [UInt8(ascii: "\n")]
        }
    }
}
