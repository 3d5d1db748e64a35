import Customs
import SimulatorKit
import Testing

@Suite("A fleet day after day")
struct FleetSeriesTests {
    private func days(seed: UInt64) throws -> [FleetSeries.Day] {
        var world = DetectionWorld()
        world.transits = 80
        world.warmUpDays = 1
        world.seed = seed
        var series = try world.series(map: Fixtures.map())
        var days: [FleetSeries.Day] = []
        while let day = try series.nextDay() { days.append(day) }
        return days
    }

    @Test("The same seed gives the same days, in the order of their received times")
    func order() throws {
        let (first, second) = (try days(seed: 5), try days(seed: 5))
        #expect(first.count == 3)
        #expect(first.map(\.envelopes) == second.map(\.envelopes))
        #expect(first.map(\.truths) == second.map(\.truths))
        let times = first.flatMap { $0.envelopes.map(\.receivedAt) }
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(
        "No transit, seal or anomaly is lost between the days, whatever the seed", arguments: [6, 7, 8, 9] as [UInt64])
    func whole(seed: UInt64) throws {
        let days = try days(seed: seed)
        let truths = days.flatMap(\.truths)
        #expect(Set(truths.map(\.transit)).count == 150)
        // Rough fleets use every seal twice, two days apart.
        #expect(Set(days[0].truths.map(\.seal)) == Set(days[2].truths.map(\.seal)))
        #expect(Set(truths.map(\.seal)).count == 100)
        for day in days {
            #expect(Set(day.truths.flatMap(\.anomalies).map(\.rule)) == Set(AnomalyKind.allCases.map(\.rule)))
        }
        let opened = days.flatMap(\.envelopes).filter { envelope in
            if case .http(let call) = envelope.source { call.path == "/v1/transits" } else { false }
        }
        #expect(opened.count == 150)
    }
}
