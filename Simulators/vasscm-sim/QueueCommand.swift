import ArgumentParser
import Customs
import Foundation
import SimulatorKit

struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Makes queues at border gates, of which only a share of the vehicles is seen, with their truth.",
        discussion: """
            The same options and zones give the same bytes. The truth has a line for each closure and each drop of \
            capacity, and one for each gate and minute: vehicles waiting, the wait of one who joins then, capacity, \
            whether open, and the level.
            """)

    @Option(help: "The zones, with gates, queues and routes.")
    var zones = "Config/zones.geojson"

    @Option(name: .customLong("gate"), help: "The facility code of a border gate; repeatable.")
    var gates = ["HUUNGHI"]

    @Option(help: "Days in a row.")
    var days = 3

    @Option(help: "When the first day begins: RFC 3339, a midnight in Vietnam. Default: 2026-03-02T00:00:00+07:00.")
    var start: Moment?

    @Option(help: "The seed of everything random.")
    var seed: UInt64 = 1

    @Option(help: "The share of vehicles that a seal or a tracker shows, 0 to 1.")
    var share = 0.2

    @Option(help: "Vehicles that come on a mean day, at every gate. Default: what is usual there.")
    var vehicles: Double?

    @Option(
        help: "Vehicles that each gate lets through an hour. Default: what its zone says, or enough for those who come."
    )
    var capacity: Double?

    @Option(help: "The share of days on which half as many again to two and a half times as many come.")
    var surges = 0.0

    @Option(help: "Capacity drops on a mean day.")
    var drops = 0.25

    @Option(help: "Closures in opening hours on a mean day.")
    var closures = 0.15

    @Option(help: "What separates the truth's levels, three rising numbers of vehicles: 500,1000,5000.")
    var levels = "500,1000,5000"

    @Option(name: [.customLong("output"), .customLong("out")], help: "Write the recording here; - is standard output.")
    var output: String?

    @Option(help: "Write what really happened here, as lines of JSON.")
    var truth: String?

    func validate() throws {
        guard output != nil || truth != nil else {
            throw ValidationError("nothing to do: give --output or --truth")
        }
        if let refusal = OutputFile.check(output) { throw ValidationError(refusal) }
        guard let numbers = limits, numbers[0] < numbers[1], numbers[1] < numbers[2] else {
            throw ValidationError("--levels must be three rising numbers, such as 500,1000,5000")
        }
    }

    func run() throws {
        var series = try QueueSeries(options, map: RoadMap(file: zones))
        if let truth {
            let lines = try series.truths.flatMap { try $0.lines() }
            try OutputFile.write(lines.map { $0 + "\n" }.joined(), to: truth)
        }
        guard let output else { return }
        var envelopes: [Envelope] = []
        while let day = try series.nextDay() { envelopes += day.envelopes }
        try OutputFile.write(envelopes, to: output)
    }

    private var limits: [Double]? {
        let numbers = levels.split(separator: ",").compactMap { Double($0) }
        return numbers.count == 3 ? numbers : nil
    }

    private var options: QueueOptions {
        var options = QueueOptions(
            gates: gates.map { code in
                var gate = QueueGateOptions(gate: code)
                gate.vehiclesPerDay = vehicles
                gate.capacityPerHour = capacity
                gate.surgeShare = surges
                gate.dropsPerDay = drops
                gate.closuresPerDay = closures
                if let limits { gate.limits = CongestionLimits(vehicles: limits) }
                return gate
            }, startsAt: start?.time ?? QueueOptions.usualStart, seed: seed)
        options.days = days
        options.seenShare = share
        return options
    }
}
