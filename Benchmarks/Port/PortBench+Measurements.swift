import BenchKit
import Customs
import Foundation
import SimulatorKit

extension PortBench {
    /// What answers cost with nothing to store, in the same seconds.
    private static func healthChecks(seconds: Int) -> CallLoad {
        CallLoad(callsPerSecond: 50, calls: seconds * 50) { _ in CallLoad.Call(path: "/healthz") }
    }

    private static func events(_ name: String, perSecond: Double) -> GateLoad {
        GateLoad(
            facility: BenchServer.facility, name: name,
            startsAt: Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down)), eventsPerSecond: perSecond)
    }

    /// 100 events a second, one a call.
    func sustained(seconds: Int, into table: inout FigureTable) async throws {
        try await gateEvents(
            "100 gate events/s for \(seconds) s", perSecond: 100, batch: 1, seconds: seconds, burst: 1, into: &table)
    }

    /// 1,000 events a second: evenly, all of a second's at once, and in calls of 1,000.
    func bursts(seconds: Int, into table: inout FigureTable) async throws {
        try await gateEvents(
            "1,000 gate events/s, evenly", perSecond: 1000, batch: 1, seconds: seconds, burst: 1, into: &table)
        try await gateEvents(
            "1,000 gate events at the start of each second", perSecond: 1000, batch: 1, seconds: seconds, burst: 1000,
            into: &table)
        try await gateEvents(
            "one call of 1,000 gate events a second", perSecond: 1000, batch: 1000, seconds: seconds, burst: 1,
            into: &table)
    }

    private func gateEvents(
        _ name: String, perSecond: Double, batch: Int, seconds: Int, burst: Int, into table: inout FigureTable
    ) async throws {
        let load = Self.events("G\(UUID().uuidString.prefix(8))", perSecond: perSecond)
        let calls = CallLoad(
            callsPerSecond: perSecond / Double(batch), calls: Int(perSecond) * seconds / batch, burst: burst
        ) { load.call($0 * batch..<($0 + 1) * batch) }
        let (client, yardstick) = (client, yardstick)
        let (results, rate) = try await besideReports(seconds: seconds) {
            async let health = yardstick.run(Self.healthChecks(seconds: seconds))
            let own = await client.run(calls)
            return (own, await health)
        }
        table.add(name, results.0, yardstick: results.1.latencies)
        table.add("/healthz meanwhile", results.1)
        table.note("\(name): beside \(rate) reports/s")
    }

    /// Release checks with so many containers known, while gate events come in.
    func releaseChecks(containers: Int, into table: inout FigureTable) async throws {
        let pace = Pace.system
        let clearances = containers / 1000
        let began = pace.now()
        let put = await client.run(
            CallLoad(callsPerSecond: 1000, calls: clearances, burst: 8) { number in
                GateLoad.clearance("3\(100_000_000_00 + number)", number * 1000..<(number + 1) * 1000)
            })
        let known = pace.now() - began
        table.add("PUT of 1,000 clearances", put)
        table.note("\(clearances * 1000) containers were released in \(FigureTable.fixed(known)) s")
        let time = Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down) - 60)
        for file in 0..<10 {
            let answer = await client.make(
                GateLoad.codeco(
                    file * 9999..<(file + 1) * 9999, facility: BenchServer.facility, reference: file + 1, at: time))
            guard answer.status == 201 else { throw refusal("a CODECO file", answer) }
        }
        let seconds = 20
        let load = Self.events("R\(UUID().uuidString.prefix(8))", perSecond: 100)
        let (client, yardstick) = (client, yardstick)
        let count = clearances * 1000
        let (results, rate) = try await besideReports(seconds: seconds) {
            async let health = yardstick.run(Self.healthChecks(seconds: seconds))
            async let events = client.run(
                CallLoad(callsPerSecond: 100, calls: 100 * seconds) { load.call($0..<$0 + 1) })
            let checks = await client.run(
                CallLoad(callsPerSecond: 200, calls: 200 * seconds) { number in
                    // All over the containers, whatever the order in which they became known.
                    GateLoad.releaseCheck(number &* 7919 % count, facility: BenchServer.facility)
                })
            return (checks, await events, await health)
        }
        table.add("200 release checks/s", results.0, yardstick: results.2.latencies)
        table.add("100 gate events/s meanwhile", results.1, yardstick: results.2.latencies)
        table.note("release checks: beside \(rate) reports/s")
        let memory = server.memory
        table.note("the server then uses \(memory.now) MB, at most \(memory.most) MB so far")
    }

    /// One CODECO message of 9,999 containers.
    func largeMessage(into table: inout FigureTable) async throws {
        let time = Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down) - 60)
        let before = server.memory
        for round in 1...3 {
            let call = GateLoad.codeco(
                500_000 + round * 9999..<500_000 + (round + 1) * 9999, facility: BenchServer.facility,
                reference: 100 + round,
                at: time)
            let began = Pace.system.now()
            let answer = await client.make(call)
            let seconds = Pace.system.now() - began
            guard answer.status == 201 else { throw refusal("the message of 9,999 containers", answer) }
            let accepted = Self.count("\"accepted\"", in: answer.body)
            table.note(
                "one message of 9,999 containers, \(call.body.count / 1024) kB: \(accepted) accepted in "
                    + "\(FigureTable.fixed(seconds)) s")
        }
        let after = server.memory
        table.note("the server's memory: \(before.now) MB before, \(after.now) MB after, at most \(after.most) MB")
    }

    /// One event a thousand times in parallel, and once with another body.
    func sameID(into table: inout FigureTable) async throws {
        let load = Self.events("SAME-\(UUID().uuidString.prefix(8))", perSecond: 1)
        let call = load.call(0..<1)
        let tally = Tally()
        let result = await client.run(CallLoad(callsPerSecond: 1_000_000, calls: 1000, burst: 1000) { _ in call }) {
            tally.add($1.body)
        }
        table.add("one event 1,000 times in parallel", result)
        var other = load.event(0)
        other.sizeType = "45G1"
        let changed = await client.make(
            .init(method: "POST", path: "/v1/gate-events", body: Array(try CanonicalJSON.encode(other))))
        table.note(
            "the same eventId: \(tally.accepted) accepted, \(tally.duplicates) duplicates, \(tally.receipts) receipts; "
                + "with another body \(changed.status)")
    }

    private func refusal(_ what: String, _ answer: CallLoadClient.Answer) -> BenchFailure {
        BenchFailure(
            "\(what) was answered with \(answer.status): "
                + (answer.failure ?? String(decoding: answer.body.prefix(300), as: UTF8.self)))
    }

    fileprivate static func count(_ text: String, in body: [UInt8]) -> Int {
        String(decoding: body, as: UTF8.self).components(separatedBy: text).count - 1
    }
}

/// What a thousand answers said.
private final class Tally: @unchecked Sendable {
    private struct Answer: Decodable {
        struct Result: Decodable {
            struct Receipt: Decodable { var sequence: Int64 }
            var status: String
            var receipt: Receipt?
        }
        var results: [Result]
    }

    private let lock = NSLock()
    private var statuses: [String: Int] = [:]
    private var sequences: Set<Int64> = []

    var accepted: Int { lock.withLock { statuses["accepted"] ?? 0 } }
    var duplicates: Int { lock.withLock { statuses["duplicate"] ?? 0 } }
    var receipts: Int { lock.withLock { sequences.count } }

    func add(_ body: [UInt8]) {
        guard let result = try? JSONDecoder().decode(Answer.self, from: Data(body)).results.first else { return }
        lock.withLock {
            statuses[result.status, default: 0] += 1
            if let sequence = result.receipt?.sequence { sequences.insert(sequence) }
        }
    }
}
