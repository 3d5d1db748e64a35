import Customs
import Foundation

/// The seals of a load and their reports, shared by the thread that sends and the connections' threads.
final class SealFleetState: @unchecked Sendable {
    struct Sending {
        let sealIndex: Int
        let topic: String
        let payload: [UInt8]
        /// Which report it is, for the broker's acknowledgement.
        let token: Int
    }

    private let options: SealFleetOptions
    private let topics: [String]
    private let indices: [String: Int]
    private let lock = NSLock()
    private var buffers: [ReportBuffer]
    private var published = 0
    private var resent = 0
    private var takenCount = 0
    private var acknowledgedCount = 0

    init(options: SealFleetOptions) {
        self.options = options
        let seals = (0..<options.seals).map { LoadReport.seal(prefix: options.sealPrefix, index: $0) }
        topics = seals.map { "vasscm/v1/seals/\($0)/reports" }
        indices = Dictionary(uniqueKeysWithValues: seals.enumerated().map { ("vasscm/v1/seals/\($1)/acks", $0) })
        let perSeal = (options.reports + options.seals - 1) / options.seals
        buffers = Array(repeating: ReportBuffer(capacity: perSeal), count: options.seals)
    }

    var counts: SealFleetClient.Counts {
        lock.withLock {
            SealFleetClient.Counts(
                published: published, resent: resent, taken: takenCount, acknowledged: acknowledgedCount)
        }
    }

    /// Whether no report is kept any more.
    var isEmpty: Bool { lock.withLock { buffers.allSatisfy(\.kept.isEmpty) } }

    func buffer(_ index: Int) -> ReportBuffer { lock.withLock { buffers[index] } }

    /// Makes the report of that number in the whole load.
    func make(report: Int, now: Double) -> Sending {
        let (step, index) = report.quotientAndRemainder(dividingBy: options.seals)
        let sequence = options.firstSequence + Int64(step)
        let payload = LoadReport.payload(
            index: index, sequence: sequence, step: step,
            time: options.startsAt.advanced(bySeconds: Double(step * options.intervalSeconds)),
            intervalSeconds: options.intervalSeconds)
        lock.withLock {
            published += 1
            guard options.resendsUnacknowledged else { return }
            // A buffer has room for every report of its seal; sending it now is noted at once.
            if buffers[index].append(sequence: sequence, payload: payload) {
                buffers[index].markNewestSent(now: now)
            }
        }
        return sending(index, sequence, payload)
    }

    func due(_ index: Int, now: Double, limit: Int) -> [Sending] {
        lock.withLock {
            let due = buffers[index].due(now: now, resendAfter: options.resendAfterSeconds, limit: limit)
            resent += due.count
            return due.map { sending(index, $0.sequence, $0.payload) }
        }
    }

    func take(token: Int) {
        let (step, index) = token.quotientAndRemainder(dividingBy: options.seals)
        lock.withLock {
            let sequence = options.firstSequence + Int64(step)
            guard !buffers[index].taken.contains(sequence) else { return }
            buffers[index].take(sequence: sequence)
            takenCount += 1
        }
    }

    func acknowledge(topic: String, payload: [UInt8]) {
        guard let index = indices[topic],
            let acknowledgement = try? CanonicalJSON.decode(SealAcknowledgement.self, from: Data(payload))
        else { return }
        lock.withLock {
            let before = buffers[index].kept.count
            buffers[index].acknowledge(acknowledgement)
            acknowledgedCount += before - buffers[index].kept.count
        }
    }

    private func sending(_ index: Int, _ sequence: Int64, _ payload: [UInt8]) -> Sending {
        Sending(
            sealIndex: index, topic: topics[index], payload: payload,
            token: Int(sequence - options.firstSequence) * options.seals + index)
    }
}
