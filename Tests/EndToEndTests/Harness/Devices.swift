import Customs
import Foundation
import SimulatorKit

/// Seals that report over one connection, each report made by the test beforehand.
///
/// Some keep each report until the server's `acks` cover it and send it again, as the reference device does. The others
/// trust the broker's PUBACK and send each report once: what of theirs is missing was acknowledged and lost.
final class Devices: @unchecked Sendable {
    struct Seal: Sendable {
        var name: String
        var reports: [SentReport]
        var keepsUntilAcknowledged: Bool
    }

    struct Counts {
        var sent = 0
        var resent = 0
        var acknowledged = 0
    }

    private struct State {
        var buffers: [ReportBuffer]
        var counts = Counts()
        var isStopping = false
        /// No more than so many reports are made.
        var limit = Int.max
    }

    let seals: [Seal]
    private let indices: [String: Int]
    private let lock = NSLock()
    private var state: State
    private var connection: MQTTConnection?

    init(_ seals: [Seal]) {
        self.seals = seals
        indices = Dictionary(uniqueKeysWithValues: seals.enumerated().map { ("vasscm/v1/seals/\($1.name)/acks", $0) })
        state = State(buffers: seals.map { _ in ReportBuffer() })
    }

    var counts: Counts { lock.withLock { state.counts } }

    /// How many reports the server has not acknowledged yet.
    var outstanding: Int { seals.reduce(0) { $0 + $1.reports.count } - counts.acknowledged }

    /// Connects and listens to the acknowledgements.
    func connect(to broker: Broker) async throws {
        var events = MQTTConnection.Events()
        events.message = { [weak self] topic, payload in self?.heard(topic, payload) }
        let connection = try await broker.connect(events: events)
        self.connection = connection
        try connection.subscribe("vasscm/v1/seals/+/acks")
    }

    /// Makes and sends every report in turn, at most so many a second, and again what is overdue, until everything is
    /// acknowledged, `stop` is called or the task is cancelled.
    func report(perSecond: Double, resendAfter: Double = 2) async throws {
        try await withTaskCancellationHandler {
            try await Blocking.run { try self.run(perSecond: perSecond, resendAfter: resendAfter) }
        } onCancel: {
            stop()
        }
    }

    /// Makes no more than so many reports in all, until it is called again: so a slow machine changes no test.
    func limit(to reports: Int) {
        lock.withLock { state.limit = reports }
    }

    func stop() {
        lock.withLock { state.isStopping = true }
    }

    func disconnect() {
        connection?.stop()
        connection = nil
    }

    private func run(perSecond: Double, resendAfter: Double) throws {
        let started = ProcessInfo.processInfo.systemUptime
        let longest = seals.map(\.reports.count).max() ?? 0
        var step = 0
        var made = 0
        while !lock.withLock({ state.isStopping }), outstanding > 0 {
            let elapsed = ProcessInfo.processInfo.systemUptime - started
            let limit = lock.withLock { state.limit }
            while step < longest, made < limit, Double(made) <= elapsed * perSecond {
                made += makeReports(step)
                step += 1
            }
            let sent = try sendDue(resendAfter: resendAfter)
            if sent == 0 { usleep(2000) }
        }
    }

    private func makeReports(_ step: Int) -> Int {
        lock.withLock {
            var made = 0
            for (index, seal) in seals.enumerated() where step < seal.reports.count {
                let report = seal.reports[step]
                if state.buffers[index].append(sequence: report.sequence, payload: report.payload) { made += 1 }
            }
            return made
        }
    }

    private func sendDue(resendAfter: Double) throws -> Int {
        var sent = 0
        for (index, seal) in seals.enumerated() {
            let due = lock.withLock {
                let due = state.buffers[index].due(
                    now: ProcessInfo.processInfo.systemUptime,
                    resendAfter: seal.keepsUntilAcknowledged ? resendAfter : .infinity, limit: 50)
                for report in due {
                    if report.sendings > 1 { state.counts.resent += 1 } else { state.counts.sent += 1 }
                }
                return due
            }
            for report in due { try connection?.publish(topic: reportsTopic(seal.name), payload: report.payload) }
            sent += due.count
        }
        return sent
    }

    private func heard(_ topic: String, _ payload: [UInt8]) {
        guard let index = indices[topic],
            let acknowledgement = try? JSONDecoder().decode(SealAcknowledgement.self, from: Data(payload))
        else { return }
        lock.withLock {
            let before = state.buffers[index].kept.count
            state.buffers[index].acknowledge(acknowledgement)
            state.counts.acknowledged += before - state.buffers[index].kept.count
        }
    }
}
