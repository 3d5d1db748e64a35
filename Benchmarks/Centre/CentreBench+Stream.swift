import BenchKit
import Customs
import Foundation
import SimulatorKit

extension CentreBench {
    /// The same load without and with clients of the stream, and what becomes of the clients.
    func stream(
        clients: Int, slow: Int, rate: Int, seconds: Int, into table: inout FigureTable
    ) throws {
        let alone = try load("A", rate: rate, seconds: min(seconds, 30))
        let crowd = try StreamCrowd(port: server.httpPort, readers: clients - slow, slow: slow)
        try BenchServer.wait(30, "\(clients) streams") { server.metric("vasscm_stream_clients") == clients }
        crowd.start()
        let watched = try load("B", rate: rate, seconds: seconds)
        // A stream may be a pace behind, and is dropped when it took nothing between two comment lines.
        let newest = try lastSequence()
        try BenchServer.wait(30, "the readers, up to event \(newest),") { crowd.lastOfAll >= newest }
        try? BenchServer.wait(60, "the slow clients' end") {
            server.metric("vasscm_stream_clients_dropped_total") >= slow
        }
        let dropped = server.metric("vasscm_stream_clients_dropped_total")
        crowd.stop()
        usleep(300_000)
        let seen = crowd.seen
        let whole = seen.max { $0.count < $1.count } ?? .init()
        let lost = seen.reduce(0) { $0 + whole.count - $1.count }
        let odd = seen.count { $0.digest != whole.digest || !$0.isOrdered }
        table.add(
            "stream: clients that read",
            "\(seen.count), \(whole.count) events each; lost \(lost), other order \(odd), "
                + "closed \(crowd.closedReaders)")
        let slowEnds = crowd.readSlow()
        var exact = 0
        for case let end? in slowEnds {
            let again = try StreamCrowd.resume(port: server.httpPort, after: end.last, through: whole.last, into: end)
            if again == whole { exact += 1 }
        }
        table.add(
            "stream: clients that never read",
            "\(slow); \(dropped) dropped, \(slowEnds.count { $0 != nil }) closed, \(exact) resumed exactly")
        table.add("intake without clients", alone.text)
        table.add("intake with \(clients) clients", watched.text)
        table.add("the server's memory then", "\(server.memory.now) MB")
    }

    /// What seals and their server make of a load.
    private struct Load {
        var reportsPerSecond: Int
        /// From a report's publication to the server's word that it is stored.
        var acknowledgement: Latencies

        var text: String {
            func milliseconds(_ share: Double) -> String {
                acknowledgement.quantile(share).map { FigureTable.tenths($0 * 1000) } ?? "-"
            }
            return "\(reportsPerSecond) reports/s; acknowledged after p50 \(milliseconds(0.5)) ms, "
                + "p95 \(milliseconds(0.95)) ms, p99 \(milliseconds(0.99)) ms"
        }
    }

    private func load(_ name: String, rate: Int, seconds: Int) throws -> Load {
        var options = SealFleetOptions(
            broker: server.broker, seals: rate * 10, reports: rate * seconds,
            startsAt: Timestamp(seconds: Date().timeIntervalSince1970.rounded(.down) - 60))
        options.reportsPerSecond = Double(rate)
        options.intervalSeconds = 1
        options.sealPrefix = "\(name)-"
        let fleet = try SealFleetClient(options, pace: .system)
        let probe = try Probe(broker: options.broker, name: name)
        let began = Pace.system.now()
        probe.start(seconds: Double(seconds))
        try fleet.publishAll()
        let took = Pace.system.now() - began
        _ = fleet.drain(seconds: 30)
        fleet.close()
        return Load(
            reportsPerSecond: Int(Double(options.reports) / max(took, 0.001)), acknowledgement: probe.finish())
    }

    /// The newest event: that of a report published now, which every reader will see.
    private func lastSequence() throws -> Int64 {
        let crowd = try LoopbackConnection(port: server.httpPort)
        try crowd.send("/v1/stream", key: BenchServer.key)
        let connection = try MQTTConnection(
            server.broker, clientID: "last")
        try connection.start()
        defer { connection.stop() }
        usleep(500_000)
        try connection.publish(
            topic: "vasscm/v1/seals/LAST\(UInt32.random(in: 0..<1 << 30))/reports",
            payload: LoadReport.payload(
                index: 0, sequence: 1, step: 0, time: Timestamp(seconds: Date().timeIntervalSince1970),
                intervalSeconds: 30))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var text = ""
        while true {
            let count = recv(crowd.descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchFailure("the stream ended before the last event") }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            let parts = text.components(separatedBy: "\n\n")
            for frame in parts.dropLast() where frame.contains("\"seal\":\"LAST") {
                if let line = frame.split(whereSeparator: \.isNewline).first(where: { $0.hasPrefix("id: ") }),
                    let id = Int64(line.dropFirst(4))
                {
                    return id
                }
            }
        }
    }
}

/// Seals that report once each, ten a second, and wait for the server's word.
private final class Probe: @unchecked Sendable {
    private let lock = NSLock()
    private var sent: [String: Double] = [:]
    private var latencies: [Double] = []
    private let name: String
    private var connection: MQTTConnection?
    private let isFinished = DispatchSemaphore(value: 0)

    init(broker: MQTTAddress, name: String) throws {
        self.name = "PROBE-\(name)-"
        var events = MQTTConnection.Events()
        events.message = { [weak self] topic, _ in self?.acknowledged(topic) }
        let connection = try MQTTConnection(broker, clientID: "probe-\(name)", events: events)
        try connection.start()
        try connection.subscribe("vasscm/v1/seals/+/acks")
        self.connection = connection
    }

    private func acknowledged(_ topic: String) {
        let now = Pace.system.now()
        let seal = topic.split(separator: "/")[3]
        lock.withLock {
            if let began = sent.removeValue(forKey: String(seal)) { latencies.append(now - began) }
        }
    }

    func start(seconds: Double) {
        Thread.detachNewThread { [self] in
            let end = Pace.system.now() + seconds
            var number = 0
            while Pace.system.now() < end {
                number += 1
                let seal = name + "\(number)"
                let payload = LoadReport.payload(
                    index: number, sequence: 1, step: 0, time: Timestamp(seconds: Date().timeIntervalSince1970),
                    intervalSeconds: 30)
                lock.withLock { sent[seal] = Pace.system.now() }
                try? connection?.publish(topic: "vasscm/v1/seals/\(seal)/reports", payload: payload)
                usleep(100_000)
            }
            isFinished.signal()
        }
    }

    func finish() -> Latencies {
        isFinished.wait()
        usleep(2_000_000)
        connection?.stop()
        return lock.withLock { Latencies(latencies) }
    }
}
