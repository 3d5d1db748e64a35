import ArgumentParser
import AsyncHTTPClient
import Customs
import NIOCore

/// The track of a container or a seal.
struct TrackCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "track", abstract: "The track of a container or a seal, as GeoJSON, GPX, KML or CSV.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case geojson, gpx, kml, csv }

    @Argument(help: "A container's number, or a seal's id.")
    var subject: String

    @Flag(name: .long, help: "It is a seal's id, though it looks like a container's number.")
    var seal = false

    @Option(name: .long, help: "The form of the track.")
    var format = Format.geojson

    @Option(
        name: .long,
        help: ArgumentHelp("Leave out points that are no farther from the line than this.", valueName: "metres"))
    var tolerance: Double?

    @OptionGroup var range: RangeOptions

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write into this file, which appears when it is whole.", valueName: "file"))
    var output: String?

    @OptionGroup var connection: ServerOptions

    func call(_ api: APIClient) async throws {
        let number = ContainerNumber.normalised(subject)
        let path =
            seal || !ContainerNumber.isValid(number)
            ? "/v1/seals/\(APIClient.segment(subject))/track" : "/v1/containers/\(APIClient.segment(number))/track"
        let response = try await api.open(
            .get, path,
            query: range.query + [("format", format.rawValue), ("tolerance", tolerance.map { "\($0)" })])
        if let output {
            var file = try OutputFile(output)
            try await Self.forEachPiece(of: response) { try file.write($0) }
            try file.finish()
        } else {
            try await Self.forEachPiece(of: response) { try StandardOutput.write($0) }
        }
    }

    private static func forEachPiece(
        of response: HTTPClientResponse, _ body: ([UInt8]) throws -> Void
    ) async throws {
        var pieces = response.body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await pieces.next()
            } catch {
                throw ClientError("the track broke off: \(APIClient.reason(error))")
            }
            guard let piece else { return }
            try body(Array(piece.readableBytesView))
        }
    }
}
