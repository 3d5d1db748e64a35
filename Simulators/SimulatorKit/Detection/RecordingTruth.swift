import Customs
import Foundation

/// What a recording's truth file says: a line for each transit, and for each container and call of a yard.
public struct RecordingTruth: Sendable, Hashable {
    public private(set) var transits: [TransitTruth] = []
    public private(set) var yard: [YardTruth] = []

    /// - Throws: `SimulatorError` that names the line that is neither.
    public init(lines text: String) throws(SimulatorError) {
        for (number, line) in text.split(separator: "\n").enumerated() {
            let data = Data(line.utf8)
            if let transit = try? CanonicalJSON.decode(TransitTruth.self, from: data) {
                transits.append(transit)
            } else if let stay = try? CanonicalJSON.decode(YardTruth.self, from: data) {
                yard.append(stay)
            } else {
                throw SimulatorError("line \(number + 1) is neither the truth of a transit nor of a yard's container")
            }
        }
    }
}
