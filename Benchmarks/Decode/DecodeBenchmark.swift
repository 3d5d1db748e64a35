import ArgumentParser
import Customs
import Foundation
import Wire

/// Measures how fast the lines of a recording become reports; `run.sh` beside it compares that with other ways.
@main
struct DecodeBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode-benchmark", abstract: "How fast the lines of a recording become reports.",
        subcommands: [Generate.self, Decode.self])
}

/// Writes the synthetic recording that everything is measured on.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write a synthetic recording to standard output.")

    @Option(help: "Reports in it.")
    var reports = 1_000_000
    @Option(help: "Seals that send them in turn, each every 30 seconds.")
    var seals = 5000
    @Flag(help: "Record payloads as strings, as mosquitto does with those that are no JSON.")
    var asText = false

    func run() throws {
        var fleet = SyntheticFleet(seals: seals, seed: 2026)
        var buffer = Data()
        for _ in 0..<reports {
            buffer.append(contentsOf: fleet.nextLine(asText: asText).utf8)
            buffer.append(UInt8(ascii: "\n"))
            guard buffer.count > 1 << 20 else { continue }
            try FileHandle.standardOutput.write(contentsOf: buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        try FileHandle.standardOutput.write(contentsOf: buffer)
    }
}

/// Decodes a recording in memory on one core, several times over.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Decode a recording in memory, on one core.")

    @Argument(help: "The recording.")
    var recording: String
    @Option(help: "How many times; the median and the best are printed.")
    var rounds = 7

    func run() throws {
        let data = try Data(contentsOf: URL(filePath: recording), options: .alwaysMapped)
        let plain = try measure { try decode(data) }
        print("decode\t\(plain.median)\t\(plain.best)")
        let tokens = try measure { try decodeByTokens(data) }
        print("decode-by-tokens\t\(tokens.median)\t\(tokens.best)")
    }

    private func measure(_ decode: () throws -> Int) throws -> (median: Int, best: Int) {
        var rates: [Double] = []
        for _ in 0..<rounds {
            var reports = 0
            let duration = try ContinuousClock().measure { reports = try decode() }
            rates.append(Double(reports) / (duration / .seconds(1)))
        }
        rates.sort()
        return (Int(rates[rates.count / 2]), Int(rates[rates.count - 1]))
    }

    /// As `vasscm replay` does it: batch by batch, in memory that is used again.
    private func decode(_ data: Data) throws -> Int {
        var decoder = RecordingDecoder(gpsdSeals: [:]) { _ in nil }
        var batch = RecordingLines()
        var reports = 0
        try forEachLine(data) { line, number in
            try decoder.decode(line: line, number: number, into: &batch)
            guard batch.lines.count >= 512 else { return }
            reports += batch.items.count
            batch.removeAll()
        }
        return reports + batch.items.count
    }

    /// The general way, which all other lines take: the line's tokens, a copy of the payload, and its tokens.
    private func decodeByTokens(_ data: Data) throws -> Int {
        var decoder = RecordingDecoder(gpsdSeals: [:]) { _ in nil }
        var reports = 0
        try forEachLine(data) { line, number in
            guard let envelope = try decoder.envelope(line: line, number: number) else { return }
            reports += Wire.decodeByTokens(envelope).count
        }
        return reports
    }

    private func forEachLine(_ data: Data, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        try data.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var (start, number) = (0, 0)
            while start < bytes.count, let hit = memchr(base + start, 0x0a, bytes.count - start) {
                let end = UnsafeRawPointer(hit) - base
                number += 1
                try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), number)
                start = end + 1
            }
        }
    }
}
