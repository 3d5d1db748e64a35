import Customs
import Foundation
import SimulatorKit

/// What was said and what was, minute by minute, for looking at what went wrong.
struct TraceFile {
    private let handle: FileHandle
    private let truths: [String: QueueTruth]

    init(_ path: String, truths: [QueueTruth]) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw SimulatorError("\(path) cannot be written") }
        self.handle = handle
        self.truths = Dictionary(truths.map { ($0.gate, $0) }, uniquingKeysWith: { first, _ in first })
        let head = [
            "gate", "at", "waiting", "said", "p10", "p90", "wait", "said", "p10", "p90", "measured", "capacity",
            "observed", "open", "flow", "share", "level", "said", "expected", "expectedAt", "forecasts",
        ]
        handle.write(Data((head.joined(separator: "\t") + "\n").utf8))
    }

    func add(_ states: [GateCongestion], at time: Timestamp) {
        var text = ""
        for state in states {
            guard let truth = truths[state.gate], let minute = truth.minute(at: time) else { continue }
            func number(_ value: Double?) -> String { value.map { String(Int($0.rounded())) } ?? "-" }
            let forecasts = state.forecast.map { forecast in
                let then = truth.minute(at: forecast.at)
                let (queue, wait) = (forecast.vehiclesWaiting, forecast.waitSeconds)
                return "\(Int(forecast.horizonSeconds)):\(number(queue.p10))/\(number(queue.p50))/\(number(queue.p90))="
                    + "\(number(then.map { Double(truth.vehiclesWaiting[$0]) }));"
                    + "\(number(wait.p10))/\(number(wait.p50))/\(number(wait.p90))="
                    + number(then.flatMap { truth.waitSeconds[$0] })
            }
            let fields = [
                state.gate, time.rfc3339, String(truth.vehiclesWaiting[minute]),
                number(state.vehiclesWaiting.map(Double.init)), number(state.vehiclesWaitingRange?.p10),
                number(state.vehiclesWaitingRange?.p90), number(truth.waitSeconds[minute]), number(state.waitSeconds),
                number(state.waitSecondsRange?.p10), number(state.waitSecondsRange?.p90),
                number(state.measuredWaitSeconds), number(truth.capacityPerHour[minute]),
                number(state.observedCapacityPerHour), truth.isOpen[minute] ? "open" : "closed", state.flow.rawValue,
                state.seenShare.map { String(format: "%.3f", $0) } ?? "-", truth.level(minute: minute).rawValue,
                state.level.rawValue, state.expectedLevel?.rawValue ?? "-", state.expectedAt?.rfc3339 ?? "-",
                forecasts.joined(separator: " "),
            ]
            text += fields.joined(separator: "\t") + "\n"
        }
        handle.write(Data(text.utf8))
    }

    func close() { try? handle.close() }
}
